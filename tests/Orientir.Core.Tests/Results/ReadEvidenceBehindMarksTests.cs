using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Results;

namespace Orientir.Core.Tests.Results;

public class ReadEvidenceBehindMarksTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_OncePublished_GivesAnswersAndEvidenceToWhoHoldsTheDirection(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await ComputeRunTests.ComputeAsync(made);
        (await ReadAsync(made, made.Operator, run))!.Answers.Keys.ShouldBe(["1", "1.1"]);
        var behind = (await ReadAsync(made, made.Operator, run))!;
        behind.CampaignSubjectId.ShouldBe(made.Subjects[0]);
        behind.Answers["1.1"].Text.ShouldBe("да");
        behind.Answers["1"].Text.ShouldBe("1\u00A0подтверждение");
        behind.Answers["1.1"].Target.ShouldBe(new SubmissionPlace(made.Subjects[0], "1", "1.1"));
        (await ReadAsync(made, made.Operator, run, "m2"))!.Answers.ShouldBeEmpty();
        (await ReadAsync(made, made.Expert, run, "m2")).ShouldBeNull();
        // Marks are no business of a municipality before they are published.
        (await ReadAsync(made, made.Coordinator, run)).ShouldBeNull();

        made.Time.Now = made.Time.Now.AddDays(11);
        await using (var context = made.Open())
            await new MoveToStage(context, made.Time, StageFollowers.Of(context)).RunAsync(
                made.Operator,
                new(made.Campaign, "publish"),
                Cancel
            );
        (await ReadAsync(made, made.Coordinator, run))!.Answers.Count.ShouldBe(2);
        (await ReadAsync(made, Executor("1"), run))!.Answers.Count.ShouldBe(2);
        (await ReadAsync(made, Executor("2"), run))!.Answers.ShouldBeEmpty();
        // Being an expert of others gives nothing here.
        var both = Executor("2") with
        {
            Grants = [.. Executor("2").Grants, new ActorGrant(Role.Expert, null, null)],
        };
        (await ReadAsync(made, both, run))!.Answers.ShouldBeEmpty();

        Actor Executor(string direction) =>
            made.Coordinator with
            {
                Grants = [new(Role.Executor, made.Coordinator.Grants[0].Territories, new HashSet<string> { direction })],
            };
    }

    private static async Task<SubjectEvidence?> ReadAsync(ReviewedCampaign made, Actor actor, int run, string subject = "m1")
    {
        LoadedRun loaded;
        await using (var context = made.Open())
            loaded = await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel);
        await using var own = made.Open(actor);
        return await new ReadEvidenceBehindMarks(own, made.Time).RunAsync(actor, loaded, subject, Cancel);
    }
}
