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
        var told = await ToldOfAsync(context, letters, cancel);
        return letters.Where(letter => !told.Contains(letter.Id)).ToDictionary(letter => letter.Id, _ => "роль снята");
    }

    /// <summary>One letter tells of all roles a person was given at once: of those still held alone.</summary>
    public override async Task WriteAnewAsync(OrientirContext context, IReadOnlyCollection<Letter> letters, CancellationToken cancel)
    {
        var told = await ToldOfAsync(context, letters, cancel);
        var places = told.SelectMany(roles => roles, (_, grant) => (grant.RegionId, grant.TerritoryId));
        var writing = await context.OverAllRegionsAsync(() => AccountLetters.OfAsync(context, Actor.Installation(), places, cancel));
        foreach (var letter in letters.Where(letter => told[letter.Id].Any(grant => grant.LetterId is not null)))
            letter.WriteAnew(
                new(letter.Why, letter.ToName, letter.ToEmail, letter.Subject, writing.GrantedAnew(letter.Text, [.. told[letter.Id]]))
            );
    }

    /// <summary>The roles letters tell of, by the keys of the letters; of one written before that was kept the first.</summary>
    private static async Task<ILookup<int, Grant>> ToldOfAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        CancellationToken cancel
    )
    {
        var (ids, firsts) = (letters.Select(letter => (int?)letter.Id).ToList(), letters.Select(letter => letter.CauseId).ToList());
        var grants = await context
            .Grants.AsNoTracking()
            .Where(row => ids.Contains(row.LetterId) || row.LetterId == null && firsts.Contains(row.Id))
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        return letters
            .SelectMany(
                letter => grants.Where(row => row.LetterId == letter.Id || row.LetterId is null && row.Id == letter.CauseId),
                (letter, grant) => (letter.Id, grant)
            )
            .ToLookup(pair => pair.Id, pair => pair.grant);
    }
}
