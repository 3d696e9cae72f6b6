using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class NetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("::1", "::/64")]
    [InlineData("", "?")]
    [InlineData("not an address", "?")]
    public void Of_Address_IsWhatOnePersonHas(string address, string network) => Network.Of(address).ShouldBe(network);
}
