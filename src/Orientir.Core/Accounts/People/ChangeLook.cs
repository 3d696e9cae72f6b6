using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>How somebody wants pages to look.</summary>
/// <param name="Theme">«light», «dark», or empty for the device's choice.</param>
/// <param name="LowVision">«Версия для слабовидящих».</param>
public sealed record Look(string? Theme, bool LowVision);

/// <summary>Changes how pages look for the actor.</summary>
public sealed class ChangeLook(OrientirContext context, TimeProvider time)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">There is no such theme.</exception>
    public async Task RunAsync(Actor actor, Look input, CancellationToken cancel = default)
    {
        var theme = string.IsNullOrEmpty(input.Theme) ? null : input.Theme;
        if (!User.IsTheme(theme))
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Theme), "Выберите оформление: как на устройстве, светлое или тёмное.")
            );
        var user = await context.Users.SingleAsync(row => row.Id == actor.UserId, cancel);
        new AuditTrail(context, time).Add(
            actor,
            "account.look",
            "user",
            user.Id,
            new { user.Theme, user.LowVision },
            new { Theme = theme, input.LowVision }
        );
        user.ChangeLook(theme, input.LowVision);
        await context.SaveChangesAsync(cancel);
    }
}
