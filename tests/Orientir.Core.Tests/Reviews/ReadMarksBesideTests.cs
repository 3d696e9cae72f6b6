using Orientir.Core.Reviews;

namespace Orientir.Core.Tests.Reviews;

public class ReadMarksBesideTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfSeveralExperts_HasThemSideBySideAndTellsWhereTheyDiffer(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database, Marked.Tree(1, 4));
        await made.MarkAsync(made.Operator, 1, "1.1", "2", "по приказу", expert: "Б");
        await made.MarkAsync(made.Operator, 1, "1.1", "1", expert: "А");
        await made.MarkAsync(made.Operator, 1, "1.2", "2", expert: "А");
        await made.MarkAsync(made.Operator, 1, "1.2", "2", expert: "Б");
        await made.MarkAsync(made.Operator, 1, "1.3", "NA", expert: "А");
        await made.MarkAsync(made.Operator, 1, "1.3", "0", expert: "Б");
        await made.MarkAsync(made.Operator, 0, "1.4", "1", expert: "В");

        await using var context = made.Open();
        var beside = await new ReadMarksBeside(context, made.Time).RunAsync(made.Operator, made.Subjects[1], ReviewedCampaign.Cancel);
        beside.Experts.ShouldBe(["А", "Б"]);
        beside.Rows.Select(row => (row.Node.Code, row.Differ)).ShouldBe([("1.1", true), ("1.2", false), ("1.3", true), ("1.4", false)]);
        beside.Rows[0].Marks.Select(mark => mark!.Comment).ShouldBe([null, "по приказу"]);
        beside.Rows[0].Marks[1]!.Points.Replace('\u00A0', ' ').ShouldBe("2 балла");
        beside.Rows[3].Marks.ShouldBe([null, null]);

        // An expert marks by itself, and nobody sees marks of a subject that is not theirs.
        foreach (var actor in new[] { made.Expert, made.Coordinator, made.Stranger })
        {
            await using var theirs = made.Open(actor);
            await Should.ThrowAsync<RefusedException>(() =>
                new ReadMarksBeside(theirs, made.Time).RunAsync(actor, made.Subjects[1], ReviewedCampaign.Cancel)
            );
        }
    }
}
