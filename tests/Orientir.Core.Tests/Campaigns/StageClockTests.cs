using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Campaigns;

public class StageClockTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>«Возражения» between review and results: what the clock is given when such a row is added.</summary>
    private const CampaignState Objections = (CampaignState)25;

    private static readonly StageClock WithOneMore = new(
        [.. Stages.All.Append(Objections).Order()],
        new Dictionary<CampaignState, Expression<Func<Campaign, DateTime>>>
        {
            [CampaignState.Preparation] = campaign => campaign.CollectionFrom,
            [CampaignState.Collection] = campaign => campaign.CollectionUntil,
            [CampaignState.Review] = campaign => campaign.ReviewUntil,
            [Objections] = campaign => campaign.ResultsUntil,
        }
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task State_OfGeneratedCampaigns_IsTheSameInQueriesAndAtHand(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using var context = await FilledAsync(store, 120);
        var campaigns = await context.Campaigns.AsNoTracking().Include(row => row.Decisions).ToListAsync(Cancel);
        foreach (
            var (clock, order) in new[] { (StageClock.Standard, Stages.All), (WithOneMore, [.. Stages.All.Append(Objections).Order()]) }
        )
        {
            var met = new HashSet<CampaignState>();
            foreach (var now in Moments())
            {
                foreach (var states in Sets(order))
                {
                    var wanted = campaigns.Where(row => states.Contains(clock.StateOf(row, now))).Select(row => row.Id).Order().ToList();
                    var asked = await context.Campaigns.Where(clock.In(states, now)).Select(row => row.Id).Order().ToListAsync(Cancel);
                    asked.SequenceEqual(wanted).ShouldBeTrue($"{string.Join(' ', states)} at {now:O}");
                }
                met.UnionWith(campaigns.Select(row => clock.StateOf(row, now)));
            }
            met.ShouldBe(order, ignoreOrder: true);
        }
    }

    [Fact]
    public void State_OfACampaignAsItDecides_FollowsDecisionsThenDates()
    {
        var campaign = CampaignOf(1, 1, [0, 10, 20, 30]);
        At(5).ShouldBe(CampaignState.Preparation);
        Decide("open", -2);
        At(-1).ShouldBe(CampaignState.Preparation);
        At(0).ShouldBe(CampaignState.Collection);
        At(10).ShouldBe(CampaignState.Review);
        At(20).ShouldBe(CampaignState.Results);
        Decide("close-collection", 5);
        At(5).ShouldBe(CampaignState.Review);
        Decide("close-review", 5);
        At(5).ShouldBe(CampaignState.Results);
        Decide("publish", 5);
        At(5).ShouldBe(CampaignState.Published);
        Should.Throw<RefusedException>(() => Decide("publish", 5)).Kind.ShouldBe(RefusalKind.Conflict);
        Should.Throw<RefusedException>(() => Decide("take-back", 5, "")).Kind.ShouldBe(RefusalKind.Invalid);
        At(5).ShouldBe(CampaignState.Published);
        Decide("take-back", 5);
        At(50).ShouldBe(CampaignState.Results);

        CampaignState At(int day) => campaign.StateAt(Start.AddDays(day));

        void Decide(string transition, int day, string reason = "Проба") =>
            campaign.Decide(Transition.All.Single(one => one.Id == transition), reason, 1, Start.AddDays(day));
    }

    /// <summary>Beginnings and ends to the tick, and days between and around them.</summary>
    private static IEnumerable<DateTime> Moments()
    {
        foreach (var day in (int[])[-1, 0, 3, 4, 7, 9])
        foreach (var ticks in (long[])[-1, 0, 1])
            yield return Start.AddDays(day).AddTicks(ticks);
    }

    /// <summary>Every single stage, every contiguous run and the rest of each.</summary>
    private static IEnumerable<IReadOnlyList<CampaignState>> Sets(IReadOnlyList<CampaignState> order)
    {
        yield return [];
        yield return order;
        foreach (var state in order)
        {
            yield return [state];
            yield return [.. order.Where(other => other != state)];
            yield return [.. order.Where(other => other >= state)];
            yield return [.. order.Where(other => other < state)];
        }
    }

    private static Campaign CampaignOf(int region, int edition, int[] days) =>
        Campaign.Of(
            region,
            new CampaignPlan
            {
                MethodologyEditionId = edition,
                Title = "К",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Required,
                CollectionFrom = Start.AddDays(days[0]),
                CollectionUntil = Start.AddDays(days[1]),
                ReviewUntil = Start.AddDays(days[2]),
                ResultsUntil = Start.AddDays(days[3]),
            }
        );

    /// <summary>Campaigns with dates in any order, some of them equal, and up to five decisions of any kind.</summary>
    private static async Task<OrientirContext> FilledAsync(TestStore store, int count)
    {
        var context = store.Store.Open();
        var region = new Region
        {
            Code = "r",
            Title = "Регион",
            TimeZone = "Europe/Moscow",
        };
        context.Add(region);
        await context.SaveChangesAsync(Cancel);
        context.RegionId = region.Id;
        var edition = MethodologyEdition.Of(region.Id, MarkSamples.Methodology);
        context.Add(edition);
        await context.SaveChangesAsync(Cancel);
        var random = new Random(20261127);
        for (var index = 0; index < count; index++)
        {
            int[] days = [random.Next(9), random.Next(9), random.Next(9), random.Next(9)];
            var campaign = CampaignOf(region.Id, edition.Id, [0, 1, 2, 3]);
            context.Add(campaign);
            // Two of three as people plan them, in order; what is stored may be older than the rule.
            DateTime[] moments = [.. (index % 3 == 0 ? days : [.. days.Order()]).Select(day => Start.AddDays(day))];
            context.Entry(campaign).Property(row => row.CollectionFrom).CurrentValue = moments[0];
            context.Entry(campaign).Property(row => row.CollectionUntil).CurrentValue = moments[1];
            context.Entry(campaign).Property(row => row.ReviewUntil).CurrentValue = moments[2];
            context.Entry(campaign).Property(row => row.ResultsUntil).CurrentValue = moments[3];
            await context.SaveChangesAsync(Cancel);
            for (var decision = random.Next(6); decision > 0; decision--)
                context.Add(
                    new CampaignDecision
                    {
                        RegionId = region.Id,
                        CampaignId = campaign.Id,
                        To = random.GetItems([.. Stages.All, Objections], 1)[0],
                        At = Start.AddDays(random.Next(9)),
                        UserId = 1,
                    }
                );
        }
        await context.SaveChangesAsync(Cancel);
        context.ChangeTracker.Clear();
        return context;
    }
}
