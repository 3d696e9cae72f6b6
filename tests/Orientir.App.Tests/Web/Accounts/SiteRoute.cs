using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Web.Shared;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>An address of the running site, or a form on it, and what it declares to need.</summary>
internal sealed record SiteRoute(string Address, string Method, string? Form, bool IsPage, bool IsOpen, NeedsAttribute? Needs)
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
