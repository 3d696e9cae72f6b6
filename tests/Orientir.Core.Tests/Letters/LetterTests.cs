using Orientir.Core.Accounts;
using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Letters;

public class LetterTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Operator = new(7, "Проверяющий", 1, [new(Role.Operator, null, null)], "");

    [Fact]
    public void Letter_WithLineBreaksInItsHeads_HasThemOnOneLine()
    {
        var letter = Letter.ToSend(Text("А\nБ", "a@example.org", "Тема\r\nBcc: all@example.org"), 1, Operator, Now);
        (letter.ToName, letter.Subject).ShouldBe(("А Б", "Тема Bcc: all@example.org"));
    }

    [Fact]
    public void Letter_ThatDoesNotGoOut_WaitsLongerEachTimeAndIsGivenUpAfterTwoDays()
    {
        var letter = Letter.ToSend(Text(), 1, Operator, Now);
        var (now, waits) = (Now, new List<double>());
        while (letter.State == LetterState.Waiting)
        {
            letter.Claim(now, now.AddMinutes(2));
            letter.Link.ShouldNotBeNull();
            letter.Postpone("Сервер не отвечает.", now);
            waits.Add((letter.NotBefore - now).TotalMinutes);
            now = letter.NotBefore;
        }
        waits[..8].ShouldBe([1, 2, 5, 10, 20, 40, 40, 40]);
        (letter.State, letter.Fault, letter.Link).ShouldBe((LetterState.Failed, "Сервер не отвечает.", null));
        (letter.AttemptedAt!.Value - Now).ShouldBeInRange(Letter.Patience, Letter.Patience + TimeSpan.FromHours(1));
    }

    [Fact]
    public void Letter_BeingSent_IsLeftToWhoSendsIt()
    {
        var letter = Letter.ToSend(Text(), 1, Operator, Now);
        letter.Claim(Now, Now.AddMinutes(2));
        Should.Throw<InvalidOperationException>(() => letter.Claim(Now.AddMinutes(1), Now.AddMinutes(3)));
        Should.Throw<InvalidOperationException>(() => letter.Print(7, Now.AddMinutes(1)));
        Should.Throw<InvalidOperationException>(() => letter.SendAgain(null, Now.AddMinutes(1)));
        letter.Claim(Now.AddMinutes(3), Now.AddMinutes(5));
        letter.Attempts.ShouldBe(2);
    }

    [Fact]
    public void Letter_ThatIsOver_KeepsNoLink()
    {
        foreach (
            var end in (Action<Letter>[])
                [letter => letter.GoOut(Now), letter => letter.Fail("нет"), letter => letter.Cancel("нет"), letter => letter.Print(7, Now)]
        )
        {
            var letter = Letter.ToSend(Text(), 1, Operator, Now);
            letter.Link.ShouldNotBeNull();
            end(letter);
            letter.Link.ShouldBeNull();
            letter.HasLink.ShouldBeTrue();
            Should.Throw<ArgumentException>(() => letter.SendAgain(null, Now));
        }
        Letter.ToPrint(Text(), 1, Operator, Now).Link.ShouldBeNull();
    }

    [Fact]
    public void Letter_SentAndPrintedAfterwards_StaysSentUnlessItsLinkIsReplaced()
    {
        var plain = Letter.ToSend(new(LetterWhy.NewRole, "А", "a@example.org", "Т", "Текст"), 1, Operator, Now);
        plain.GoOut(Now);
        plain.Print(7, Now);
        (plain.State, plain.PrintedBy).ShouldBe((LetterState.Sent, 7));
        var linked = Letter.ToSend(Text(), 1, Operator, Now);
        linked.GoOut(Now);
        linked.Print(7, Now);
        linked.State.ShouldBe(LetterState.Printed);
    }

    private static LetterText Text(string name = "А", string email = "a@example.org", string subject = "Тема") =>
        new(
            LetterWhy.Invitation,
            name,
            email,
            subject,
            "Откройте:",
            "https://orientir.test/accounts/accept/abc",
            "Ссылка действует до завтра."
        );
}
