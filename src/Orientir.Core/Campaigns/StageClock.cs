using System.Linq.Expressions;
using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>
/// How the stage of a campaign follows from its decisions and the time, for one campaign at hand and, the same, for queries. A campaign
/// stands at the stage decided last, or at a later one that has begun by itself: where the stage before has a planned end, that moment
/// begins it. Before it is opened a campaign is in preparation whatever its dates.
/// </summary>
/// <param name="order">The stages in order; the first is left by opening, the second waits for the planned end of the first.</param>
/// <param name="ends">The planned ends of stages (UTC, exclusive). A stage without one is ended by a decision.</param>
internal sealed class StageClock(
    IReadOnlyList<CampaignState> order,
    IReadOnlyDictionary<CampaignState, Expression<Func<Campaign, DateTime>>> ends
)
{
    /// <summary>The stages there are.</summary>
    public static StageClock Standard { get; } =
        new(
            Stages.All,
            new Dictionary<CampaignState, Expression<Func<Campaign, DateTime>>>
            {
                [CampaignState.Preparation] = campaign => campaign.CollectionFrom,
                [CampaignState.Collection] = campaign => campaign.CollectionUntil,
                [CampaignState.Review] = campaign => campaign.ReviewUntil,
            }
        );

    private readonly Dictionary<CampaignState, Func<Campaign, DateTime>> read = ends.ToDictionary(
        end => end.Key,
        end => end.Value.Compile()
    );

    /// <summary>The planned end of a stage (UTC, exclusive); null where it is ended by a decision.</summary>
    public DateTime? PlannedEnd(Campaign campaign, CampaignState state) => read.GetValueOrDefault(state)?.Invoke(campaign);

    /// <summary>The state of a campaign with its decisions at a moment (UTC).</summary>
    public CampaignState StateOf(Campaign campaign, DateTime now)
    {
        var decided = campaign.InOrder.LastOrDefault()?.To ?? order[0];
        if (decided == order[0])
            return decided;
        for (var at = order.Count - 1; at > 0; at--)
            if (decided >= order[at] && at > 1 || PlannedEnd(campaign, order[at - 1]) <= now)
                return order[at];
        return order[0];
    }

    /// <summary>Campaigns whose state at a moment (UTC) is among these.</summary>
    public Expression<Func<Campaign, bool>> In(IReadOnlyCollection<CampaignState> states, DateTime now)
    {
        var runs = new List<Expression<Func<Campaign, bool>>>();
        for (var first = 0; first < order.Count; first++)
        {
            if (!states.Contains(order[first]))
                continue;
            var end = first;
            while (end < order.Count && states.Contains(order[end]))
                end++;
            var bounds = new List<Expression<Func<Campaign, bool>>>();
            if (first > 0)
                bounds.Add(Reached(first, now));
            if (end < order.Count)
                bounds.Add(Condition.Not(Reached(end, now)));
            runs.Add(Condition.All(bounds));
            first = end;
        }
        return Condition.Any(runs);
    }

    /// <summary>Campaigns at a stage or a later one.</summary>
    private Expression<Func<Campaign, bool>> Reached(int at, DateTime now)
    {
        // Decided for the second stage, a campaign waits for its date; decided for a later one, it has passed the second.
        var (opening, state) = (order[1], order[Math.Max(at, 2)]);
        // What is captured becomes a parameter of the statement, so that it is compiled once for all moments.
        Expression<Func<DateTime>> moment = () => now;
        var begun = new List<Expression<Func<Campaign, bool>>>
        {
            campaign =>
                campaign.Decisions.OrderByDescending(decision => decision.Id).Select(decision => decision.To).FirstOrDefault() >= state,
        };
        foreach (var later in order.Skip(at - 1))
            if (ends.TryGetValue(later, out var end))
                begun.Add(Expression.Lambda<Func<Campaign, bool>>(Expression.LessThanOrEqual(end.Body, moment.Body), end.Parameters));
        // Nothing begins by itself before the campaign is opened.
        return Condition.All<Campaign>([
            campaign =>
                campaign.Decisions.OrderByDescending(decision => decision.Id).Select(decision => decision.To).FirstOrDefault() >= opening,
            Condition.Any(begun),
        ]);
    }
}
