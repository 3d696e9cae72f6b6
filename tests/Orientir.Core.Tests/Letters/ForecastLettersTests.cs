using Orientir.Core.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Letters;

public class ForecastLettersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Forecast_OfLettersJustPut_CountsWhatWaitsAndWhatTheServerHasHad(Database database)
    {
        await using var host = MailHost.Start();
        var mail = By(host) with { PerMinute = 2 };
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        (await ForecastAsync(world, mail)).ShouldBe(new(IsAway: false, 1));
        await world.SendAsync(mail);
        await world.InviteAsync("two@example.org", "three@example.org");
        (await ForecastAsync(world, mail)).ShouldBe(new(IsAway: false, 2));
        world.Clock.Now = world.Clock.Now.AddMinutes(2);
        (await ForecastAsync(world, mail)).ShouldBe(new(IsAway: false, 1));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Forecast_WhileTheServerIsAway_SaysSoUntilItIsAsked(Database database)
    {
        var away = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.RunJobsAsync(away);
        await world.InviteAsync("two@example.org");
        (await ForecastAsync(world, away)).IsAway.ShouldBeTrue();
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        (await ForecastAsync(world, away)).IsAway.ShouldBeFalse("it is asked now");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Forecast_WithALetterTheServerPutOff_DoesNotTakeItForAway(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org");
        await world.RunJobsAsync(By(host));
        await world.InviteAsync("two@example.org");
        (await ForecastAsync(world, By(host))).ShouldBe(new(IsAway: false, 1));
    }

    private static Task<LettersForecast> ForecastAsync(RegionWorld world, MailSettings mail) =>
        new ForecastLetters(world.OpenNowhere, mail, world.Clock).RunAsync(Cancel);
}
