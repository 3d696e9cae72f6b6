namespace Orientir.Core.Letters;

/// <summary>What a letter did not go out for.</summary>
internal enum MailFaultKind
{
    /// <summary>The server will never take this letter: the address or the letter is refused for good.</summary>
    Refused,

    /// <summary>The server did not take this letter now.</summary>
    Later,

    /// <summary>The server takes no letters now: not reached, not trusted, not let in.</summary>
    Server,
}

/// <summary>A letter did not go out.</summary>
/// <param name="kind">What for.</param>
/// <param name="message">Russian: what happened and what now.</param>
/// <param name="inner">As the library says it.</param>
internal sealed class MailFaultException(MailFaultKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What for.</summary>
    public MailFaultKind Kind { get; } = kind;

    /// <summary>What nobody foresaw, for people.</summary>
    public static string WordsOf(Exception unforeseen) =>
        $"Письмо не отправлено, на сайте произошла ошибка: {unforeseen.GetType().Name}, {unforeseen.Message.TrimEnd('.')}. Попытки "
        + "повторяются сами; если не поможет, напечатайте письмо и сообщите эти слова администратору.";
}
