using Microsoft.EntityFrameworkCore;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Data;

public class StorableTextTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Store_OfTextWithAZeroCharacter_LeavesItOut(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await using var context = made.Open();
        var results = await new SaveMarks(context, made.Time).RunAsync(
            made.Operator,
            new(
                made.Subjects[0],
                "И\0ванов",
                [new("c", "1.1", MarkField.Comment, "", "до\0после"), new("u", "1.\0", MarkField.Comment, "", "мимо")]
            ),
            Cancel
        );
        results.Select(result => result.Outcome).ShouldBe([PatchOutcome.Saved, PatchOutcome.Refused]);
        context.ChangeTracker.Clear();
        var mark = await context.Marks.SingleAsync(Cancel);
        (mark.Expert, mark.Comment).ShouldBe(("Иванов", "допосле"));
        var asked = "рай\0он";
        (await context.Subjects.CountAsync(row => row.FoldedName.Contains(asked), Cancel)).ShouldBe(3);
        string[] codes = ["m\u00001", "m2"];
        (await context.Subjects.CountAsync(row => codes.Contains(row.Code), Cancel)).ShouldBe(2);
    }
}
