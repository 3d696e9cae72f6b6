namespace Orientir.Core;

/// <summary>Why an operation was refused.</summary>
public enum RefusalKind
{
    /// <summary>There is no such object, or the actor may not know of it.</summary>
    NotFound,

    /// <summary>The actor knows of the object and may not do this to it.</summary>
    Forbidden,

    /// <summary>Somebody was faster, or the state does not allow it any more.</summary>
    Conflict,

    /// <summary>What was entered is wrong.</summary>
    Invalid,

    /// <summary>Too much at once or too often; later it is let through.</summary>
    TooMany,
}

/// <summary>What is wrong with one field of a form.</summary>
/// <param name="Field">Name of the field as in the input record.</param>
/// <param name="Message">What is wrong and what is allowed, in Russian.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>An operation was refused and changed nothing. The message is Russian: what happened and what to do now.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>A refusal in words.</summary>
    public RefusedException(RefusalKind kind, string message, params IReadOnlyList<FieldError> errors)
        : base(message) => (Kind, Errors) = (kind, errors);

    /// <summary>Why.</summary>
    public RefusalKind Kind { get; }

    /// <summary>Wrong fields, where there are any.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>How long to wait, where waiting helps.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>The object is not there, or not for this actor: the two are told apart by nobody.</summary>
    /// <param name="what">What was looked for, as the subject of the sentence: «Мониторинг».</param>
    /// <param name="ending">Ending of «найден»: "" | "а" | "о" | "ы".</param>
    public static RefusedException NotFound(string what, string ending = "") =>
        new(RefusalKind.NotFound, $"{what} не найден{ending}. Проверьте адрес страницы или вернитесь к списку.");

    /// <summary>The actor may not do this.</summary>
    public static RefusedException Forbidden(
        string message = "Вашей роли это действие недоступно. Если оно нужно для работы, обратитесь к оператору региона."
    ) => new(RefusalKind.Forbidden, message);

    /// <summary>The state does not allow it, or somebody was faster.</summary>
    public static RefusedException Conflict(string message) => new(RefusalKind.Conflict, message);

    /// <summary>Too much at once or too often.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="wait">When to come again.</param>
    public static RefusedException TooMany(string message, TimeSpan wait) => new(RefusalKind.TooMany, message) { Wait = wait };

    /// <summary>Wrong fields of a form.</summary>
    public static RefusedException Invalid(params IReadOnlyList<FieldError> errors) =>
        new(RefusalKind.Invalid, string.Join(" ", errors.Select(error => error.Message)), errors);
}
