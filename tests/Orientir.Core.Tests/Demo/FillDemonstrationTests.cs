using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Demo;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Demo;

public class FillDemonstrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Fill_OfAFreshStore_MakesArchivesAndALivingCampaignOnce(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var clock = new TestClock();
        var fill = new FillDemonstration(store.Store.Open, store.Store.Files, clock, AppContext.BaseDirectory);

        (await fill.RunAsync(Cancel)).ShouldBeTrue();
        (await fill.RunAsync(Cancel)).ShouldBeFalse();

        await using var context = store.Store.Open();
        context.AllRegions = true;
        var campaigns = await context.Campaigns.Include(row => row.Decisions).ToListAsync(Cancel);
        campaigns
            .GroupBy(row => row.StateAt(clock.Now))
            .ToDictionary(group => group.Key, group => group.Count())
            .ShouldBe(
                new Dictionary<CampaignState, int> { [CampaignState.Published] = 5, [CampaignState.Collection] = 1 },
                ignoreOrder: true
            );
        (await context.ResultRuns.CountAsync(Cancel)).ShouldBe(5);
        var living = campaigns.Single(row => row.StateAt(clock.Now) == CampaignState.Collection);
        var states = await context
            .Submissions.Where(row =>
                context.CampaignSubjects.Any(subject => subject.Id == row.CampaignSubjectId && subject.CampaignId == living.Id)
            )
            .GroupBy(row => row.State)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), Cancel);
        states.ShouldBe(
            new Dictionary<SubmissionState, int>
            {
                [SubmissionState.Sent] = 7,
                [SubmissionState.Returned] = 1,
                [SubmissionState.Draft] = 10,
            },
            ignoreOrder: true
        );

        (await context.ExpertAssignments.CountAsync(Cancel)).ShouldBe(18);

        // Whoever is printed can sign in, and the coordinator of a district sees that district alone.
        var user = await context.Users.SingleAsync(row => row.Email == "rayon9@demo", Cancel);
        (await AccountRules.Users(context).CheckPasswordAsync(user, FillDemonstration.Password)).ShouldBeTrue();
        await using var own = store.Store.Open();
        var actor = await new FindActor(own).RunAsync(user.Id, null, "127.0.0.1", cancel: Cancel);
        (
            await new Visible(own, actor!, clock)
                .CampaignSubjects.Where(row => row.CampaignId == living.Id)
                .Select(row => row.Name)
                .ToListAsync(Cancel)
        ).ShouldBe(["Район 9"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Fill_OfMoreDistrictsThanWereReconstructed_RepeatsThemRowByRow(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var clock = new TestClock();
        (
            await new FillDemonstration(store.Store.Open, store.Store.Files, clock, AppContext.BaseDirectory, districts: 35).RunAsync(
                Cancel
            )
        ).ShouldBeTrue();

        await using var context = store.Store.Open();
        var keeper = await context.Users.Where(row => row.Email == "operator@demo").Select(row => row.Id).SingleAsync(Cancel);
        var region = await context.Regions.Where(row => row.Code == "training").Select(row => row.Id).SingleAsync(Cancel);
        var actor = (await new FindActor(context).RunAsync(keeper, region, "", cancel: Cancel))!;
        var campaign = await context.Campaigns.MaxAsync(row => row.Id, Cancel);
        var board = await new ReadBoard(context, clock).RunAsync(actor, campaign, Cancel);
        var rows = board.Rows.ToDictionary(row => row.Name);
        rows.Count.ShouldBe(35);
        // The fifth was returned and the sixteenth has more time; everything else is alike.
        foreach (var number in Enumerable.Range(1, 17))
        {
            var (like, repeated) = (rows[$"Район {number}"], rows[$"Район {number + 18}"]);
            repeated.Cells.ShouldBe(like.Cells);
            repeated.SentAt.HasValue.ShouldBe(like.SentAt.HasValue);
            var own = await new ReadHistory(context, clock).RunAsync(actor, repeated.CampaignSubjectId, null, Cancel);
            own.ShouldNotBeEmpty();
            own.ShouldAllBe(line => line.Who == $"Координатор района {number + 18}");
        }
    }

    [Fact]
    public async Task Fill_WithoutItsFiles_NamesTheMissingOne()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var folder = Directory.CreateTempSubdirectory("orientir-").FullName;
        var refusal = await Should.ThrowAsync<InputException>(() =>
            new FillDemonstration(store.Store.Open, store.Store.Files, new TestClock(), folder).RunAsync(Cancel)
        );
        refusal.Errors.Single().Place.ShouldEndWith("lo-2020.json");
    }
}
