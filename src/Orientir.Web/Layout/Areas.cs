using Orientir.Core.Accounts;

namespace Orientir.Web.Layout;

/// <summary>The areas of the left column: what one's role works with, no more than eight, and only what the site has.</summary>
internal sealed class Areas(EndpointDataSource endpoints)
{
    private sealed record Area(string Title, string Address, Func<Actor, bool> For, params string[] Also);

    private static readonly Area[] All =
    [
        new("Начало", "/", _ => true),
        new("Мониторинги", "/campaigns", actor => Permissions.Allows(actor, Ability.SeeCampaigns)),
        new(
            "Анкеты",
            "/submissions",
            actor => actor.Is(Role.Coordinator) || actor.Is(Role.Executor) || actor.Is(Role.Publisher) || actor.Is(Role.Organisation)
        ),
        new("Экспертиза", "/reviews", actor => Permissions.Allows(actor, Ability.Mark)),
        new("Итоги", "/results", actor => Permissions.Allows(actor, Ability.SeeResults)),
        new("Методики", "/methodologies", actor => Permissions.Allows(actor, Ability.SeeMethodologies)),
        new("Территории", "/territories", actor => Permissions.Allows(actor, Ability.ManageTerritories) || actor.Is(Role.Ministry)),
        new("Регионы", "/accounts/regions", actor => Permissions.Allows(actor, Ability.ManageRegions)),
        new("Пользователи", "/accounts", actor => Permissions.Allows(actor, Ability.ManageAccounts), Letters.LetterRoutes.Address),
        new("Фоновые работы", "/jobs", actor => actor.Is(Role.Administrator)),
        new("Журнал", "/audit", actor => Permissions.Allows(actor, Ability.SeeAudit)),
    ];

    private readonly Lazy<HashSet<string>> served = new(() =>
        endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.Trim('/'))
            .ToHashSet(StringComparer.Ordinal)
    );

    /// <summary>Title and address of each area of an actor.</summary>
    public IEnumerable<(string Title, string Address)> Of(Actor actor) =>
        All.Where(area => served.Value.Contains(area.Address) && area.For(actor)).Select(area => (area.Title, area.Address));

    /// <summary>The area a page belongs to.</summary>
    public static string? Holding(string path) =>
        All.SelectMany(area => area.Also.Prepend(area.Address), (area, address) => (area.Address, Prefix: address))
            .Where(one => one.Prefix == path || one.Prefix != "/" && path.StartsWith(one.Prefix + "/", StringComparison.Ordinal))
            .OrderByDescending(one => one.Prefix.Length)
            .Select(one => one.Address)
            .FirstOrDefault();
}
