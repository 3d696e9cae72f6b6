namespace Orientir.Core.Letters;

/// <summary>
/// What an area knows of the letters it causes: whether they still are to go out, what follows once they did, and a new link where one is
/// needed. It changes rows of the context it is given; whoever asks saves them together with the letter.
/// </summary>
public abstract class LetterCause
{
    /// <summary>The letters it speaks for.</summary>
    public abstract IReadOnlyCollection<LetterWhy> Whys { get; }

    /// <summary>Why a letter must not go out any more, for people; null while it must.</summary>
    public abstract Task<string?> WithdrawnAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel);

    /// <summary>The letter went out: records it where that is asked for.</summary>
    public virtual Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>The secret of a new one-time link in place of the one before, which dies.</summary>
    public virtual Task<string> NewSecretAsync(OrientirContext context, Letter letter, CancellationToken cancel) =>
        throw new NotSupportedException($"Letters of {letter.Why} have no link.");
}
