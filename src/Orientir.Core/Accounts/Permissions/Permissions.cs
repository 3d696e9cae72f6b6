using System.Globalization;
using static Orientir.Core.Accounts.Ability;
using static Orientir.Core.Accounts.Role;

namespace Orientir.Core.Accounts;

/// <summary>
/// Who may do what, and at which stage of a campaign: the one table of it. docs/permissions.md shows it to people and a test
/// holds the two together.
/// </summary>
public static class Permissions
{
    private static readonly CampaignState[] Always = [.. Stages.All];
    private static readonly CampaignState[] WhileAnswering = Stages.Between(CampaignState.Collection, CampaignState.Review);
    private static readonly CampaignState[] BeforeResults = Stages.Before(CampaignState.Results);
    private static readonly CampaignState[] UntilPublished = Stages.Before(CampaignState.Published);
    private static readonly CampaignState[] AtReview = [CampaignState.Review];
    private static readonly CampaignState[] FromReview = Stages.From(CampaignState.Review);
    private static readonly CampaignState[] WhileComputing = Stages.Between(CampaignState.Review, CampaignState.Results);
    private static readonly CampaignState[] OncePublished = Stages.From(CampaignState.Published);

    // Collection of one subject may go on while the campaign is at review: by an extension or a return.
    private static readonly Dictionary<(Ability, Role), CampaignState[]> Table = new Row[]
    {
        new(ManageRegions, Always, Administrator),
        new(ManageAccounts, Always, Administrator, Operator),
        new(SeeTerritories, Always, Operator, Ministry, Expert, Coordinator, Executor, Publisher, Organisation),
        new(ManageTerritories, Always, Operator),
        new(SeeMethodologies, Always, Operator, Ministry, Expert, Coordinator, Executor, Publisher, Organisation),
        new(ManageMethodologies, Always, Operator),
        new(SeeCampaigns, Always, Operator, Ministry, Expert, Coordinator, Executor, Publisher, Organisation),
        new(ManageCampaigns, UntilPublished, Operator),
        new(MoveCampaign, Always, Operator),
        new(SeeBoard, Always, Operator, Ministry),
        new(Remind, WhileAnswering, Operator),
        new(Extend, WhileAnswering, Operator),
        new(SeeAnswers, Always, Operator, Ministry, Expert, Coordinator, Executor, Publisher, Organisation),
        new(Answer, WhileAnswering, Operator, Coordinator, Executor, Organisation),
        new(Send, WhileAnswering, Operator, Coordinator, Organisation),
        new(Return, WhileAnswering, Operator),
        new(AnswerAsOperator, WhileAnswering, Operator),
        new(AssignExperts, BeforeResults, Operator),
        new(SeeMarks, Always, Operator, Ministry, Expert),
        new(SeeMarks, OncePublished, Coordinator, Executor, Publisher, Organisation),
        new(Mark, AtReview, Operator, Expert),
        new(Compute, WhileComputing, Operator),
        new(SeeResults, Always, Operator, Ministry),
        new(SeeResults, OncePublished, Expert, Coordinator, Executor, Publisher, Organisation),
        new(MakeReport, FromReview, Operator),
        new(SeeAudit, Always, Administrator, Operator, Ministry),
        new(ManageJobs, Always, Administrator, Operator),
        new(ManageInstallationJobs, Always, Administrator),
        new(InviteExecutors, Always, Coordinator),
    }
        .SelectMany(row => row.Roles.Select(role => (Key: (row.Ability, role), row.States)))
        .ToDictionary(cell => cell.Key, cell => cell.States);

    // What concerns the region as a whole takes a role over the whole of it.
    private static readonly HashSet<Ability> WholeRegion =
    [
        ManageAccounts,
        ManageTerritories,
        ManageMethodologies,
        ManageCampaigns,
        MoveCampaign,
        AssignExperts,
        Compute,
        MakeReport,
        ManageJobs,
    ];

    // A run tells of every subject: who holds a part of the region sees it with everybody else.
    private static readonly HashSet<Ability> WholeRegionBeforePublication = [SeeResults];

    private sealed record Row(Ability Ability, CampaignState[] States, params Role[] Roles);

    /// <summary>The stages at which a role has an ability; empty for never.</summary>
    public static IReadOnlyList<CampaignState> StatesOf(Ability ability, Role role) => Table.GetValueOrDefault((ability, role)) ?? [];

    private static IReadOnlyList<CampaignState> StatesOf(Ability ability, ActorGrant grant) =>
        grant.Territories is not null && WholeRegionBeforePublication.Contains(ability)
            ? [.. StatesOf(ability, grant.Role).Intersect(OncePublished)]
            : StatesOf(ability, grant.Role);

    /// <summary>
    /// What the actor's roles give of an ability, one entry a set of stages: what queries are made of. An expert reaches what is assigned,
    /// wherever it lies.
    /// </summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="ability">What is to be done.</param>
    /// <param name="atAnyStage">Takes what the actor may at some stage as allowed at every one: to show what cannot be done yet or any
    /// more.</param>
    /// <param name="everyDirection">Leaves out what is held to named directions.</param>
    public static IReadOnlyList<Reach> ReachOf(Actor actor, Ability ability, bool atAnyStage = false, bool everyDirection = false) =>
        [
            .. actor
                .Grants.Where(grant => !everyDirection || grant.Directions is null)
                .Select(grant => (Grant: grant, States: StatesOf(ability, grant)))
                .Where(one => one.States.Count > 0 && (one.Grant.Territories is null || !WholeRegion.Contains(ability)))
                .Select(one => (one.Grant, States: atAnyStage ? Stages.All : one.States))
                .GroupBy(one => string.Join(' ', one.States), StringComparer.Ordinal)
                .Select(group => new Reach(
                    group.First().States,
                    group.Any(one => one.Grant is { Role: not Expert, Territories: null }),
                    group.Where(one => one.Grant.Role != Expert).SelectMany(one => one.Grant.Territories ?? new HashSet<int>()).ToHashSet(),
                    group.Any(one => one.Grant.Role == Expert)
                )),
        ];

    /// <summary>The stages at which the actor has an ability over the whole region.</summary>
    public static IReadOnlyList<CampaignState> StatesInWholeRegion(Actor actor, Ability ability) =>
        [.. Stages.All.Intersect(ReachOf(actor, ability).Where(reach => reach.WholeRegion).SelectMany(reach => reach.Stages))];

    /// <summary>Whether the actor may.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="ability">What is to be done.</param>
    /// <param name="territoryId">The territory of what it is done to; null where it belongs to none.</param>
    /// <param name="state">State of the campaign it is done in; null outside campaigns.</param>
    /// <param name="direction">Uid of the direction, where it is done within one: executors hold directions.</param>
    public static bool Allows(
        Actor actor,
        Ability ability,
        int? territoryId = null,
        CampaignState? state = null,
        string? direction = null
    ) =>
        actor.Grants.Any(grant =>
            StatesOf(ability, grant) is { Count: > 0 } states
            && (state is null || states.Contains(state.Value))
            && (
                grant.Territories is null
                || !WholeRegion.Contains(ability) && (territoryId is null || grant.Territories.Contains(territoryId.Value))
            )
            && (direction is null || grant.Directions?.Contains(direction) != false)
        );

    /// <summary>
    /// The directions of a subject's submission an actor is held to, reading and answering: of who is there only as an executor of named
    /// ones; null for all.
    /// </summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="territoryId">The territory of the subject.</param>
    /// <param name="assigned">Whether the subject is assigned to the actor: an expert sees what is, wherever it lies, and nothing
    /// else.</param>
    public static IReadOnlySet<string>? DirectionsOf(Actor actor, int territoryId, bool assigned)
    {
        var here = actor
            .Grants.Where(grant =>
                StatesOf(SeeAnswers, grant.Role).Count > 0
                && (grant.Role == Expert ? assigned : grant.Territories?.Contains(territoryId) != false)
            )
            .ToList();
        return here.Exists(grant => grant.Directions is null)
            ? null
            : here.SelectMany(grant => grant.Directions!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Refuses where the actor may not: as forbidden to the role, or as not possible at this stage.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="ability">What is to be done.</param>
    /// <param name="territoryId">The territory of what it is done to; null where it belongs to none.</param>
    /// <param name="state">State of the campaign it is done in; null outside campaigns.</param>
    /// <param name="direction">Uid of the direction, where it is done within one.</param>
    /// <exception cref="RefusedException">Forbidden, or Conflict where only the stage stands in the way.</exception>
    public static void Require(Actor actor, Ability ability, int? territoryId = null, CampaignState? state = null, string? direction = null)
    {
        if (Allows(actor, ability, territoryId, state, direction))
            return;
        if (state is { } now && Allows(actor, ability, territoryId, null, direction))
            throw RefusedException.Conflict(
                $"Сейчас мониторинг на этапе «{NameOf(now)}», и это действие уже или ещё невозможно. Сроки и этапы — на странице "
                    + "мониторинга."
            );
        throw RefusedException.Forbidden();
    }

    /// <summary>Refuses who invites nobody: neither to the roles of a region nor as executors.</summary>
    /// <exception cref="RefusedException">Forbidden.</exception>
    internal static void RequireInviting(Actor actor)
    {
        if (!Allows(actor, ManageAccounts))
            Require(actor, InviteExecutors);
    }

    /// <summary>
    /// Whether the actor may give and take a role in a region: an administrator sets administrators and operators in place; an operator
    /// of the whole region everybody else of it, and further operators, so that a region runs on while one is away.
    /// </summary>
    public static bool MayGrant(Actor actor, Role role, int? regionId) =>
        role switch
        {
            Administrator => regionId is null && Allows(actor, ManageRegions),
            Operator when Allows(actor, ManageRegions) => regionId is not null,
            _ => Enum.IsDefined(role)
                && regionId is not null
                && regionId == actor.RegionId
                && actor.Grants.Any(grant => grant.Role == Operator && grant.Territories is null),
        };

    /// <summary>The stage as people call it.</summary>
    public static string NameOf(CampaignState state) => Stages.Of(state).Name;

    /// <summary>The role as people call it; one that a store has and the program does not know, by its number.</summary>
    public static string NameOf(Role role) =>
        role switch
        {
            Administrator => "администратор системы",
            Operator => "оператор региона",
            Ministry => "наблюдатель министерства",
            Expert => "эксперт",
            Coordinator => "координатор муниципалитета",
            Executor => "исполнитель",
            Publisher => "публикатор муниципалитета",
            Organisation => "организация",
            _ => string.Create(CultureInfo.InvariantCulture, $"неизвестная роль № {(int)role}"),
        };

    /// <summary>The role in one word, as lists have it.</summary>
    public static string ShortNameOf(Role role) => role == Ministry ? "министерство" : NameOf(role).Split(' ')[0];
}
