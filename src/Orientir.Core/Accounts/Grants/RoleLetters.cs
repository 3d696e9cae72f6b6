using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Letters of new roles.</summary>
public sealed class RoleLetters : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.NewRole];

    /// <inheritdoc/>
    public override async Task<string?> WithdrawnAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel) =>
        await context.Grants.AnyAsync(row => row.Id == letter.CauseId, cancel) ? null : "роль снята";
}
