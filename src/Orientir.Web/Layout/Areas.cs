using Orientir.Core.Accounts;
using Orientir.Web.Shared;

namespace Orientir.Web.Layout;

/// <summary>
/// The areas of the left column: what one's role works with, no more than eight, and only what the site has. Where nothing else is said, an
/// area is for whom its page opens.
/// </summary>
internal sealed class Areas(EndpointDataSource endpoints)
{
    private sealed record Area(string Title, string Address, Func<Actor, bool>? For = null, params string[] Also);

    private static readonly Area[] All =
    [
        new("Начало", "/"),
        new("Мониторинги", "/campaigns"),
        new(
            "Анкеты",
            "/submissions",
            actor => actor.Is(Role.Coordinator) || actor.Is(Role.Executor) || actor.Is(Role.Publisher) || actor.Is(Role.Organisation)
        ),
        new("Исполнители", Links.Accounts.Team),
        new("Экспертиза", "/reviews"),
        new("Итоги", "/results"),
        new("Методики", "/methodologies"),
        new("Территории", "/territories", actor => Permissions.Allows(actor, Ability.ManageTerritories) || actor.Is(Role.Ministry)),
        new("Регионы", "/accounts/regions"),
        new("Пользователи", "/accounts", null, Letters.LetterRoutes.Address),
        new("Фоновые работы", "/jobs", actor => Permissions.Allows(actor, Ability.ManageInstallationJobs)),
        new("Журнал", "/audit"),
    ];

    private readonly Lazy<List<(Area Area, NeedsAttribute? Needs)>> served = new(() =>
        [
            .. endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Join(
                    All,
                    endpoint => "/" + endpoint.RoutePattern.RawText?.Trim('/'),
                    area => area.Address,
                    (endpoint, area) => (area, NeedsAttribute.Of(endpoint))
                )
                .OrderBy(one => Array.IndexOf(All, one.area)),
        ]
    );

    /// <summary>Title and address of each area of an actor.</summary>
    public IEnumerable<(string Title, string Address)> Of(Actor actor) =>
        served
            .Value.Where(one =>
                one.Area.For?.Invoke(actor) ?? (one.Needs?.Ability is not { } ability || Permissions.Allows(actor, ability))
            )
            .Select(one => (one.Area.Title, one.Area.Address));

    /// <summary>The area a page belongs to.</summary>
    public static string? Holding(string path) =>
        All.SelectMany(area => area.Also.Prepend(area.Address), (area, address) => (area.Address, Prefix: address))
            .Where(one => one.Prefix == path || one.Prefix != "/" && path.StartsWith(one.Prefix + "/", StringComparison.Ordinal))
            .OrderByDescending(one => one.Prefix.Length)
            .Select(one => one.Address)
            .FirstOrDefault();
}
