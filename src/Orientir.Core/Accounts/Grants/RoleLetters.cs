using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Letters of new roles.</summary>
public sealed class RoleLetters : LetterCause
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.NewRole];

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    )
    {
        var ids = letters.Select(letter => letter.CauseId).ToList();
        var there = await context.Grants.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToHashSetAsync(cancel);
        return letters.Where(letter => !there.Contains(letter.CauseId)).ToDictionary(letter => letter.Id, _ => "роль снята");
    }
}
