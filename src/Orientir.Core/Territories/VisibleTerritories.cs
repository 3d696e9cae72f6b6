using System.Linq.Expressions;
using Orientir.Core.Accounts;

namespace Orientir.Core.Territories;

/// <summary>What an actor sees of regions, territories and their subjects.</summary>
public static class VisibleTerritories
{
    extension(Visible visible)
    {
        /// <summary>Regions the actor has a role in; all of them for an administrator.</summary>
        public IQueryable<Region> Regions => visible.Actor.Is(Role.Administrator) ? visible.Context.Regions : visible.OwnRegions;

        /// <summary>Regions the actor has a role in: those to go to.</summary>
        public IQueryable<Region> OwnRegions
        {
            get
            {
                var grants = visible.OwnGrants;
                return visible.Context.Regions.Where(region => grants.Any(grant => grant.RegionId == region.Id));
            }
        }

        /// <summary>
        /// Territories: those the actor's roles cover and, for orientation, nothing above them; of an expert those of what is assigned.
        /// </summary>
        public IQueryable<Territory> Territories
        {
            get
            {
                var own = visible.Context.AssignedTo(visible.Actor.UserId);
                return visible.Context.Territories.Where(
                    Within<Territory>(
                        visible,
                        territories => row => territories.Contains(row.Id),
                        row => own.Any(assigned => assigned.TerritoryId == row.Id)
                    )
                );
            }
        }

        /// <summary>Subjects of those territories; of an expert those assigned.</summary>
        public IQueryable<Subject> Subjects
        {
            get
            {
                var own = visible.Context.AssignedTo(visible.Actor.UserId);
                return visible.Context.Subjects.Where(
                    Within<Subject>(
                        visible,
                        territories => row => territories.Contains(row.TerritoryId),
                        row => own.Any(assigned => assigned.SubjectId == row.Id)
                    )
                );
            }
        }
    }

    private static Expression<Func<TRow, bool>> Within<TRow>(
        Visible visible,
        Func<IReadOnlyCollection<int>, Expression<Func<TRow, bool>>> inTerritories,
        Expression<Func<TRow, bool>> assigned
    )
    {
        var parts = new List<Expression<Func<TRow, bool>>>();
        foreach (var reach in visible.ReachOf(Ability.SeeTerritories))
        {
            if (reach.WholeRegion)
                return _ => true;
            if (reach.Territories.Count > 0)
                parts.Add(inTerritories(reach.Territories));
            if (reach.Assigned)
                parts.Add(assigned);
        }
        return Condition.Any(parts);
    }
}
