using Orientir.Core.Accounts;

namespace Orientir.Core.Methodologies;

/// <summary>What an actor sees of methodologies.</summary>
public static class VisibleMethodologies
{
    extension(Visible visible)
    {
        /// <summary>Methodologies of the region: drafts for those who manage them.</summary>
        public IQueryable<MethodologyEdition> Methodologies =>
            Permissions.Allows(visible.Actor, Ability.ManageMethodologies) ? visible.Context.Methodologies
            : Permissions.Allows(visible.Actor, Ability.SeeMethodologies)
                ? visible.Context.Methodologies.Where(row => row.PublishedAt != null)
            : visible.Context.Methodologies.Where(Condition.None<MethodologyEdition>());

        /// <summary>
        /// The directions of every published methodology of the region, for who gives roles: what an executor may be given.
        /// </summary>
        public async Task<IReadOnlyList<Node>> DirectionsAsync(CancellationToken cancel = default) =>
            Permissions.Allows(visible.Actor, Ability.ManageAccounts) || Permissions.Allows(visible.Actor, Ability.InviteExecutors)
                ? await PublishedDirections.OfAsync(visible.Context, cancel)
                : [];
    }
}
