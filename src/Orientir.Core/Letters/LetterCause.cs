namespace Orientir.Core.Letters;

/// <summary>
/// What an area knows of the letters it causes: whether they still are to go out, what follows once they did, and a new link where one is
/// needed. It changes rows of the context it is given; whoever asks saves them together with the letter.
/// </summary>
public abstract class LetterCause
{
    /// <summary>The letters it speaks for.</summary>
    public abstract IReadOnlyCollection<LetterWhy> Whys { get; }

    /// <summary>
    /// Why letters must not go out any more, for people, by their keys; those that must are not in it. Read at once, however many there
    /// are.
    /// </summary>
    public abstract Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        DateTime now,
        CancellationToken cancel
    );

    /// <summary>Lets letters that go out, or are printed, say what holds by now.</summary>
    public virtual Task WriteAnewAsync(OrientirContext context, IReadOnlyCollection<Letter> letters, CancellationToken cancel) =>
        Task.CompletedTask;

    /// <summary>The letter went out: records it where that is asked for.</summary>
    public virtual Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>The secrets of new one-time links in place of those before, which die; by the keys of their letters.</summary>
    public virtual Task<IReadOnlyDictionary<int, string>> NewSecretsAsync(
        OrientirContext context,
        IReadOnlyCollection<Letter> letters,
        CancellationToken cancel
    ) => throw new NotSupportedException($"Letters of {letters.First().Why} have no link.");
}
