using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Territories;

namespace Orientir.Core.Accounts;

/// <summary>A region to be added.</summary>
/// <param name="Code">Short code in addresses: latin letters, digits, hyphen.</param>
/// <param name="Title">Full name.</param>
/// <param name="TimeZone">IANA name of its time zone.</param>
public sealed record NewRegion(string Code, string Title, string TimeZone);

/// <summary>Adds a region to the installation.</summary>
public sealed class AddRegion(OrientirContext context, TimeProvider time)
{
    /// <summary>Adds it and gives its key.</summary>
    /// <exception cref="RefusedException">Forbidden, or fields are wrong.</exception>
    public async Task<int> RunAsync(Actor actor, NewRegion input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageRegions);
        var errors = RegionRule.Check(input.Title, input.TimeZone);
        var (code, title) = (input.Code.Trim(), input.Title.Trim());
        if (code.Length is 0 or > 40 || !code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            errors.Add(new(nameof(input.Code), "Код региона: строчные латинские буквы, цифры и дефис, не длиннее 40 знаков."));
        else if (await context.Regions.AnyAsync(region => region.Code == code, cancel))
            errors.Add(new(nameof(input.Code), "Регион с таким кодом уже есть. Выберите другой код."));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        var added = new Region
        {
            Code = code,
            Title = title,
            TimeZone = input.TimeZone,
        };
        context.Regions.Add(added);
        var trail = new AuditTrail(context, time);
        await trail.SaveNewAsync(
            () =>
                trail.Add(
                    actor,
                    "region.add",
                    "region",
                    added.Id,
                    null,
                    new
                    {
                        added.Code,
                        added.Title,
                        added.TimeZone,
                    }
                ),
            cancel
        );
        return added.Id;
    }
}
