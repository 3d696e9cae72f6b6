using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public class SendSubmissionTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Send_ByDoubleClick_GivesOneReceipt(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Send(world.Coordinator)));

        receipts.Distinct().Count().ShouldBe(1);
        receipts[0].Number.ShouldBe($"{world.Campaign}-one-1");
        receipts[0].Hash.Length.ShouldBe(64);
        await using var context = world.Open();
        (await context.AuditEntries.CountAsync(entry => entry.Action == "submission.send", Cancel)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Send_AgainAfterReturn_ChangesNumberAndHash(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        var first = await world.Send(world.Coordinator);
        await world.Return("1.1");
        world.Time.Now = Start.AddDays(12); // a return opens what it names even after the deadline
        await world.Save(world.Coordinator, Value("1.1", "1", "0"));
        var second = await world.Send(world.Coordinator);

        second.Number.ShouldBe($"{world.Campaign}-one-2");
        second.Hash.ShouldNotBe(first.Hash);
        (await world.In(context => new ReadReceipt(context, world.Time).RunAsync(world.Ministry, world.First, Cancel))).ShouldBe(second);
    }

    [Fact]
    public async Task Send_EmptyLateOrByExecutor_IsRefusedInWords()
    {
        using var world = await MakeAsync(Database.Sqlite);
        (await Should.ThrowAsync<RefusedException>(() => world.Send(world.Coordinator))).Message.ShouldContain("пуста");
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        (await Should.ThrowAsync<RefusedException>(() => world.Send(world.Executor))).Kind.ShouldBe(RefusalKind.Forbidden);
        world.Time.Now = Start.AddDays(11);
        (await Should.ThrowAsync<RefusedException>(() => world.Send(world.Coordinator))).Message.ShouldContain("истёк");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Send_WhatSaysNothingOfTheSubject_IsRefusedAsEmpty(Database database)
    {
        using var world = await MakeAsync(
            database,
            new ReadMethodology().Read(
                """
                {"format":"orientir-methodology/1","id":"sample","edition":1,"revision":0,"title":"Проба","subject":"municipality","basis":"проба",
                 "missing":"zero","combine":"consensus","stages":[],"levels":[],"nodes":[{"code":"1","kind":"direction","title":"Первое","nodes":[
                  {"code":"1.1","title":"План","scale":{"kind":"binary"}},
                  {"code":"1.2","title":"Приказ","scale":{"kind":"binary"}},
                  {"code":"1.3","title":"Сайт","source":"operator","scale":{"kind":"binary"}}]}]}
                """u8.ToArray(),
                "m.json"
            )
        );
        // Erased again, a mere question with its reply, and what the operator found out itself.
        await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("1.1", "1", ""));
        await world.Save(world.Coordinator, Value("1.2", "", "Что писать?", field: AnswerField.Question));
        await world.Save(world.Operator, Value("1.2", "", "Как есть.", field: AnswerField.Reply));
        (await world.Save(world.Operator, Value("1.3", "", "1"))).ShouldHaveSingleItem().Outcome.ShouldBe(PatchOutcome.Saved);
        (await world.Form(world.Coordinator)).Answers.Count.ShouldBe(3);
        (await Should.ThrowAsync<RefusedException>(() => world.Send(world.Coordinator))).Message.ShouldContain("пуста");
        await world.Save(world.Coordinator, Value("1.1", "", "Не ведём.", field: AnswerField.Comment));
        (await world.Send(world.Coordinator)).Number.ShouldBe($"{world.Campaign}-one-1");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Return_Sent_KeepsNoteAndClosesOnlyWhenSentAgain(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await Should.ThrowAsync<RefusedException>(() => world.Return("1.1"));
        await world.Send(world.Coordinator);
        (await Should.ThrowAsync<RefusedException>(() => world.Return())).Errors.Single().Message.ShouldContain("Отметьте показатели");
        await world.Return("1.1");
        var form = await world.Form(world.Coordinator);
        (form.State, form.Submission!.ReturnNote).ShouldBe((SubmissionState.Returned, "Уточните."));
        await Should.ThrowAsync<RefusedException>(Close);

        await world.Send(world.Coordinator);
        await Close();
        await Close();
        (await world.Form(world.Coordinator)).State.ShouldBe(SubmissionState.Closed);
        await Should.ThrowAsync<RefusedException>(() => world.Return("1.1"));

        Task Close() =>
            world.In(async context =>
            {
                await new CloseSubmission(context, world.Time).RunAsync(world.Operator, world.First, Cancel);
                return 0;
            });
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Send_WithoutSelfAssessment_TakesEvidenceAndNoValues(Database database)
    {
        using var world = await MakeAsync(database);
        await world.In(context =>
            context.Campaigns.ExecuteUpdateAsync(
                row => row.SetProperty(campaign => campaign.SelfAssessment, Core.Campaigns.SelfAssessment.None),
                Cancel
            )
        );
        var refused = (await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("1.2", "", "1", field: AnswerField.NoDocument)))[0];
        (refused.Outcome, refused.Message).ShouldBe(
            (PatchOutcome.Refused, "Самооценка в этом мониторинге не запрашивается. Дайте подтверждение или отметьте «документа нет».")
        );
        await world.In(context =>
            new AddEvidence(context, world.Test.Store.Files, world.Time).RunAsync(
                world.Coordinator,
                new(world.First, "k", new(EvidenceKind.Link, "example.ru/a"), [new("1.1")]),
                Cancel
            )
        );
        var form = await world.Form(world.Coordinator);
        form.Answered.ShouldBe(2);
        new CheckSubmission().Run(form).Where(finding => finding.Leaf?.Code is "1.1" or "1.2").ShouldBeEmpty();
        new CheckSubmission()
            .Run(form)
            .First(finding => finding.Leaf?.Code == "1.3")
            .Text.ShouldBe("Нет ни подтверждения, ни отметки «документа нет».");
        (await world.Send(world.Coordinator)).Number.ShouldBe($"{world.Campaign}-one-1");
    }

    [Fact]
    public async Task Check_HalfFilledForm_SaysWhatIsMissingWhere()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(
            world.Coordinator,
            Value("1.1", "", "1"),
            Value("1.2", "", "0"),
            Value("1.3", "", "1", "a"),
            Value("1.4", "", "1", field: AnswerField.NoDocument),
            Value("1.5", "", "1", field: AnswerField.NotApplicable),
            Value("2.1", "", "1"),
            Value("ten", "", "1")
        );
        await world.Add("k", new(EvidenceKind.Link, "example.ru/a"), new PlaceOfEvidence("second"));

        var findings = new CheckSubmission().Run(await world.Form(world.Coordinator));
        findings
            .Select(finding => (finding.Kind, finding.Direction.Code, finding.Leaf?.Code))
            .ShouldBe([
                (FindingKind.NoEvidence, "1", "1.1"),
                (FindingKind.Missing, "1", "1.3"),
                (FindingKind.NoEvidence, "1", "1.3"),
                (FindingKind.Missing, "1", "1.6"),
                (FindingKind.OneForAll, "2", null),
            ]);
        findings[1].Text.ShouldBe("Без ответа 2\u00A0пункта.");
        // Who says that there is no document is not asked for one, and is told that it takes back what is claimed.
        // Kept so before one excluded the other.
        await world.In(context =>
            context
                .Answers.Where(row => row.Uid == "1.1" || row.Uid == "1.3")
                .ExecuteUpdateAsync(row => row.SetProperty(answer => answer.NoDocument, true), Cancel)
        );
        findings = new CheckSubmission().Run(await world.Form(world.Coordinator));
        findings.ShouldNotContain(finding => finding.Kind == FindingKind.NoEvidence);
        findings
            .Where(finding => finding.Kind == FindingKind.Contradiction)
            .Select(finding => (finding.Leaf?.Code, finding.Text))
            .ShouldBe([
                ("1.1", "Отмечено и выполненным, и «документа нет»: без документа не засчитывается. Оставьте одно."),
                ("1.3", "«а»: отмечено и выполненным, и «документа нет»: без документа не засчитывается. Оставьте одно."),
            ]);
        await world.In(context =>
            context
                .Answers.Where(row => row.Uid == "1.1")
                .ExecuteUpdateAsync(row => row.SetProperty(answer => answer.NotApplicable, true), Cancel)
        );
        var form = await world.Form(world.Coordinator);
        new CheckSubmission()
            .Run(form)
            .First(finding => finding.Kind == FindingKind.Contradiction)
            .Text.ShouldBe("Отмечено и выполненным, и «не применимо»: засчитывается «не применимо». Оставьте одно.");
        var leaf = form.Directions[0].Own.Single(one => one.Node.Code == "1.1").Node;
        Core.Reviews.MarkWords.OfAnswer(form.AnswerAt(leaf.Uid)!, leaf.Scale!).ShouldEndWith("; документа нет; не применимо");
    }
}
