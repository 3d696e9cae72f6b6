using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Web.Shared;
using static Orientir.Core.Accounts.Ability;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>An address of the running site, or a form on it, and what it declares to need.</summary>
internal sealed partial record SiteRoute(string Address, string Method, string? Form, bool IsPage, bool IsOpen, NeedsAttribute? Needs)
{
    public Ability? Ability => Needs?.Ability;

    public bool IsDeclared => IsOpen || Needs is not null;

    public bool IsOfACampaign =>
        Address.Contains("ampaigns/{", StringComparison.Ordinal)
        || Address.StartsWith("/submissions/{", StringComparison.Ordinal)
        || Address.StartsWith("/submissions/operator/{", StringComparison.Ordinal)
        || Address.StartsWith("/reviews/{", StringComparison.Ordinal)
        || Address.StartsWith("/results/", StringComparison.Ordinal)
        || Address.StartsWith("/audit/subjects/", StringComparison.Ordinal);

    public bool DependsOnTheStage =>
        IsOfACampaign
        && Ability is { } ability
        && Enum.GetValues<Role>().Any(role => Permissions.StatesOf(ability, role).Count is > 0 and < 5);

    /// <summary>Every one of the site, in the order of docs/permissions.md. A page takes the forms it declares; what was mapped takes the method it names.</summary>
    public static IReadOnlyList<SiteRoute> Of(SiteHost site) =>
        [
            .. site
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(Of)
                .Where(route => !route.Address.StartsWith("/_", StringComparison.Ordinal))
                .OrderBy(route => route.Address, StringComparer.OrdinalIgnoreCase)
                .ThenBy(route => route.Method, StringComparer.Ordinal),
        ];

    /// <summary>What an address asks by it, by the names of its parameters in lower case; null where it is no address of this kind.</summary>
    public IReadOnlyDictionary<string, string>? ValuesIn(string path)
    {
        var match = (
            pattern ??= new Regex(
                "^" + Hole().Replace(Address.Replace(".", @"\.", StringComparison.Ordinal), PatternOf) + "$",
                RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
            )
        ).Match(path);
        return match.Success
            ? match.Groups.Values.Skip(1).ToDictionary(group => group.Name.ToLowerInvariant(), group => group.Value, StringComparer.Ordinal)
            : null;

        static string PatternOf(Match hole) =>
            $"(?<{hole.Groups[1].Value}>{(hole.Groups[2].Value is ":int" ? @"\d+" : hole.Groups[2].Length > 0 ? "csv|xlsx" : "[^/]+")})";
    }

    /// <summary>
    /// Whether it opens to somebody, by what it declares and the table of rights. Everybody takes part in the campaigns of the own region.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="at">Where what it names lies.</param>
    public bool Opens(Actor actor, RoutePlace at)
    {
        if (Ability is not { } ability)
            return true;
        var stage = Needs!.AtAnyStage || !IsOfACampaign ? (CampaignState?)null : at.Stage;
        // What an administrator may is the installation's.
        if (actor.Is(Role.Administrator))
            return Permissions.Allows(actor, ability, null, stage)
                && (at.IsInRegion || !Address.StartsWith("/letters/{", StringComparison.Ordinal));
        if (!Address.Replace("{format", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal))
            return Permissions.Allows(actor, ability, null, stage);
        if (!at.IsInRegion)
            return false;
        return Address.ToLowerInvariant() switch
        {
            // A conclusion tells of the marks of one subject, the rest of a run of the marks of all.
            "/results/{runid:int}/conclusion" => SeesTheRun() && Reaches(SeeMarks),
            // A package holds what was said of everybody.
            var address when address.StartsWith("/results/reports/", StringComparison.Ordinal) => InWholeRegion(SeeMarks),
            var address when address.StartsWith("/results/{", StringComparison.Ordinal) => SeesTheRun(),
            var address
                when address.StartsWith("/submissions/{", StringComparison.Ordinal)
                    || address.StartsWith("/reviews/{", StringComparison.Ordinal)
                    || address.StartsWith("/audit/subjects/", StringComparison.Ordinal)
                    || address.StartsWith("/territories/", StringComparison.Ordinal) => Reaches(ability),
            _ => Permissions.Allows(actor, ability, null, stage),
        };

        bool SeesTheRun() => Permissions.Allows(actor, ability, null, stage) && (at.IsPublishedRun || InWholeRegion(SeeResults));

        bool InWholeRegion(Ability held) => Permissions.StatesInWholeRegion(actor, held).Count == Stages.All.Count;

        bool Reaches(Ability held) =>
            actor.Grants.Any(grant =>
                Permissions.Allows(actor with { Grants = [grant] }, held, at.Territory, stage, at.Direction)
                && (grant.Role != Role.Expert || at.IsAssigned)
            );
    }

    private Regex? pattern;

    [GeneratedRegex(@"\{(\w+)((?::[^{}]*)?)\}")]
    private static partial Regex Hole();

    private static IEnumerable<SiteRoute> Of(RouteEndpoint endpoint)
    {
        var address = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        foreach (var method in page ? ["GET"] : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"])
            yield return new(address, method, null, page, open, NeedsAttribute.Of(endpoint));
        foreach (var needs in endpoint.Metadata.GetOrderedMetadata<NeedsAttribute>())
        foreach (var form in needs.Forms)
            yield return new(address, "POST", form, page, open, needs);
    }
}

/// <summary>Where what an address names lies, for who asks.</summary>
/// <param name="IsInRegion">In the region of who asks.</param>
/// <param name="Stage">The stage of its campaign.</param>
/// <param name="Territory">Its territory.</param>
/// <param name="IsAssigned">Whether it is assigned to who asks.</param>
internal sealed record RoutePlace(bool IsInRegion, CampaignState Stage, int Territory, bool IsAssigned)
{
    /// <summary>The direction it lies in, where it lies in one.</summary>
    public string? Direction { get; init; }

    /// <summary>False for a run that was never published.</summary>
    public bool IsPublishedRun { get; init; } = true;
}
