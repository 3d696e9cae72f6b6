using Orientir.Core.Results;

namespace Orientir.Core.Tests.Results;

public class CompareRunsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Compare_AfterMarksChanged_SaysWhichAndWhoMoved(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "1");
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        await made.MarkAsync(made.Operator, 2, "1.1", "1", comment: "раньше");
        var first = await ComputeAsync(made, "1.0");
        await made.MarkAsync(made.Operator, 0, "1.1", "2");
        await made.MarkAsync(made.Operator, 0, "1.2", "1");
        await made.MarkAsync(made.Operator, 1, "1.1", null);
        await made.MarkAsync(made.Operator, 2, "1.1", "1", comment: "позже");
        var second = await ComputeAsync(made, "1.1");

        await using var context = made.Open();
        // In whatever order they are named.
        var difference = await new CompareRuns(context, made.Time).RunAsync(made.Operator, second, first, Cancel);
        difference.Before.Run.Id.ShouldBe(first);
        difference
            .Marks.Select(mark => (mark.SubjectId, mark.Node.Uid, mark.Before is null, mark.After is null))
            .ShouldBe([("m1", "1.1", false, false), ("m1", "1.2", true, false), ("m3", "1.1", false, false), ("m2", "1.1", false, true)]);
        difference.Marks[2].CommentBefore.ShouldBe("раньше");
        difference.Marks[2].CommentAfter.ShouldBe("позже");
        difference.Causes.ShouldBe([
            "Оценки: добавлено — 1, изменено — 1, убрано — 1, только комментариев изменено — 1.",
            "Программа: была 1.0, стала 1.1. Правила расчёта у них одни и те же.",
        ]);
        difference.Summary.ShouldBe("Итоги изменились у 3\u00A0муниципалитетов.");
        difference
            .Results.Select(row => (row.SubjectId, row.Before?.Points, row.After?.Points, row.After?.Rank))
            .ShouldBe([("m1", 1, 3, 1), ("m3", 1, 1, 2), ("m2", 2, null, null)]);
        DifferenceTables.Results(difference, "points").Rows[0][0].Text.ShouldBe("Район 2");
        DifferenceTables.Marks(difference).Rows.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Compare_OfARunWithItself_SaysThatNothingDiffers(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "1");
        var run = await ComputeAsync(made, "1.0");
        await using var context = made.Open();
        var difference = await new CompareRuns(context, made.Time).RunAsync(made.Operator, run, run, Cancel);
        difference.Causes.ShouldBeEmpty();
        difference.Results.ShouldBeEmpty();
        difference.Summary.ShouldStartWith("Расчёты ни в чём не различаются");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Compare_ByWhoMaySeeNeitherRun_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "1");
        var run = await ComputeAsync(made, "1.0");
        foreach (var actor in new[] { made.Coordinator, made.Expert, made.Stranger })
        {
            await using var context = made.Open(actor);
            (
                await Should.ThrowAsync<RefusedException>(() => new CompareRuns(context, made.Time).RunAsync(actor, run, run, Cancel))
            ).Kind.ShouldBe(RefusalKind.NotFound);
        }
    }

    private static async Task<int> ComputeAsync(ReviewedCampaign made, string program)
    {
        await using var context = made.Open();
        return await new ComputeRun(context, made.Time, program).RunAsync(made.Operator, made.Campaign, Cancel);
    }
}
