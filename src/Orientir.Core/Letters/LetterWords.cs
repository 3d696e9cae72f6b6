namespace Orientir.Core.Letters;

/// <summary>What letters are called on pages.</summary>
public static class LetterWords
{
    /// <summary>What stands on pages in place of a one-time link.</summary>
    public const string HiddenLink = "[здесь — личная ссылка; она есть только в самом письме]";

    /// <summary>Why a letter is written: «приглашение».</summary>
    public static string Of(LetterWhy why) =>
        why switch
        {
            LetterWhy.Invitation => "приглашение",
            LetterWhy.NewRole => "новая роль",
            LetterWhy.NewPassword => "новый пароль",
            LetterWhy.Reminder => "напоминание",
            _ => throw new ArgumentOutOfRangeException(nameof(why), why, "Not a cause of letters."),
        };

    /// <summary>How far a letter is: «ждёт отправки».</summary>
    public static string Of(LetterState state) =>
        state switch
        {
            LetterState.Waiting => "ждёт отправки",
            LetterState.Sent => "отправлено",
            LetterState.Failed => "не ушло",
            LetterState.Printed => "напечатано",
            LetterState.Cancelled => "отменено",
            LetterState.ToPrint => "для печати",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of letters."),
        };
}
