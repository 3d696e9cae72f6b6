using System.Text.RegularExpressions;
using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>What letters are called on pages.</summary>
public static partial class LetterWords
{
    /// <summary>What stands on pages in place of a one-time link.</summary>
    public const string HiddenLink = "[здесь — личная ссылка; она есть только в самом письме]";

    private const string ServerFault = "Почтовый сервер не отвечает или не принимает писем; администратору сказано подробнее.";

    /// <summary>
    /// Why a letter did not go out, or a job of letters failed, for who reads it: what the mail server is called, and what is wrong with
    /// it, is for administrators, who can mend it.
    /// </summary>
    public static string? FaultFor(Actor actor, string? fault) =>
        fault is not null && OfTheServer().IsMatch(fault) && !Permissions.Allows(actor, Ability.ManageInstallationJobs)
            ? ServerFault
            : fault;

    [GeneratedRegex(
        @"^(Почтовый сервер|Разговор с почтовым сервером) \S+:[0-9]+ ",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OfTheServer();

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
