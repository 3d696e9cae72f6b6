using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Letters;
using Orientir.Core.Submissions;
using Orientir.Core.Tests.Jobs;
using Orientir.Data;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Letters;

public class SendLettersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailWay.Tls, true, "")]
    [InlineData(MailWay.Tls, false, "?tls=required")]
    [InlineData(MailWay.StartTls, true, "")]
    [InlineData(MailWay.StartTls, true, "?tls=required")]
    [InlineData(MailWay.StartTls, false, "")]
    [InlineData(MailWay.Plain, false, "")]
    [InlineData(MailWay.Plain, true, "?tls=none")]
    public async Task Run_ByEachWay_HandsTheLetterOver(MailWay way, bool signsIn, string query)
    {
        await using var host = MailHost.Start(way, asksPassword: signsIn);
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        (await world.InviteAsync("ivanova@example.org")).Waiting.ShouldBe(1);
        (await world.SendAsync(By(host, signsIn, query))).ShouldBe(new Sending(1, 0, null));
        var taken = host.Letters.ShouldHaveSingleItem();
        taken.From.Mailboxes.Select(box => (box.Name, box.Address)).ShouldBe([("Ориентир", "orientir@example.org")]);
        taken.To.Mailboxes.Select(box => (box.Name, box.Address)).ShouldBe([("Человек 0", "ivanova@example.org")]);
        taken.Subject.ShouldBe("Приглашение в «Ориентир»");
        taken.TextBody!.ShouldContain(Site.OneTimeLinks);
        taken.TextBody!.ShouldContain("Ссылка действует до");
        taken.MessageId.ShouldEndWith("@example.org");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereItWentOut_KeepsNoLinkAndSaysSoAtTheInvitation(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("ivanova@example.org");
        var waiting = (await world.LettersAsync()).ShouldHaveSingleItem();
        (waiting.State, waiting.RegionId, waiting.CausedBy).ShouldBe((LetterState.Waiting, world.RegionId, world.Operator.UserId));
        (await InvitationAsync(world)).SentAt.ShouldBeNull();
        (await world.In(context => context.Jobs.CountAsync(job => job.Kind == "letters", Cancel))).ShouldBe(1);

        world.Clock.Now = world.Clock.Now.AddMinutes(3);
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        host.Letters[0].TextBody!.ShouldContain(waiting.Link!);
        var sent = (await world.LettersAsync()).ShouldHaveSingleItem();
        (sent.State, sent.SentAt, sent.Link, sent.Attempts).ShouldBe((LetterState.Sent, world.Clock.Now, null, 1));
        (await InvitationAsync(world)).SentAt.ShouldBe(world.Clock.Now);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(0, 0, null));
        host.Letters.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereOneAddressIsRefused_FailsThatOneTriesTheOtherAgainAndSendsTheRest(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("never@example.org", "later@example.org", "good@example.org");
        var first = await world.SendAsync(By(host));
        (first.Sent, first.Failed, first.ServerFault).ShouldBe((1, 1, null));
        first.NextAt.ShouldBe(world.Clock.Now.AddMinutes(1));
        var letters = await world.LettersAsync();
        letters.Select(letter => letter.State).ShouldBe([LetterState.Failed, LetterState.Waiting, LetterState.Sent]);
        letters[0].Fault!.ShouldContain("не принимает этот адрес: 550");
        letters[0].Link.ShouldBeNull();
        letters[1].Fault!.ShouldContain("пока не принял письмо: 450");
        letters[1].Link.ShouldNotBeNull();

        (await world.SendAsync(By(host))).Sent.ShouldBe(0);
        host.AnswerFor = _ => null;
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(1, 0, null));
        host.Letters[1].TextBody!.ShouldContain(letters[1].Link!);
        host.Letters[1].MessageId.ShouldStartWith(letters[1].MessageId);
        host.Letters.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("password", "не принял имя или пароль")]
    [InlineData("certificate", "сертификат")]
    [InlineData("no-starttls", "не предлагает шифрования STARTTLS")]
    [InlineData("open-password", "пароль открыто не передаётся")]
    [InlineData("no-sign-in", "только после входа")]
    [InlineData("nobody", "не отвечает")]
    [InlineData("wrong-kind", "не отвечает")]
    [InlineData("slow", "не ответил вовремя")]
    [InlineData("dying", "оборвал разговор")]
    public async Task Run_WhereTheServerTakesNone_SaysWhyAndAsksItOnce(string trouble, string said)
    {
        await using var host = MailHost.Start(
            trouble is "password" or "certificate" or "wrong-kind" ? MailWay.Tls : MailWay.Plain,
            asksPassword: trouble is "password" or "no-sign-in"
        );
        (host.IsSlow, host.Dies) = (trouble == "slow", trouble == "dying");
        var settings = host.Settings().ToDictionary(one => one.Key, one => one.Value);
        settings["ORIENTIR_SMTP"] = trouble switch
        {
            "password" => $"smtps://{Uri.EscapeDataString(MailHost.User)}:не-тот@127.0.0.1:{host.Port}",
            "no-starttls" => host.Setting(query: "?tls=required"),
            "open-password" => host.Setting(signsIn: true),
            "wrong-kind" => $"smtp://127.0.0.1:{host.Port}",
            _ => host.Setting(),
        };
        if (trouble == "certificate")
            settings.Remove("ORIENTIR_SMTP_ROOT");
        var mail = MailSettings.Read(settings.GetValueOrDefault) with
        {
            Timeout = trouble is "slow" or "wrong-kind" ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(30),
        };
        if (trouble == "nobody")
            await host.DisposeAsync();
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org", "two@example.org", "three@example.org");
        var done = await world.SendAsync(mail);
        (done.Sent, done.Failed).ShouldBe((0, 0));
        done.ServerFault!.ShouldContain(said);
        done.ServerFault!.ShouldNotContain("не-тот");
        host.Sessions.ShouldBeLessThanOrEqualTo(1);
        host.Letters.ShouldBeEmpty();
        var letters = await world.LettersAsync();
        letters.ShouldAllBe(letter =>
            letter.State == LetterState.Waiting && letter.Fault == done.ServerFault && letter.NotBefore == world.Clock.Now.AddMinutes(1)
        );
        letters.Select(letter => letter.Attempts).ShouldAllBe(count => count == 1);
        (await world.SendAsync(mail)).ShouldBe(new Sending(0, 0, world.Clock.Now.AddMinutes(1)));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheServerIsAwayForTwoDays_GivesUpInWords(Database database)
    {
        var mail = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org");
        var failed = 0;
        for (var attempt = 0; failed < 2; attempt++)
        {
            attempt.ShouldBeLessThan(200);
            var done = await world.SendAsync(mail);
            failed += done.Failed;
            world.Clock.Now = done.NextAt ?? world.Clock.Now;
        }
        var letters = await world.LettersAsync();
        letters.ShouldAllBe(letter => letter.State == LetterState.Failed && letter.Link == null && letter.Fault!.Contains("не отвечает"));
        (world.Clock.Now - letters[0].CreatedAt).ShouldBeGreaterThanOrEqualTo(Letter.Patience);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithMoreThanTheServerTakesAMinute_SendsTheRestInTheNext(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org", "three@example.org");
        var mail = By(host) with { PerMinute = 2 };
        (await world.SendAsync(mail)).ShouldBe(new Sending(2, 0, world.Clock.Now.AddMinutes(1), IsFull: true));
        (await world.SendAsync(mail)).Sent.ShouldBe(0);
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        (await world.SendAsync(mail)).ShouldBe(new Sending(1, 0, null));
        host.Sessions.ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByTwoSitesAtOnce_SendsEachLetterOnce(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var emails = Enumerable.Range(0, 40).Select(index => $"expert{index}@example.org").ToArray();
        await world.InviteAsync(emails);
        var mail = By(host);
        var done = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => world.SendAsync(mail), Cancel)));
        done.Sum(one => one.Sent).ShouldBe(40);
        host.Letters.Select(letter => ((MimeKit.MailboxAddress)letter.To[0]).Address).ShouldBe(emails, ignoreOrder: true);
        (await world.LettersAsync()).ShouldAllBe(letter => letter.State == LetterState.Sent && letter.Attempts == 1);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task Run_BySitesWhoseClocksStandApart_LeavesALetterToWhoSendsIt(int minutes)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(Database.Postgres);
        world.Clock.Now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await world.InviteAsync("one@example.org");
        var time = new DatabaseTime(world.Store, new ApartTime(TimeProvider.System, TimeSpan.FromMinutes(minutes)));
        await time.LookAsync(Cancel);
        Task<Sending>? other = null;
        host.BeforeAnswer = async () =>
        {
            if (other is null)
                await (other = new SendLetters(world.OpenNowhere, By(host), Causes, time).RunAsync(cancel: Cancel));
        };
        (await new SendLetters(world.OpenNowhere, By(host), Causes, TimeProvider.System).RunAsync(cancel: Cancel)).Sent.ShouldBe(1);
        (await other!).Sent.ShouldBe(0);
        (host.Letters.Count, (await world.LettersAsync()).Single().Attempts).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheServerTakesNoneBesideALetterWhoseSenderIsGone_GivesAMomentThatIsToCome(Database database)
    {
        var mail = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org");
        await world.In(async context =>
        {
            (await context.Letters.OrderBy(row => row.Id).FirstAsync(Cancel)).Claim(world.Clock.Now, world.Clock.Now.AddMinutes(2));
            await context.SaveChangesAsync(Cancel);
        });
        world.Clock.Now = world.Clock.Now.AddMinutes(3);
        var next = world.Clock.Now.AddMinutes(1);
        (await world.SendAsync(mail)).NextAt.ShouldBe(next);
        (await world.SendAsync(mail)).ShouldBe(new Sending(0, 0, next));
        (await world.LettersAsync())
            .Select(letter => (letter.NotBefore, letter.ClaimedUntil, letter.Attempts))
            .ShouldBe([(next, null, 2), (next, null, 1)]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheStoreIsAwayForAMomentAfterTheServerTookALetter_RecordsItOnceItIsBack(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        var (clock, away) = (new PassingTime(world.Clock.Now), 0);
        host.BeforeAnswer = () => Task.FromResult(away = 10);
        var cause = new Cause(gone: (context, letter) => new InvitationLetters().GoneOutAsync(context, letter, world.Clock.Now, Cancel));
        var send = new SendLetters(
            () => away > 0 && away-- > 0 ? throw new StoreAwayException() : world.OpenNowhere(),
            By(host),
            [cause],
            clock
        );
        (await send.RunAsync(cancel: Cancel)).ShouldBe(new Sending(1, 0, null));
        (clock.GetUtcNow().UtcDateTime - world.Clock.Now).ShouldBe(TimeSpan.FromSeconds(10));
        (await InvitationAsync(world)).SentAt.ShouldBe(world.Clock.Now);
        (await world.LettersAsync()).Single().State.ShouldBe(LetterState.Sent);
    }

    private sealed class StoreAwayException : System.Data.Common.DbException
    {
        public override bool IsTransient => true;
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_AfterASiteWasKilledOverALetter_SendsItOnceItsTimeIsOver(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        // Claimed, and then nothing: who claimed it is gone.
        await world.In(async context =>
        {
            (await context.Letters.SingleAsync(Cancel)).Claim(world.Clock.Now, world.Clock.Now.AddMinutes(2));
            await context.SaveChangesAsync(Cancel);
        });
        (await world.SendAsync(By(host))).ShouldBe(new Sending(0, 0, world.Clock.Now.AddMinutes(2)));
        world.Clock.Now = world.Clock.Now.AddMinutes(3);
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        host.Letters.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheCauseHoldsNoMore_CancelsTheLetter(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("used@example.org", "late@example.org", "renewed@example.org", "revoked@example.org");
        await world.In(async context =>
        {
            var links = await context.Invitations.OrderBy(row => row.Id).ToListAsync(Cancel);
            links[0].Use(world.Clock.Now);
            links[1].GetLink(OneTimeLink.NewSecret(), world.Clock.Now);
            await context.SaveChangesAsync(Cancel);
            await new RenewInvitations(context, world.Clock, byMail: true).RunAsync(world.Operator, new([links[2].Id], Site), Cancel);
            await new RevokeInvitation(context, world.Clock).RunAsync(world.Operator, links[3].Id, Cancel);
        });
        (await world.LettersAsync())[3].State.ShouldBe(LetterState.Cancelled);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(1, 0, null, Withdrawn: 3));
        var letters = await world.LettersAsync();
        letters
            .Select(letter => (letter.State, letter.Fault))
            .ShouldBe([
                (LetterState.Cancelled, "ссылка уже использована"),
                (LetterState.Cancelled, "срок ссылки истёк; выпустите новую на странице приглашений"),
                (LetterState.Cancelled, "вместо него написано новое письмо"),
                (LetterState.Cancelled, "приглашение отозвано"),
                (LetterState.Sent, null),
            ]);
        letters.ShouldAllBe(letter => letter.Link == null);
    }

    /// <summary>Two subjects of a campaign, late and reminded.</summary>
    private static async Task<(int Campaign, List<int> Subjects)> RemindedAsync(RegionWorld world)
    {
        var campaign = await world.CampaignAsync();
        world.Clock.Now = new(2026, 12, 10, 9, 0, 0, DateTimeKind.Utc);
        var subjects = await world.In(async context =>
        {
            foreach (var territory in await context.Territories.ToListAsync(Cancel))
                territory.Contact([new("", "", "", $"t{territory.Id}@example.org")]);
            await context.SaveChangesAsync(Cancel);
            return await context.CampaignSubjects.OrderBy(row => row.FoldedName).Take(2).Select(row => row.Id).ToListAsync(Cancel);
        });
        await world.In(context =>
            new RemindLate(context, world.Clock, byMail: true).RunAsync(world.Operator, new(campaign, subjects, Site), Cancel)
        );
        return (campaign, subjects);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfReminders_WritesToWhoIsStillLateAndRecordsIt(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var (campaign, subjects) = await RemindedAsync(world);
        await world.In(async context =>
        {
            (await context.Submissions.SingleAsync(row => row.CampaignSubjectId == subjects[1], Cancel)).Send(world.Clock.Now, "hash");
            await context.SaveChangesAsync(Cancel);
        });
        (await world.SendAsync(By(host))).ShouldBe(new Sending(1, 0, null, Withdrawn: 1));
        host.Letters.ShouldHaveSingleItem().TextBody!.ShouldContain(Site.Form(subjects[0]));
        (await world.LettersAsync()).Select(letter => letter.Fault).ShouldBe([null, "анкета уже отправлена"]);
        (
            await world.In(context =>
                context.Reminders.OrderBy(row => row.Id).Select(row => new { row.CampaignSubjectId, row.Mailed }).ToListAsync(Cancel)
            )
        )
            .Select(row => (row.CampaignSubjectId, row.Mailed))
            .ShouldBe([(subjects[0], true), (subjects[1], false)]);
        (await world.In(context => new ReadReminders(context, world.Clock).RunAsync(world.Operator, campaign, Cancel)))
            .Rows.Select(row => row[^1].Text)
            .ShouldBe(["по почте", "письмо отменено"]);
    }

    [Theory]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, false)]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Postgres, true)]
    public async Task Run_OfRemindersWhoseDeadlineHoldsNoMore_WritesToNobodyOfIt(Database database, bool isClosed)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var (campaign, subjects) = await RemindedAsync(world);
        if (isClosed)
            await world.MoveAsync(campaign, "close-collection", "все ответили");
        else
            await world.In(context =>
                new ExtendDeadline(context, world.Clock).RunAsync(world.Operator, new(subjects[1], new(2026, 12, 24), "болезнь"), Cancel)
            );
        await world.SendAsync(By(host));
        (await world.LettersAsync())
            .Select(letter => letter.Fault)
            .ShouldBe(
                isClosed
                    ? ["ответы больше не принимаются", "ответы больше не принимаются"]
                    : [null, "срок с тех пор изменился, а письмо называет прежний"]
            );
        host.Letters.Count.ShouldBe(isClosed ? 0 : 1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithAnAddressNoLetterCanBeWrittenTo_FailsThatOneInWordsAndSendsTheRest(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("poison@example.org", "good@example.org");
        // As it was taken before addresses were looked at as they are now.
        await world.In(context =>
            context
                .Letters.Where(row => row.ToEmail == "poison@example.org")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ToEmail, "end.@example.ru"), Cancel)
        );
        (await world.SendAsync(By(host))).ShouldBe(new Sending(1, 1, null));
        var letters = await world.LettersAsync();
        letters.Select(letter => letter.State).ShouldBe([LetterState.Failed, LetterState.Sent]);
        letters[0].Fault!.ShouldStartWith("«end.@example.ru» — не адрес электронной почты");
        (letters[0].Link, letters[0].ClaimedUntil).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithALetterWhoseCauseThrows_TriesItLaterGivesItUpAndSendsTheRest(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("poison@example.org", "good@example.org");
        var send = new SendLetters(world.OpenNowhere, By(host), [new ThrowingCause("poison@example.org")], world.Clock);
        (await send.RunAsync(cancel: Cancel)).ShouldBe(new Sending(1, 0, world.Clock.Now.AddMinutes(1)));
        (await world.LettersAsync())[0].Fault!.ShouldContain("на сайте произошла ошибка: FormatException, порча");
        world.Clock.Now = world.Clock.Now.Add(Letter.Patience);
        (await send.RunAsync(cancel: Cancel)).ShouldBe(new Sending(0, 1, null));
        (await world.LettersAsync()).Select(letter => letter.State).ShouldBe([LetterState.Failed, LetterState.Sent]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheCauseCannotRecordIt_SendsTheLetterOnceAndSaysWhy(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org");
        var send = new SendLetters(
            world.OpenNowhere,
            By(host),
            [
                new Cause(
                    gone: (_, letter) => letter.ToEmail == "one@example.org" ? throw new FormatException("порча.") : Task.CompletedTask
                ),
            ],
            world.Clock
        );
        var done = await send.RunAsync(cancel: Cancel);
        (done.Sent, done.Failed, done.NextAt, done.Unrecorded?.Message).ShouldBe((2, 0, null, "порча."));
        (await world.LettersAsync()).ShouldAllBe(letter => letter.State == LetterState.Sent && letter.ClaimedUntil == null);
        world.Clock.Now = world.Clock.Now.AddHours(1);
        (await send.RunAsync(cancel: Cancel)).ShouldBe(new Sending(0, 0, null));
        host.Letters.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheLinkIsFollowedWhileItIsWrittenDown_RecordsBoth(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        var followed = 0;
        var cause = new Cause(
            gone: async (context, letter) =>
            {
                await new InvitationLetters().GoneOutAsync(context, letter, world.Clock.Now, Cancel);
                if (followed++ == 0)
                    await world.In(async other =>
                    {
                        // As a browser does.
                        (await other.Invitations.SingleAsync(Cancel)).Use(world.Clock.Now);
                        (await other.Letters.SingleAsync(Cancel)).TurnTo(letter.CauseId + 1);
                        await other.SaveChangesAsync(Cancel);
                    });
            }
        );
        (await new SendLetters(world.OpenNowhere, By(host), [cause], world.Clock).RunAsync(cancel: Cancel)).ShouldBe(
            new Sending(1, 0, null)
        );
        var link = await InvitationAsync(world);
        (link.SentAt, link.UsedAt).ShouldBe((world.Clock.Now, world.Clock.Now));
        (await world.LettersAsync()).ShouldHaveSingleItem().State.ShouldBe(LetterState.Sent);
        followed.ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfALetterChangedWhileItIsWithdrawn_LeavesItAndSendsTheRest(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org");
        var cause = new Cause(withdrawn: async letter =>
        {
            if (letter.ToEmail != "one@example.org")
                return null;
            await world.In(async other =>
            {
                (await other.Letters.SingleAsync(row => row.Id == letter.Id, Cancel)).TurnTo(letter.CauseId + 1);
                await other.SaveChangesAsync(Cancel);
            });
            return "роль снята";
        });
        var done = await new SendLetters(world.OpenNowhere, By(host), [cause], world.Clock).RunAsync(cancel: Cancel);
        (done.Sent, done.Withdrawn).ShouldBe((1, 0));
        (await world.LettersAsync()).Select(letter => letter.State).ShouldBe([LetterState.Waiting, LetterState.Sent]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_StoppedWhileTheServerSaysNothing_LetsGoOfTheLetterAtOnce(Database database)
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var address = $"smtp://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}?tls=none";
        var mail = MailSettings.Read(name =>
            name switch
            {
                "ORIENTIR_SMTP" => address,
                "ORIENTIR_MAIL_FROM" => "orientir@example.org",
                "ORIENTIR_MAIL_TIMEOUT" => "600",
                _ => null,
            }
        );
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        using var stop = new CancellationTokenSource();
        var sending = new SendLetters(world.OpenNowhere, mail, Causes, world.Clock).RunAsync(cancel: stop.Token);
        using var connected = await silent.AcceptSocketAsync(Cancel);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        var letter = (await world.LettersAsync()).ShouldHaveSingleItem();
        (letter.State, letter.ClaimedUntil, letter.Attempts).ShouldBe((LetterState.Waiting, null, 0));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_StoppedWhileTheServerTakesTheLetter_BringsItToItsEnd(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org");
        using var stop = new CancellationTokenSource();
        host.BeforeAnswer = stop.CancelAsync;
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new SendLetters(world.OpenNowhere, By(host), Causes, world.Clock).RunAsync(cancel: stop.Token)
        );
        (await world.LettersAsync()).Select(letter => letter.State).ShouldBe([LetterState.Sent, LetterState.Waiting]);
        host.Letters.Count.ShouldBe(1);
    }

    private sealed class Cause(Func<Letter, Task<string?>>? withdrawn = null, Func<OrientirContext, Letter, Task>? gone = null)
        : LetterCause
    {
        public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Invitation];

        public override async Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
            OrientirContext context,
            IReadOnlyCollection<Letter> letters,
            DateTime now,
            CancellationToken cancel
        ) =>
            withdrawn is not null && await withdrawn(letters.Single()) is { } reason
                ? new Dictionary<int, string> { [letters.Single().Id] = reason }
                : new();

        public override Task GoneOutAsync(OrientirContext context, Letter letter, DateTime now, CancellationToken cancel) =>
            gone?.Invoke(context, letter) ?? Task.CompletedTask;
    }

    private sealed class ThrowingCause(string email) : LetterCause
    {
        public override IReadOnlyCollection<LetterWhy> Whys { get; } = [LetterWhy.Invitation];

        public override Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
            OrientirContext context,
            IReadOnlyCollection<Letter> letters,
            DateTime now,
            CancellationToken cancel
        ) =>
            letters.Single().ToEmail == email
                ? throw new FormatException("порча.")
                : Task.FromResult<IReadOnlyDictionary<int, string>>(new Dictionary<int, string>());
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_AfterTheClockWasSetBack_CountsNoAttemptsThatLieAheadAndWaitsForNone(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        var mail = By(host) with { PerMinute = 2 };
        await world.InviteAsync("one@example.org", "later@example.org");
        var rightTime = world.Clock.Now;
        world.Clock.Now = rightTime.AddHours(12);
        (await world.SendAsync(mail)).Sent.ShouldBe(1);
        world.Clock.Now = rightTime;
        await world.InviteAsync("three@example.org");
        host.AnswerFor = _ => null;
        (await world.SendAsync(mail)).ShouldBe(new Sending(2, 0, null));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereTheServerAnswersAtLength_KeepsTheSameBeginningForEachLetter(Database database)
    {
        await using var host = MailHost.Start();
        var answer = string.Concat(Enumerable.Repeat("long 😀 ", 150));
        host.AnswerFor = _ => 421;
        host.AnswerText = answer;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org", "three@example.org");
        var done = await world.SendAsync(By(host));
        var letters = await world.LettersAsync();
        letters.Select(letter => letter.Fault).Distinct().ShouldBe([done.ServerFault]);
        done.ServerFault!.Length.ShouldBeInRange(200, 500);
        done.ServerFault!.ShouldEndWith("….");
        done.ServerFault!.ShouldNotContain("\uFFFD");
    }

    private static Task<Invitation> InvitationAsync(RegionWorld world) =>
        world.In(context => context.Invitations.AsNoTracking().SingleAsync(Cancel));
}
