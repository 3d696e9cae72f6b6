using Microsoft.EntityFrameworkCore;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public sealed class AnswerChoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_AnotherChoice_TakesAwayWhatItExcludesAndRecordsBoth(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("1.3", "", "1", "a"));
        var saved = await world.Save(
            world.Coordinator,
            Value("1.1", "1", AnswerChoice.NoDocument),
            Value("1.3", "1", AnswerChoice.NoDocument, "a")
        );
        saved.Select(one => one.Outcome).ShouldAllBe(outcome => outcome == PatchOutcome.Saved);
        var form = await world.Form(world.Coordinator);
        form.AnswerAt("1.1")
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(one => one.Value.ShouldBeNull(), one => one.NoDocument.ShouldBeTrue());
        form.AnswerAt("1.3", "a")!.NoDocument.ShouldBeTrue();

        await world.Save(world.Coordinator, Value("1.1", AnswerChoice.NoDocument, AnswerChoice.NotApplicable));
        await world.Save(world.Coordinator, Value("1.1", AnswerChoice.NotApplicable, "0"));
        form = await world.Form(world.Coordinator);
        var answer = form.AnswerAt("1.1")!;
        (answer.Value, answer.NoDocument, answer.NotApplicable).ShouldBe(("0", false, false));
        (await world.History(world.Coordinator, "1.1")).Count.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_WhatDeniesTheAnswer_IsRefusedWithTheReason(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(
            world.Coordinator,
            Value("1.1", "", "1"),
            Value("1.3", "", "1", "a"),
            Value("1.5", "", "1", field: AnswerField.NoDocument)
        );
        var refused = await world.Save(
            world.Coordinator,
            Value("1.1", "", "1", field: AnswerField.NoDocument),
            Value("1.1", "", "1", field: AnswerField.NotApplicable),
            Value("1.3", "", "1", field: AnswerField.NotApplicable),
            Value("1.5", "", "1", field: AnswerField.NotApplicable)
        );
        refused.Select(one => one.Outcome).ShouldAllBe(outcome => outcome == PatchOutcome.Refused);
        refused[0].Message.ShouldBe("Здесь стоит ответ «да»: вместе с ним это не засчитывается. Уберите его и повторите.");
        refused[2].Message.ShouldBe("Часть пунктов отмечена выполненной. Снимите эти отметки, если показатель не применим целиком.");
        refused[3].Message!.ShouldContain("«документа нет»");
    }

    [Fact]
    public async Task Save_OverWhatAnotherChose_IsAConflict()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(world.Colleague, Value("1.1", "", AnswerChoice.NoDocument));
        var mine = (await world.Save(world.Coordinator, Value("1.1", "", "1")))[0];
        (mine.Outcome, mine.Current, mine.By is not null).ShouldBe((PatchOutcome.Conflict, AnswerChoice.NoDocument, true));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KeptTogether_FromBefore_IsShownToldAndSettledByOneChoice(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await world.In(context => context.Answers.ExecuteUpdateAsync(row => row.SetProperty(answer => answer.NoDocument, true), Cancel));
        var form = await world.Form(world.Coordinator);
        var leaf = form.Methodology.Tree.Find("1.1")!;
        var kept = form.ShownAt(leaf, "", AnswerField.Value);
        kept.ShouldBe("1+no-document");
        AnswerChoice.WordsOf(leaf, "", kept).ShouldBe("да и документа нет");
        new CheckSubmission().Run(form).ShouldContain(finding => finding.Kind == FindingKind.Contradiction);
        (await world.Save(world.Coordinator, Value("1.1", kept, "1")))[0].Outcome.ShouldBe(PatchOutcome.Saved);
        (await world.Form(world.Coordinator)).AnswerAt("1.1")!.NoDocument.ShouldBeFalse();
    }
}
