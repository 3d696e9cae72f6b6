using Microsoft.EntityFrameworkCore;
using Orientir.Core.Tests.TestData;

namespace Orientir.Core.Tests.Reviews;

public class SaveMarkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfExpert_KeepsTheMarkWithItsRecord(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        (await made.MarkAsync(made.Expert, 0, "1.1", " 2 ", comment: " хорошо ")).Version.ShouldBe(1);
        (await made.MarkAsync(made.Expert, 0, "1.1", "2", 1, "хорошо")).Version.ShouldBe(1);
        (await made.MarkAsync(made.Expert, 0, "1.1", "н/п", 1)).ShouldBe(new("NA", null, 2, made.Time.Now));

        await using var context = made.Open();
        (await context.Marks.SingleAsync(Cancel)).Expert.ShouldBe("Эксперт Первый");
        var records = await context.AuditEntries.Where(entry => entry.Action == "mark.save").OrderBy(entry => entry.Id).ToListAsync(Cancel);
        records.Select(record => (record.Old, record.New, record.Place, record.CampaignSubjectId)).ShouldBe(
        [
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
        var refusal = await Should.ThrowAsync<RefusedException>(() => made.MarkAsync(made.Operator, 1, "1.1", "0"));
        refusal.Kind.ShouldBe(RefusalKind.Conflict);
        refusal.Message.ShouldContain("Оператор");
        refusal.Message.ShouldContain("«2»");
        refusal.Message.ShouldContain("«0»");

        // Six at once: one is saved, five are told.
        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(async () =>
        {
            try
            {
                await made.MarkAsync(made.Operator, 1, "1.2", "1", comment: $"{number}");
                return RefusalKind.NotFound;
            }
            catch (RefusedException refused)
            {
                return refused.Kind;
            }
        }, Cancel)));
        racing.Count(kind => kind == RefusalKind.NotFound).ShouldBe(1);
        racing.Count(kind => kind == RefusalKind.Conflict).ShouldBe(5);
        await using var context = made.Open();
        (await context.AuditEntries.CountAsync(entry => entry.Place == "1.2", Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithoutTheRight_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        async Task Refused(RefusalKind kind, Core.Accounts.Actor actor, int subject, string uid = "1.1", string value = "1") =>
            (await Should.ThrowAsync<RefusedException>(() => made.MarkAsync(actor, subject, uid, value))).Kind.ShouldBe(kind);

        await Refused(RefusalKind.NotFound, made.Expert, 1); // not assigned
        await Refused(RefusalKind.NotFound, made.Stranger, 0); // another region
        await Refused(RefusalKind.NotFound, made.Coordinator, 0);
        await Refused(RefusalKind.NotFound, made.Operator, 0, uid: "9.9");
        await Refused(RefusalKind.Invalid, made.Operator, 0, value: "3");
        await Refused(RefusalKind.Invalid, made.Operator, 0, value: "1.2.2026");
        made.Time.Now = made.Time.Now.AddDays(11);
        await Refused(RefusalKind.Conflict, made.Operator, 0); // review is over
    }
}
