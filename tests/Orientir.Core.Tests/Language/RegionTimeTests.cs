namespace Orientir.Core.Tests.Language;

public class RegionTimeTests
{
    private static RegionTime In(string zone) => new(zone);

    [Theory]
    [InlineData("Europe/Moscow", "2026-12-20", "2026-12-19T21:00:00Z")]
    [InlineData("Asia/Kamchatka", "2026-12-20", "2026-12-19T12:00:00Z")]
    // Midnight that the clock jumped over, and midnight it struck twice (Cuba turns at 0:00 in spring, at 1:00 in autumn).
    [InlineData("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]
    public void StartOf_Day_IsItsFirstMoment(string zone, string day, string expected) =>
        In(zone)
            .StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))
            .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(expected);

    [Fact]
    public void Zone_NobodyKnows_IsShownAsMoscowAndSetsNoDeadline()
    {
        In("Europe/Atlantis").Moment(new(2026, 3, 12, 11, 2, 0, DateTimeKind.Utc)).ShouldEndWith("14:02");
        Should
            .Throw<RefusedException>(() => RegionTime.ToSetBy("Europe/Atlantis"))
            .Message.ShouldContain("«Europe/Atlantis» в системе нет");
        RegionTime.ToSetBy("Asia/Omsk").StartOf(new(2026, 3, 12)).Hour.ShouldBe(18);
    }

    [Fact]
    public void EndOf_Day_SaysTheSameDayBack()
    {
        var time = In("Asia/Yekaterinburg");
        var end = time.EndOf(new(2026, 12, 31));
        time.LastDayBefore(end).ShouldBe(new(2026, 12, 31));
        time.Moment(end.AddMinutes(-1)).ShouldBe("31\u00A0декабря\u00A02026, 23:59");
    }
}
