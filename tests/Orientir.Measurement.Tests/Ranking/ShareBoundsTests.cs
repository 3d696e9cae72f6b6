using Orientir.Measurement.Ranking;

namespace Orientir.Measurement.Tests.Ranking;

public class ShareBoundsTests
{
    private static readonly ShareBounds Half = new(0.5, 0.5);

    [Theory]
    [InlineData(0.2, 0.5, true)]
    [InlineData(0.2, 0.5 + 1e-12, true)]
    [InlineData(0.2, 0.5001, false)]
    [InlineData(0, 1, false)]
    public void IsSurelyNotBehind_OfBounds_HoldsWhereTheOtherCantCome(double low, double high, bool surely) =>
        ShareBounds.IsSurelyNotBehind(Half, new ShareBounds(low, high)).ShouldBe(surely);

    [Fact]
    public void IsSurelyNotBehind_WithoutBounds_IsNotComparedEitherWay()
    {
        ShareBounds.IsSurelyNotBehind(Half, null).ShouldBeTrue();
        ShareBounds.IsSurelyNotBehind(null, Half).ShouldBeTrue();
    }

    [Fact]
    public void IsOpen_BeyondTheTolerance_IsTold()
    {
        Half.IsOpen.ShouldBeFalse();
        new ShareBounds(0.1 + 0.2, 0.3).IsOpen.ShouldBeFalse();
        new ShareBounds(0.2, 0.3).IsOpen.ShouldBeTrue();
    }
}
