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
