using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Reviews;

public class SaveMarksTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfExpert_KeepsTheMarkWithItsRecord(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        (await made.MarkAsync(made.Expert, 0, "1.1", " 2 ", " хорошо ")).Version.ShouldBe(1);
        (await made.MarkAsync(made.Expert, 0, "1.1", "2", "хорошо")).Version.ShouldBe(1);
        var mark = await made.MarkAsync(made.Expert, 0, "1.1", "н/п");
        (mark.Value, mark.Comment, mark.Version, mark.Expert, mark.ChangedAt).ShouldBe(("NA", null, 2, "Эксперт Первый", made.Time.Now));

        await using var context = made.Open();
        var records = await context.AuditEntries.Where(entry => entry.Action == "mark.save").OrderBy(entry => entry.Id).ToListAsync(Cancel);
        records
            .Select(record => (record.Old, record.New, record.Place, record.CampaignSubjectId))
            .ShouldBe([
                (null, """{"value":"2","comment":"хорошо"}""", "1.1", made.Subjects[0]),
                ("""{"value":"2","comment":"хорошо"}""", """{"value":"NA","comment":null}""", "1.1", made.Subjects[0]),
            ]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverAnothersMark_ShowsBothAndKeepsTheirs(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        // Another field of the same mark is no conflict.
        var results = await SaveAsync(
            made,
            made.Operator,
            1,
            new("a", "1.1", MarkField.Value, "", "0"),
            new("b", "1.1", MarkField.Comment, "", "мимо"),
            new("c", "1.2", MarkField.Value, "", "7")
        );
        results
            .Select(result => (result.Key, result.Outcome, result.Current, result.By))
            .ShouldBe([
                ("a", PatchOutcome.Conflict, "2", "Оператор"),
                ("b", PatchOutcome.Saved, "мимо", null),
                ("c", PatchOutcome.Refused, "", null),
            ]);
        results[2].Message!.ShouldContain("Допустимо");
        results[2].Message!.ShouldEndWith("; пустое поле — нет оценки, н/п — не применимо.");

        // Six at once: one is saved, five are told.
        var racing = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(number =>
                    Task.Run(
                        async () =>
                            (
                                await SaveAsync(
                                    made,
                                    made.Operator,
                                    1,
                                    new MarkPatch($"k{number}", "1.2", MarkField.Comment, "", $"{number}")
                                )
                            )
                                .Single()
                                .Outcome,
                        Cancel
                    )
                )
        );
        racing.Count(outcome => outcome == PatchOutcome.Saved).ShouldBe(1);
        racing.Count(outcome => outcome == PatchOutcome.Conflict).ShouldBe(5);
        await using var context = made.Open();
        (await context.AuditEntries.CountAsync(entry => entry.Place == "1.2", Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAChangeSentAgain_AnswersAsBeforeAndOverwritesNobody(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "0", expert: "Эксперт Первый");
        var sent = new MarkPatch("k", "1.1", MarkField.Value, "0", "1");
        var first = await SaveAsync(made, made.Expert, 0, sent);
        first.Single().Outcome.ShouldBe(PatchOutcome.Saved);
        // The answer is lost; meanwhile the operator puts back what stood there.
        await made.MarkAsync(made.Operator, 0, "1.1", "0", expert: "Эксперт Первый");
        made.Time.Now = made.Time.Now.AddMinutes(5);
        (await SaveAsync(made, made.Expert, 0, sent)).ShouldBe(first);
        await using var context = made.Open();
        (await context.Marks.SingleAsync(Cancel)).Value.ShouldBe("0");
        (await context.AuditEntries.CountAsync(entry => entry.Action == "mark.save", Cancel)).ShouldBe(3);

        // A conflict is told again as it was; what was refused is asked anew; the key of another's change is another key.
        var late = sent with
        {
            Key = "c",
            Base = "2",
        };
        var conflict = await SaveAsync(made, made.Expert, 0, late);
        conflict.Single().Outcome.ShouldBe(PatchOutcome.Conflict);
        await made.MarkAsync(made.Operator, 0, "1.1", "2", expert: "Эксперт Первый");
        (await SaveAsync(made, made.Expert, 0, late)).ShouldBe(conflict);
        (await SaveAsync(made, made.Expert, 0, new MarkPatch("r", "1.2", MarkField.Value, "", "7")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Refused);
        (await SaveAsync(made, made.Expert, 0, new MarkPatch("r", "1.2", MarkField.Value, "", "1")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Saved);
        (await SaveAsync(made, made.Operator, 0, new MarkPatch("r", "1.2", MarkField.Value, "", "2"))).Single().Current.ShouldBe("2");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverAFieldSetInAnotherWindow_SaysWhoSetThatField(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var begun = made.Time.Now;
        await SaveAsync(made, made.Expert, 0, new MarkPatch("1", "1.1", MarkField.Value, "", "2"));
        made.Time.Now = begun.AddMinutes(5);
        // The operator changes the other field of the mark: the value stays the expert's.
        var others = new MarkPatches(made.Subjects[0], "Эксперт Первый", [new MarkPatch("2", "1.1", MarkField.Comment, "", "Проверено.")]);
        await using (var context = made.Open())
            (await new SaveMarks(context, made.Time).RunAsync(made.Operator, others, Cancel)).Single().Outcome.ShouldBe(PatchOutcome.Saved);
        var results = await SaveAsync(
            made,
            made.Expert,
            0,
            new MarkPatch("3", "1.1", MarkField.Value, "", "1"),
            new MarkPatch("4", "1.1", MarkField.Comment, "", "Моё.")
        );
        results
            .Select(result => (result.Outcome, result.By, result.At))
            .ShouldBe([(PatchOutcome.Conflict, "Эксперт Первый", begun), (PatchOutcome.Conflict, "Оператор", begun.AddMinutes(5))]);
        results[0].Message!.ShouldContain("Вы изменили это поле в другом окне");
        results[1].Message!.ShouldContain("его изменил другой человек");
    }

    [Fact]
    public async Task Run_OfChangesOneAfterAnother_RestsOnNumbersAsTyped()
    {
        using var made = await ReviewedCampaign.MadeAsync(Database.Sqlite);
        // The queue of a browser knows what was typed, not how it was kept.
        var results = await SaveAsync(
            made,
            made.Operator,
            0,
            new MarkPatch("1", "1.1", MarkField.Value, "", "2,0"),
            new MarkPatch("2", "1.1", MarkField.Value, "2,0", "1"),
            new MarkPatch("3", "1.1", MarkField.Value, "2", "0")
        );
        results.Select(result => result.Outcome).ShouldBe([PatchOutcome.Saved, PatchOutcome.Saved, PatchOutcome.Conflict]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhileReviewIsEnded_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var late = () =>
            made.WhileAsync(
                made.EndReviewAsync,
                () => SaveAsync(made, made.Operator, 0, new MarkPatch("k", "1.1", MarkField.Value, "", "1"))
            );
        (await Should.ThrowAsync<RefusedException>(late)).Kind.ShouldBe(RefusalKind.Conflict);
        await using var context = made.Open();
        (await context.Marks.CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfExpertRenamedOrNamedAlike_KeepsToItsOwnMarks(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "2");
        (await SaveAsync(made, made.Expert with { Name = "Эксперт, ныне доцент" }, 0, new MarkPatch("k", "1.1", MarkField.Value, "2", "1")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Saved);
        await using var context = made.Open();
        (await context.Marks.SingleAsync(Cancel)).Expert.ShouldBe("Эксперт Первый");

        // Another account of the same name marks beside it, not over it.
        var alike = made.Expert with
        {
            UserId = made.Coordinator.UserId,
        };
        context.Add(
            new Core.Campaigns.ExpertAssignment
            {
                RegionId = made.Region,
                CampaignSubjectId = made.Subjects[0],
                UserId = alike.UserId,
            }
        );
        await context.SaveChangesAsync(Cancel);
        (await SaveAsync(made, alike, 0, new MarkPatch("k", "1.1", MarkField.Value, "", "0")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Saved);
        (await context.Marks.AsNoTracking().OrderBy(mark => mark.Id).Select(mark => mark.Value).ToListAsync(Cancel)).ShouldBe(["1", "0"]);
        (await context.Marks.AsNoTracking().Select(mark => mark.Expert).Distinct().CountAsync(Cancel)).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithoutTheRight_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        async Task Refused(RefusalKind kind, Actor actor, int subject) =>
            (
                await Should.ThrowAsync<RefusedException>(() =>
                    SaveAsync(made, actor, subject, new MarkPatch("k", "1.1", MarkField.Value, "", "1"))
                )
            ).Kind.ShouldBe(kind);

        await Refused(RefusalKind.NotFound, made.Expert, 1); // not assigned
        await Refused(RefusalKind.NotFound, made.Stranger, 0); // another region
        await Refused(RefusalKind.NotFound, made.Coordinator, 0);
        (await SaveAsync(made, made.Operator, 0, new MarkPatch("k", "9.9", MarkField.Value, "", "1")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Refused);
        (await SaveAsync(made, made.Operator, 0, new MarkPatch("k", "1.1", MarkField.Value, "", "1.2.2026")))
            .Single()
            .Outcome.ShouldBe(PatchOutcome.Refused);
        made.Time.Now = made.Time.Now.AddDays(11);
        await Refused(RefusalKind.Conflict, made.Operator, 0); // review is over
    }

    private static async Task<IReadOnlyList<PatchResult>> SaveAsync(
        ReviewedCampaign made,
        Actor actor,
        int subject,
        params MarkPatch[] patches
    )
    {
        await using var context = made.Open(actor);
        return await new SaveMarks(context, made.Time).RunAsync(actor, new(made.Subjects[subject], "", patches), Cancel);
    }
}
