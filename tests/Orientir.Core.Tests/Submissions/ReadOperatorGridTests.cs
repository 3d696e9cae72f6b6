using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Submissions;

public class ReadOperatorGridTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_OfACampaign_GivesTheOperatorsIndicatorsWithTheirAnswersAlone(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(
            database,
            Marked.Read(
                """
                {"format":"orientir-methodology/1","id":"sites","edition":1,"title":"Сайты","subject":"municipality","basis":"проба","missing":"zero","combine":"consensus",
                "nodes":[{"code":"1","kind":"direction","title":"Сайт","nodes":[
                  {"code":"1.1","title":"Разделы","source":"operator","scale":{"kind":"binary"}},
                  {"code":"1.2","title":"Планы","scale":{"kind":"binary"}},
                  {"code":"1.3","title":"Отзывы","source":"operator","scale":{"kind":"binary"}}]}]}
                """
            )
        );
        await using (var context = made.Open())
        {
            var submission = (await context.Submissions.SingleAsync(Cancel)).Id;
            await context.Answers.ExecuteDeleteAsync(Cancel);
            foreach (var uid in new[] { "1.1", "1.2" })
                context.Answers.Add(
                    new Answer
                    {
                        RegionId = made.Region,
                        SubmissionId = submission,
                        Uid = uid,
                        ItemId = "",
                        Value = "1",
                        ChangedAt = made.Time.Now,
                    }
                );
            await context.SaveChangesAsync(Cancel);
        }
        var grid = await ReadAsync(made, made.Operator);
        grid.Leaves.Select(leaf => leaf.Uid).ShouldBe(["1.1", "1.3"]);
        grid.Subjects.Select(subject => subject.Id).ShouldBe(made.Subjects);
        grid.Answers.Keys.ShouldBe([(made.Subjects[0], "1.1", "")]);
        grid.ValueAt(made.Subjects[0], "1.1", "", AnswerField.Value).ShouldBe("1");
        grid.ValueAt(made.Subjects[1], "1.1", "", AnswerField.Value).ShouldBe("");
        grid.Leaves.Select(grid.AnsweredAt).ShouldBe([1, 0]);
        grid.Locked.ShouldBeNull();

        made.Time.Now = made.Time.Now.AddDays(11);
        (await ReadAsync(made, made.Operator)).Locked!.ShouldContain("пока идут сбор и экспертиза");
        (await Should.ThrowAsync<RefusedException>(() => ReadAsync(made, made.Coordinator))).Kind.ShouldBe(RefusalKind.Forbidden);
        (await Should.ThrowAsync<RefusedException>(() => ReadAsync(made, made.Stranger))).Kind.ShouldBe(RefusalKind.NotFound);
    }

    private static async Task<OperatorGrid> ReadAsync(ReviewedCampaign made, Actor actor)
    {
        await using var context = made.Open(actor);
        return await new ReadOperatorGrid(context, made.Time).RunAsync(actor, made.Campaign, Cancel);
    }
}
