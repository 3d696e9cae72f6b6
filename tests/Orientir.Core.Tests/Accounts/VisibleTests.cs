using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Accounts;

public class VisibleTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task EverySource_ByRole_HoldsWhatTheRoleCoversAndNoMore(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var region = await SeedAsync(store, CampaignState.Collection);
        await SeedAsync(store, CampaignState.Collection);

        // campaigns, subjects of them, submissions, territories, users, runs
        (await CountsAsync(store, region, new ActorGrant(Role.Operator, null, null))).ShouldBe([1, 2, 2, 2, 1, 0]);
        (await CountsAsync(store, region, new ActorGrant(Role.Ministry, null, null))).ShouldBe([1, 2, 2, 2, 1, 0]);
        (await CountsAsync(store, region, new ActorGrant(Role.Coordinator, Set(region.First), null))).ShouldBe([1, 1, 1, 1, 1, 0]);
        (await CountsAsync(store, region, new ActorGrant(Role.Publisher, Set(region.Second), null))).ShouldBe([1, 1, 1, 1, 1, 0]);
        (await CountsAsync(store, region, new ActorGrant(Role.Expert, null, null))).ShouldBe([1, 1, 1, 1, 1, 0]);
        (await CountsAsync(store, region)).ShouldBe([0, 0, 0, 0, 1, 0]);
        (await CountsAsync(store, region with { Id = null }, new ActorGrant(Role.Administrator, null, null))).ShouldBe([0, 0, 0, 0, 2, 0]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task MarksAndRuns_OfAMunicipality_AreSeenOncePublished(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        foreach (var (state, seen) in new[] { (CampaignState.Review, 0), (CampaignState.Published, 1) })
        {
            var region = await SeedAsync(store, state);
            await using var context = Open(store, region.Id);
            var visible = new Visible(context, ActorOf(region, new ActorGrant(Role.Coordinator, Set(region.First), null)), new TestClock());
            (await visible.Marks.CountAsync(Cancel)).ShouldBe(seen);
            (await visible.Runs.CountAsync(Cancel)).ShouldBe(seen);
            (await visible.Packages.CountAsync(Cancel)).ShouldBe(0);
            (await visible.Audit.CountAsync(Cancel)).ShouldBe(0);
            (
                await visible.Files.CountAsync(Cancel)
                + await visible.Reminders.CountAsync(Cancel)
                + await visible.Decisions.CountAsync(Cancel)
            ).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Sources_InAnotherRegion_AreRefused()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var region = await SeedAsync(store, CampaignState.Collection);
        await using var context = Open(store, region.Id + 1);
        Should.Throw<ArgumentException>(() =>
            new Visible(context, ActorOf(region, new ActorGrant(Role.Operator, null, null)), new TestClock())
        );
    }

    private static HashSet<int> Set(int id) => [id];

    private sealed record Seeded(int? Id, int First, int Second, int User);

    private static Actor ActorOf(Seeded region, params ActorGrant[] grants) =>
        new(region.User, "Проверяющий", region.Id, grants, "127.0.0.1");

    private static OrientirContext Open(TestStore store, int? region)
    {
        var context = store.Store.Open();
        context.RegionId = region;
        return context;
    }

    private static async Task<int[]> CountsAsync(TestStore store, Seeded region, params ActorGrant[] grants)
    {
        await using var context = Open(store, region.Id);
        var visible = new Visible(context, ActorOf(region, grants), new TestClock());
        return
        [
            await visible.Campaigns.CountAsync(Cancel),
            await visible.CampaignSubjects.CountAsync(Cancel),
            await visible.Submissions.CountAsync(Cancel),
            await visible.Territories.CountAsync(Cancel),
            await visible.Users.CountAsync(user => user.Grants.Count > 0, Cancel),
            await visible.Runs.CountAsync(run => run.UserId == -1, Cancel),
        ];
    }

    /// <summary>A region with two municipalities in a campaign; the user is an expert of the first.</summary>
    private static async Task<Seeded> SeedAsync(TestStore store, CampaignState state)
    {
        await using var context = store.Store.Open();
        var number = await context.Regions.CountAsync(Cancel) + 1;
        var region = new Region
        {
            Code = $"r{number}",
            Title = "Регион",
            TimeZone = "Europe/Moscow",
        };
        var user = new User
        {
            DisplayName = "Эксперт",
            UserName = $"e{number}@example.org",
            NormalizedUserName = $"E{number}@EXAMPLE.ORG",
        };
        context.AddRange(region, user);
        await context.SaveChangesAsync(Cancel);
        context.RegionId = region.Id;
        context.Grants.Add(
            new Grant
            {
                UserId = user.Id,
                Role = Role.Expert,
                RegionId = region.Id,
            }
        );
        var edition = new MethodologyEdition
        {
            RegionId = region.Id,
            PackageId = "m",
            Edition = 1,
            Revision = 0,
            Title = "М",
            FoldedName = "м",
            SubjectKind = "municipality",
            Json = "{}",
            Hash = "",
            PublishedAt = Start,
        };
        Territory[] territories =
        [
            .. Enumerable
                .Range(1, 2)
                .Select(index => new Territory
                {
                    RegionId = region.Id,
                    Code = $"{index}",
                    Kind = "municipality",
                    Name = $"{index}",
                }),
        ];
        context.Add(edition);
        context.AddRange(territories);
        await context.SaveChangesAsync(Cancel);
        var campaign = Campaign.Of(
            region.Id,
            new CampaignPlan
            {
                MethodologyEditionId = edition.Id,
                Title = "К",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Required,
                CollectionFrom = Start.AddDays(-3),
                CollectionUntil = Start.AddDays(-2),
                ReviewUntil = Start.AddDays(-1),
                ResultsUntil = Start,
            }
        );
        context.Add(campaign);
        Subject[] subjects =
        [
            .. territories.Select(row => new Subject
            {
                RegionId = region.Id,
                TerritoryId = row.Id,
                Kind = "municipality",
                Code = row.Code,
                Name = row.Name,
            }),
        ];
        context.AddRange(subjects);
        await context.SaveChangesAsync(Cancel);
        CampaignSubject[] rows = [.. subjects.Select(subject => CampaignSubject.Of(campaign, subject))];
        context.AddRange(rows);
        context.Add(
            new CampaignDecision
            {
                RegionId = region.Id,
                CampaignId = campaign.Id,
                To = state,
                At = Start,
                UserId = user.Id,
            }
        );
        await context.SaveChangesAsync(Cancel);
        context.AddRange(rows.Select(row => Submission.Of(region.Id, row.Id)));
        context.AddRange(
            rows.Select(row => new Core.Reviews.Mark
            {
                RegionId = region.Id,
                CampaignSubjectId = row.Id,
                Uid = "1",
                Expert = "",
                Value = "1",
            })
        );
        context.Add(
            new ExpertAssignment
            {
                RegionId = region.Id,
                CampaignSubjectId = rows[0].Id,
                UserId = user.Id,
            }
        );
        context.Add(
            new Core.Results.ResultRun
            {
                RegionId = region.Id,
                CampaignId = campaign.Id,
                MethodologyEditionId = edition.Id,
                InputHash = "",
                ProgramVersion = "",
                ScorerVersion = 1,
                At = Start,
                UserId = user.Id,
                Marks = [],
                Specification = [],
                SpecificationHash = "",
                Outputs = [],
                OutputHash = "",
            }
        );
        await context.SaveChangesAsync(Cancel);
        if (state == CampaignState.Published)
            await NewestRun.PublishAsync(context, campaign.Id, Cancel);
        return new(region.Id, territories[0].Id, territories[1].Id, user.Id);
    }
}
