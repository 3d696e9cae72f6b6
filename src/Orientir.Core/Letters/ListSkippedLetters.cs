using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>Says of letters that were chosen to be sent why they were not.</summary>
/// <param name="context">The store.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class ListSkippedLetters(OrientirContext context, IEnumerable<LetterCause> causes, TimeProvider time)
{
    /// <summary>Lists those that still can't be sent; nothing is changed.</summary>
    /// <exception cref="RefusedException">No right to it, or there are none.</exception>
    public async Task<IReadOnlyList<SkippedLetter>> RunAsync(Actor actor, IReadOnlyCollection<int> ids, CancellationToken cancel = default)
    {
        var letters = await ChosenLetters.ReadAsync(context, actor, time, ids, cancel);
        var reasons = await ChosenLetters.WhyNotSentAsync(context, causes, letters, time.GetUtcNow().UtcDateTime, cancel);
        context.ChangeTracker.Clear();
        return SkippedLetter.Of(letters, reasons);
    }
}
