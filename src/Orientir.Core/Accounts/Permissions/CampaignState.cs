using System.Reflection;

namespace Orientir.Core.Accounts;

/// <summary>
/// Stages of a campaign, in order: the one table of them. A stage more is one row here, with a number of its own between its
/// neighbours: rights, names, transitions and the condition of queries follow from the table. Stored by number.
/// </summary>
public enum CampaignState
{
    /// <summary>Подготовка.</summary>
    [Stage("preparation", "подготовка", "подготовку", 'П')]
    Preparation = 0,

    /// <summary>Сбор.</summary>
    [Stage("collection", "сбор", "сбор", 'С')]
    Collection = 10,

    /// <summary>Экспертиза.</summary>
    [Stage("review", "экспертиза", "экспертизу", 'Э')]
    Review = 20,

    /// <summary>Итоги.</summary>
    [Stage("results", "итоги", "итоги", 'И')]
    Results = 30,

    /// <summary>Опубликовано.</summary>
    [Stage("published", "опубликовано", "публикацию", 'О')]
    Published = 40,
}

/// <summary>What is said of a stage in <see cref="CampaignState"/>.</summary>
/// <param name="id">Its word in addresses and in the audit.</param>
/// <param name="name">How people call it: «экспертиза».</param>
/// <param name="accusative">The same as what is closed or resumed: «экспертизу».</param>
/// <param name="letter">Its letter in docs/permissions.md.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class StageAttribute(string id, string name, string accusative, char letter) : Attribute
{
    /// <summary>Its word in addresses and in the audit.</summary>
    public string Id { get; } = id;

    /// <summary>How people call it.</summary>
    public string Name { get; } = name;

    /// <summary>The same as what is closed or resumed.</summary>
    public string Accusative { get; } = accusative;

    /// <summary>Its letter in docs/permissions.md.</summary>
    public char Letter { get; } = letter;
}

/// <summary>The stages of <see cref="CampaignState"/> read as a table.</summary>
public static class Stages
{
    private static readonly Dictionary<CampaignState, StageAttribute> Table = Enum.GetValues<CampaignState>()
        .ToDictionary(
            state => state,
            state =>
                typeof(CampaignState).GetField(state.ToString())!.GetCustomAttribute<StageAttribute>()
                ?? throw new InvalidOperationException($"{state} says nothing of itself.")
        );

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<CampaignState> All { get; } = [.. Table.Keys.Order()];

    /// <summary>What is said of a stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a stage.</exception>
    public static StageAttribute Of(CampaignState state) =>
        Table.GetValueOrDefault(state) ?? throw new ArgumentOutOfRangeException(nameof(state), state, "Not a stage of a campaign.");

    /// <summary>The stages from one to another, both included.</summary>
    public static CampaignState[] Between(CampaignState first, CampaignState last) =>
        [.. All.Where(state => state >= first && state <= last)];

    /// <summary>The stages from one on, it included.</summary>
    public static CampaignState[] From(CampaignState first) => [.. All.Where(state => state >= first)];

    /// <summary>The stages before one, it left out.</summary>
    public static CampaignState[] Before(CampaignState end) => [.. All.Where(state => state < end)];

    /// <summary>The stage after one; null after the last.</summary>
    public static CampaignState? After(CampaignState state) =>
        All.Where(other => other > state).Select(other => (CampaignState?)other).FirstOrDefault();
}
