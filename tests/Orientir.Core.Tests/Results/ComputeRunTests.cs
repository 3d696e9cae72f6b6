using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;

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
        var loaded = await new LoadRun(context, made.Time).RunAsync(made.Operator, first, Cancel);
        loaded
            .Scored.Scores.Subjects.Select(subject => (subject.Id, subject.Name))
            .ShouldBe([("m1", "Район 1"), ("m2", "Район 2"), ("m3", "Район 3")]);
        loaded.Scored.Scores[1, 0].Points.ShouldBe(2);
        loaded.Scored.Scores[0, 0].Points.ShouldBeNull();
        loaded.Scored.Marks.Comments.ShouldHaveSingleItem().Text.ShouldBe("с, запятой; и «кавычками»\nи строкой");
        loaded.Run.ProgramVersion.ShouldBe(ComputeRun.ProgramVersion);
        (await new LoadRun(context, made.Time).RunAsync(made.Operator, second, Cancel)).Scored.Scores[0, 0].Points.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfCommentsThatLookLikeErrorsOfFormulas_KeepsThem(Database database)
    {
        string[] comments = ["# где документ?", "#1 нет приказа!", "###", "#Н/Д"];
        using var made = await ReviewedCampaign.MadeAsync(database);
        foreach (var (comment, uid) in comments.Zip((string[])["1.1", "1.2", "2.1", "2.2"]))
            await made.MarkAsync(made.Expert, 0, uid, "1", comment);
        var run = await ComputeAsync(made);
        await using var context = made.Open();
        var loaded = await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel);
        loaded.Scored.Marks.Comments.Select(comment => comment.Text).ShouldBe(comments);
        loaded.Scored.Scores[0, 0].Points.ShouldBe(4);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhileAMarkIsBeingSaved_HasIt(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "1");
        var run = await made.WhileAsync(
            async context =>
            {
                await HeldCampaign.ReadAsync(context, made.Campaign, Cancel);
                (await context.Marks.SingleAsync(Cancel)).Change("2", null, made.Operator.UserId, made.Time.Now, account: null);
                await context.SaveChangesAsync(Cancel);
            },
            () => ComputeAsync(made)
        );
        await using var context = made.Open();
        (await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel)).Scored.Scores[1, 0].Points.ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByFourAtOnce_IsOneRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ComputeAsync(made), Cancel))))
            .Distinct()
            .ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfListsTheOperatorAnswered_CountsTheItemsFound(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(
            database,
            Marked.Read(
                """
                {"format":"orientir-methodology/1","id":"sites","edition":1,"title":"Сайты","subject":"municipality","basis":"проба","missing":"zero","combine":"consensus",
                "nodes":[{"code":"1","kind":"direction","title":"Сайт","nodes":[
                  {"code":"1.1","title":"Разделы","source":"operator","weight":2,"scale":{"kind":"checklist","items":[{"id":"a","title":"А"},{"id":"b","title":"Б"},{"id":"c","title":"В"}]}},
                  {"code":"1.2","title":"Части","source":"operator","scale":{"kind":"components","items":[{"id":"a","title":"А"},{"id":"b","title":"Б"}]}},
                  {"code":"1.3","title":"Отзывы","source":"operator","scale":{"kind":"checklist","items":[{"id":"a","title":"А"},{"id":"b","title":"Б"}]}},
                  {"code":"1.4","title":"Не для всех","source":"operator","scale":{"kind":"checklist","items":[{"id":"a","title":"А"},{"id":"b","title":"Б"}]}}]}]}
                """
            )
        );
        await using (var context = made.Open())
        {
            var submission = (await context.Submissions.SingleAsync(Cancel)).Id;
            Answer Given(string uid, string item, string? value, bool notApplicable = false) =>
                new()
                {
                    RegionId = made.Region,
                    SubmissionId = submission,
                    Uid = uid,
                    ItemId = item,
                    Value = value,
                    NotApplicable = notApplicable,
                    ChangedAt = made.Time.Now,
                };
            await context.Answers.ExecuteDeleteAsync(Cancel);
            context.Answers.AddRange(
                Given("1.1", "a", "1"),
                Given("1.1", "b", "0"),
                Given("1.1", "c", "1"),
                Given("1.2", "b", "1"),
                Given("1.3", "a", "0"),
                Given("1.4", "", null, notApplicable: true),
                Given("1.4", "a", "1")
            );
            await context.SaveChangesAsync(Cancel);
        }
        var scores = (await LoadAsync(made)).Scores;
        Enumerable.Range(2, 4).Select(node => scores[0, node].Points).ShouldBe([4, 2, 0, null]);
        // A mark an expert gave goes before.
        await made.MarkAsync(made.Operator, 0, "1.1", "3", expert: "Эксперт");
        (await LoadAsync(made)).Scores[0, 2].Points.ShouldBe(6);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAnyCampaign_KeepsWhoAnswered(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var first = await ComputeAsync(made);
        await using (var context = made.Open())
        {
            var sent = await context.Submissions.SingleAsync(Cancel);
            sent.Return(["1.1"], "Уточните.");
            var draft = Submission.Of(made.Region, made.Subjects[1]);
            context.Submissions.Add(draft);
            await context.SaveChangesAsync(Cancel);
            context.Answers.Add(
                new Answer
                {
                    RegionId = made.Region,
                    SubmissionId = draft.Id,
                    Uid = "1.1",
                    ItemId = "",
                    Value = "1",
                    ChangedAt = made.Time.Now,
                }
            );
            await context.SaveChangesAsync(Cancel);
        }
        // Equal marks and other answers are another run.
        var second = await ComputeAsync(made);
        second.ShouldNotBe(first);
        (await ComputeAsync(made)).ShouldBe(second);
        await using var read = made.Open();
        var load = new LoadRun(read, made.Time);
        async Task<IReadOnlyList<Answering>?> KnownAsync(int run) => (await load.RunAsync(made.Operator, run, Cancel)).Scored.Answering;
        (await KnownAsync(first)).ShouldBe([Answering.Sent, Answering.NotBegun, Answering.NotBegun]);
        (await KnownAsync(second)).ShouldBe([Answering.Returned, Answering.Draft, Answering.NotBegun]);
        (await new CompareRuns(read, made.Time).RunAsync(made.Operator, first, second, Cancel))
            .Causes.ShouldHaveSingleItem()
            .ShouldBe("Ответы: начаты, отправлены или возвращены между расчётами у 2\u00A0муниципалитетов: Район 1 и\u00A0Район 2.");

        // A run of a program that did not keep it.
        await read
            .ResultRuns.Where(run => run.Id == first)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.Answering, (string?)null), Cancel);
        (await KnownAsync(first)).ShouldBeNull();
        (await KnownAsync(second)).ShouldNotBeNull();
        await read.ResultRuns.Where(run => run.Id == second).ExecuteUpdateAsync(set => set.SetProperty(run => run.Answering, "{}"), Cancel);
        await Should.ThrowAsync<DamagedRunException>(() => KnownAsync(second));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereNobodyAnsweredHere_KnowsOfNobody(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await using (var context = made.Open())
            await context.Submissions.ExecuteDeleteAsync(Cancel);
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        (await LoadAsync(made)).Answering.ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfANameTypedWithOtherSpaces_IsOneExpert(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "1", expert: "Иванов И. И.");
        await using (var context = made.Open())
        {
            var result = (
                await new SaveMarks(context, made.Time).RunAsync(
                    made.Operator,
                    new(made.Subjects[1], " Иванов\u00A0 И. И. ", [new("v", "1.1", MarkField.Value, "1", "2")]),
                    Cancel
                )
            ).ShouldHaveSingleItem();
            result.Outcome.ShouldBe(PatchOutcome.Saved, result.Message);
        }
        var loaded = await LoadAsync(made);
        loaded.Marks.Experts.Where(name => name.Length > 0).ShouldBe(["Иванов И. И."]);
        loaded.Scores[1, 0].Points.ShouldBe(2);
    }

    private static async Task<ScoredMarks> LoadAsync(ReviewedCampaign made)
    {
        var run = await ComputeAsync(made);
        await using var context = made.Open();
        return (await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel)).Scored;
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
            (await Should.ThrowAsync<RefusedException>(() => new LoadRun(context, made.Time).RunAsync(actor, run, Cancel))).Kind.ShouldBe(
                RefusalKind.NotFound
            );
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OvertakenByAPublication_IsRefusedAndWhatWasPublishedStays(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        var published = await ComputeAsync(made);
        made.Time.Now += TimeSpan.FromDays(11);
        var clock = new OvertakenClock(made.Time, call: 2, () => MoveAsync(made, "publish"));
        await using (var context = made.Open())
            (
                await Should.ThrowAsync<RefusedException>(() =>
                    new ComputeRun(context, clock, "another program").RunAsync(made.Operator, made.Campaign, Cancel)
                )
            ).Kind.ShouldBe(RefusalKind.Conflict);
        (await SeenAsync(made)).ShouldBe([published]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Publish_AfterMarksCameBack_NamesTheRunOfTheMarksAsTheyStand(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        var first = await ComputeAsync(made);
        await made.MarkAsync(made.Expert, 0, "1.1", "0");
        var mistyped = await ComputeAsync(made);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        (await ComputeAsync(made)).ShouldBe(first);
        await EndReviewAsync(made);
        await MoveAsync(made, "publish");
        // What was computed last is not the newest row: the marks of that one were withdrawn.
        (await SeenAsync(made)).ShouldBe([first]);
        mistyped.ShouldBeGreaterThan(first);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Publish_ByASiteWhoseClockIsBehind_PublishesTheRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        await EndReviewAsync(made);
        var run = await ComputeAsync(made);
        made.Time.Now -= TimeSpan.FromMinutes(1);
        await MoveAsync(made, "publish");
        (await SeenAsync(made)).ShouldBe([run]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Publish_OfARunOlderThanTheMarks_IsRefusedAndNothingIsPublished(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        await ComputeAsync(made);
        await made.MarkAsync(made.Expert, 0, "1.1", "0");
        await EndReviewAsync(made);
        (await Should.ThrowAsync<RefusedException>(() => MoveAsync(made, "publish"))).Message.ShouldStartWith(
            "После последнего расчёта изменились"
        );
        (await SeenAsync(made)).ShouldBeEmpty();
        var now = await ComputeAsync(made);
        await MoveAsync(made, "publish");
        (await SeenAsync(made)).ShouldBe([now]);

        // Taken back, mended and published again: both stay readable, and the second is in force.
        await MoveAsync(made, "take-back", "ошибка в оценках");
        await using (var store = made.Open())
            await store.Marks.ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, "1"), Cancel);
        var mended = await ComputeAsync(made);
        await MoveAsync(made, "publish");
        await using var context = made.Open(made.Coordinator);
        (
            await new Visible(context, made.Coordinator, made.Time)
                .Publications.OrderBy(row => row.Id)
                .Select(row => row.ResultRunId)
                .ToListAsync(Cancel)
        ).ShouldBe([now, mended]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Publish_OfARunThatDoesNotKnowWhoAnswered_IsOfTheSameMarks(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Expert, 0, "1.1", "1");
        var run = await ComputeAsync(made);
        await using (var context = made.Open())
        {
            var edition = await context.Methodologies.SingleAsync(Cancel);
            var inputs = await RunInputs.OfAsync(context, made.Campaign, edition, Cancel);
            inputs.Answering.ShouldNotBeNull();
            await context.ResultRuns.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Answering, (string?)null)
                        .SetProperty(row => row.InputHash, (inputs with { Answering = null }).Hash),
                Cancel
            );
        }
        await EndReviewAsync(made);
        await MoveAsync(made, "publish");
        (await SeenAsync(made)).ShouldBe([run]);
    }

    private static async Task EndReviewAsync(ReviewedCampaign made)
    {
        made.Time.Now += TimeSpan.FromDays(11);
        await using var context = made.Open();
        var campaign = await context.Campaigns.Include(row => row.Decisions).SingleAsync(Cancel);
        campaign.StateAt(made.Time.Now).ShouldBe(CampaignState.Results);
    }

    private static async Task MoveAsync(ReviewedCampaign made, string transition, string? reason = null)
    {
        await using var context = made.Open();
        await new MoveToStage(context, made.Time, StageFollowers.Of(context)).RunAsync(
            made.Operator,
            new(made.Campaign, transition, reason),
            Cancel
        );
    }

    private static async Task<List<int>> SeenAsync(ReviewedCampaign made)
    {
        await using var context = made.Open(made.Coordinator);
        return await new Visible(context, made.Coordinator, made.Time)
            .Runs.OrderBy(run => run.Id)
            .Select(run => run.Id)
            .ToListAsync(Cancel);
    }

    /// <summary>Lets something happen as it is asked for the time.</summary>
    private sealed class OvertakenClock(TimeProvider clock, int call, Func<Task> by) : TimeProvider
    {
        private int calls;

        public override DateTimeOffset GetUtcNow()
        {
            if (++calls == call)
                Task.Run(by).GetAwaiter().GetResult();
            return clock.GetUtcNow();
        }
    }

    internal static async Task<int> ComputeAsync(ReviewedCampaign made, Actor? actor = null)
    {
        await using var context = made.Open(actor);
        return await new ComputeRun(context, made.Time).RunAsync(actor ?? made.Operator, made.Campaign, Cancel);
    }
}
