using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A region as a form gives it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Title">Full name.</param>
/// <param name="TimeZone">IANA name of its time zone.</param>
public sealed record RegionFields(int Id, string Title, string TimeZone);

/// <summary>Changes the title and the time zone of a region. Moments set before stay what they are and are shown in the new zone.</summary>
public sealed class ChangeRegion(OrientirContext context, TimeProvider time)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">Forbidden, or fields are wrong.</exception>
    public async Task RunAsync(Actor actor, RegionFields input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageRegions);
        var region =
            await context.Regions.SingleOrDefaultAsync(row => row.Id == input.Id, cancel) ?? throw RefusedException.NotFound("Регион");
        var errors = RegionRule.Check(input.Title, input.TimeZone);
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        new AuditTrail(context, time).Add(
            actor,
            "region.change",
            "region",
            region.Id,
            new { region.Title, region.TimeZone },
            new { Title = input.Title.Trim(), input.TimeZone }
        );
        (region.Title, region.TimeZone) = (input.Title.Trim(), input.TimeZone);
        await context.SaveChangesAsync(cancel);
    }
}
