using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public class SaveAnswersTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_FieldTwiceWithOneKey_RepeatsTheFirstResponse(Database database)
    {
        using var world = await MakeAsync(database);
        var patch = Value("1.1", "", "1");
        var first = (await world.Save(world.Coordinator, patch)).Single();
        first.Outcome.ShouldBe(PatchOutcome.Saved);
        await world.Save(world.Colleague, Value("1.1", "1", "0"));
        world.Time.Now = Start.AddMinutes(5);

        (await world.Save(world.Coordinator, patch)).Single().ShouldBe(first);
        (await world.Form(world.Coordinator)).ValueAt("1.1", "", AnswerField.Value).ShouldBe("0");
        await using var context = world.Open();
        (await context.AuditEntries.CountAsync(entry => entry.Place == "1.1", Cancel)).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_OnOlderVersionOfTheField_GivesBothValuesWithWhoAndWhen(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Colleague, Value("1.2", "", "2"));
        world.Time.Now = Start.AddMinutes(5);
        var result = (await world.Save(world.Coordinator, Value("1.2", "", "0,5"))).Single();

        result.Outcome.ShouldBe(PatchOutcome.Conflict);
        (result.Current, result.By, result.At).ShouldBe(("2", "Сосед", Start));
        (await world.Form(world.Coordinator)).ValueAt("1.2", "", AnswerField.Value).ShouldBe("2");
        result.Message!.ShouldContain("другой человек");
        (await world.Save(world.Colleague, Value("1.2", "", "0"))).Single().Message!.ShouldContain("в другом окне");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_OfRefusedAndRepeatedChanges_WritesNothing(Database database)
    {
        using var world = await MakeAsync(database);
        // Nothing is begun for what can't be made.
        (await world.Save(world.Coordinator, Value("нет такого", "", "1"), Value("1.1", "", "семь"))).ShouldAllBe(result =>
            result.Outcome == PatchOutcome.Refused
        );
        await using (var context = world.Open())
            (await context.Submissions.CountAsync(Cancel)).ShouldBe(0);

        var saved = Value("1.1", "", "1");
        await world.Save(world.Coordinator, saved);
        var before = await VersionAsync();
        await world.Save(world.Coordinator, saved, Value("нет такого", "", "1"), Value("1.2", "", "семь"));
        (await VersionAsync()).ShouldBe(before);
        await using var after = world.Open();
        (await after.AcceptedPatches.CountAsync(Cancel)).ShouldBe(1);

        async Task<long> VersionAsync()
        {
            await using var context = world.Open();
            return await context.Submissions.Select(row => row.Version).SingleAsync(Cancel);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_ByTheKeyOfEvidence_MeetsNoEvidence(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Add("k.Link", new EvidenceFields(EvidenceKind.Link, "https://example.ru/a"), new PlaceOfEvidence("1.1"));
        (await world.Save(world.Coordinator, Value("1.1", "", "1") with { Key = "evidence:k.Link" }))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Saved);
        (await world.Form(world.Coordinator)).ValueAt("1.1", "", AnswerField.Value).ShouldBe("1");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_TwoFieldsOfOneAnswerByTwo_SavesBoth(Database database)
    {
        using var world = await MakeAsync(database);
        await Task.WhenAll(
            world.Save(world.Coordinator, Value("1.1", "", "1")),
            world.Save(world.Colleague, Value("1.1", "", "Приказ есть.", field: AnswerField.Comment))
        );

        var form = await world.Form(world.Coordinator);
        form.ValueAt("1.1", "", AnswerField.Value).ShouldBe("1");
        form.ValueAt("1.1", "", AnswerField.Comment).ShouldBe("Приказ есть.");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_ByManyAtOnce_LosesNothing(Database database)
    {
        using var world = await MakeAsync(database);
        string[] uids = ["1.1", "1.2", "1.4", "1.5", "2.1", "ten"];
        await Task.WhenAll(
            uids.SelectMany(uid =>
                new[] { AnswerField.Comment, AnswerField.Question, AnswerField.NoDocument }.Select(field =>
                    world.Save(world.Coordinator, Value(uid, "", field == AnswerField.NoDocument ? "1" : uid, field: field))
                )
            )
        );

        var form = await world.Form(world.Coordinator);
        foreach (var uid in uids)
            (
                form.ValueAt(uid, "", AnswerField.Comment),
                form.ValueAt(uid, "", AnswerField.Question),
                form.ValueAt(uid, "", AnswerField.NoDocument)
            ).ShouldBe((uid, uid, "1"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_ConflictOfTwoAtOnce_SavesExactlyOne(Database database)
    {
        using var world = await MakeAsync(database);
        var results = (
            await Task.WhenAll(
                Enumerable
                    .Range(1, 8)
                    .Select(number =>
                        world.Save(
                            number % 2 == 0 ? world.Coordinator : world.Colleague,
                            Value("1.1", "", $"Вариант {number}", field: AnswerField.Comment)
                        )
                    )
            )
        )
            .Select(result => result.Single())
            .ToList();

        results.Count(result => result.Outcome == PatchOutcome.Saved).ShouldBe(1);
        results.Select(result => result.Current).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("1.1", "", "2", "0 или 1")]
    [InlineData("1.2", "", "1", "ступеней")]
    [InlineData("1.4", "", "0.3", "с шагом")]
    [InlineData("1.5", "", "много", "число")]
    [InlineData("1.5", "", "много", "«много» — не ответ на этот показатель. Допустимо: число (%); пустое поле — нет ответа.")]
    [InlineData("1.5", "", "01.02.2026", "место ответа дата «01.02.2026». Допустимо")]
    [InlineData("1.5", "", "NA", "не применимо")]
    [InlineData("1.3", "a", "yes", "отмечен")]
    [InlineData("1.3", "z", "1", "нет такого показателя")]
    [InlineData("1", "", "1", "нет такого показателя")]
    public async Task Save_ValueOffTheScale_IsRefusedInWords(string uid, string item, string value, string words)
    {
        using var world = await MakeAsync(Database.Sqlite);
        var result = (await world.Save(world.Coordinator, Value(uid, "", value, item))).Single();

        result.Outcome.ShouldBe(PatchOutcome.Refused);
        result.Message!.ShouldContain(words);
        result.Message!.ShouldNotContain("ячейка"); // there is none on a page
    }

    [Fact]
    public async Task Save_NumberWithComma_IsKeptInOneNotation()
    {
        using var world = await MakeAsync(Database.Sqlite);
        (await world.Save(world.Coordinator, Value("1.4", "", "2,50"))).Single().Current.ShouldBe("2.5");
        // What the field shows and what was typed are the same answer: no conflict with oneself.
        (await world.Save(world.Colleague, Value("1.4", "", "2.5")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Saved);
    }

    [Fact]
    public async Task Save_ChangesOneAfterAnother_RestOnNumbersAsTyped()
    {
        using var world = await MakeAsync(Database.Sqlite);
        // The queue of a browser knows what was typed, not how it was kept.
        var results = await world.Save(world.Coordinator, Value("1.4", "", "2,50"), Value("1.4", "2,50", "3,00"), Value("1.4", "2", "1"));
        results.Select(result => result.Outcome).ShouldBe([PatchOutcome.Saved, PatchOutcome.Saved, PatchOutcome.Conflict]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_AfterTheDeadline_IsRefusedUnlessExtended(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        world.Time.Now = Start.AddDays(11);
        (await world.Save(world.Coordinator, Value("1.1", "1", "0"))).Single().Message!.ShouldContain("Срок приёма ответов истёк");
        (await world.Form(world.Coordinator)).IsLate.ShouldBeTrue();

        await using (var context = world.Open())
        {
            (await context.CampaignSubjects.SingleAsync(row => row.Id == world.First, Cancel)).Extend(Start.AddDays(12), "Нет связи.");
            await context.SaveChangesAsync(Cancel);
        }
        (await world.Save(world.Coordinator, Value("1.1", "1", "0"))).Single().Outcome.ShouldBe(PatchOutcome.Saved);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_AfterAReturn_OpensOnlyWhatWasReturned(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("1.2", "", "2"));
        await world.Send(world.Coordinator);
        (await world.Save(world.Coordinator, Value("1.1", "1", "0"))).Single().Outcome.ShouldBe(PatchOutcome.Refused);

        await world.Return("1.2");
        (await world.Save(world.Coordinator, Value("1.1", "1", "0"))).Single().Message!.ShouldContain("по другим показателям");
        (await world.Save(world.Coordinator, Value("1.2", "2", "0.5"))).Single().Outcome.ShouldBe(PatchOutcome.Saved);
    }

    [Fact]
    public async Task Save_ByExecutor_HoldsToItsDirections()
    {
        using var world = await MakeAsync(Database.Sqlite);
        (await world.Save(world.Executor, Value("1.1", "", "1"))).Single().Outcome.ShouldBe(PatchOutcome.Saved);
        await world.Save(world.Coordinator, Value("2.1", "", "1"));
        var other = (await world.Save(world.Executor, Value("2.1", "", "0"))).Single();
        other.Message!.ShouldContain("другие направления");
        other.Current.ShouldBeEmpty("it is not theirs to see");
    }

    [Fact]
    public async Task Save_ByStrangerOrReader_IsRefused()
    {
        using var world = await MakeAsync(Database.Sqlite);
        (await Should.ThrowAsync<RefusedException>(() => world.Save(world.Stranger, Value("1.1", "", "1")))).Kind.ShouldBe(
            RefusalKind.NotFound
        );
        (await Should.ThrowAsync<RefusedException>(() => world.Save(world.Ministry, Value("1.1", "", "1")))).Kind.ShouldBe(
            RefusalKind.Forbidden
        );
    }

    [Fact]
    public async Task Save_ByOperator_IsRecordedAsOnBehalf()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(world.Operator, Value("1.1", "", "1"));
        await world.Save(world.Coordinator, Value("1.1", "", "Как отвечать?", field: AnswerField.Question));
        await world.Save(world.Operator, Value("1.1", "", "По приказу.", field: AnswerField.Reply));

        var history = await world.History(world.Coordinator, "1.1");
        history
            .Select(line => (line.Who, line.Action, line.OnBehalf, line.New))
            .ShouldBe([
                ("Оператор", "ответ оператора на вопрос", false, "По приказу."),
                ("Координатор", "вопрос оператору", false, "Как отвечать?"),
                ("Оператор", "ответ", true, "да"),
            ]);
        (await world.Save(world.Coordinator, Value("1.1", "По приказу.", "нет", field: AnswerField.Reply)))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Refused);
    }
}
