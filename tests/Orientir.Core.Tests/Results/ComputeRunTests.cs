using Orientir.Core.Accounts;
using Orientir.Core.Results;
using Orientir.Core.Tests.TestData;

namespace Orientir.Core.Tests.Results;

public class ComputeRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfEqualInputs_IsTheRunThatIsThere(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "2", comment: "с, запятой; и «кавычками»\nи строкой");
        await made.MarkAsync(made.Operator, 1, "1.2", "NA");
        var first = await ComputeAsync(made);
        (await ComputeAsync(made)).ShouldBe(first);
        (await made.MarkAsync(made.Operator, 0, "2.1", "1")).Version.ShouldBe(1);
        var second = await ComputeAsync(made);
        second.ShouldNotBe(first);

        await using var context = made.Open();
        var loaded = await new LoadRun(context).RunAsync(made.Operator, first, Cancel);
        loaded.Scored.Scores.Subjects.Select(subject => (subject.Id, subject.Name)).ShouldBe([("m1", "Район 1"), ("m2", "Район 2"), ("m3", "Район 3")]);
        loaded.Scored.Scores[1, 0].Points.ShouldBe(2);
        loaded.Scored.Scores[0, 0].Points.ShouldBeNull();
        loaded.Scored.Marks.Comments.ShouldHaveSingleItem().Text.ShouldBe("с, запятой; и «кавычками»\nи строкой");
        loaded.Run.ProgramVersion.ShouldBe(ComputeRun.ProgramVersion);
        (await new LoadRun(context).RunAsync(made.Operator, second, Cancel)).Scored.Scores[0, 0].Points.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByFourAtOnce_IsOneRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ComputeAsync(made), Cancel)))).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithoutTheRight_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await ComputeAsync(made);
        (await Should.ThrowAsync<RefusedException>(() => ComputeAsync(made, made.Expert))).Kind.ShouldBe(RefusalKind.Forbidden);
        (await Should.ThrowAsync<RefusedException>(() => ComputeAsync(made, made.Stranger))).Kind.ShouldBe(RefusalKind.NotFound);
        foreach (var actor in new[] { made.Stranger, made.Coordinator, made.Expert })
        {
            await using var context = made.Open(actor);
            (await Should.ThrowAsync<RefusedException>(() => new LoadRun(context).RunAsync(actor, run, Cancel))).Kind.ShouldBe(RefusalKind.NotFound);
        }
    }

    internal static async Task<int> ComputeAsync(ReviewedCampaign made, Actor? actor = null)
    {
        await using var context = made.Open(actor);
        return await new ComputeRun(context, made.Time).RunAsync(actor ?? made.Operator, made.Campaign, Cancel);
    }
}
