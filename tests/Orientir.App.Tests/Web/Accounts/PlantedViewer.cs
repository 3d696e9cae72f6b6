using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Somebody who looks.</summary>
/// <param name="What">What the account is.</param>
/// <param name="Actor">As the site takes it; without roles where nobody is signed in.</param>
/// <param name="Assigned">Keys of the campaign subjects assigned to it.</param>
internal sealed record PlantedViewer(string What, Actor Actor, IReadOnlySet<int> Assigned)
{
    public bool Is(Role role) => Actor.Is(role);
}
