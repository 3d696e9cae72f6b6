using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public class ReadSubmissionTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_ByExecutorOfNamedDirections_ShowsThemOnly(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("2.1", "", "1"));
        var own = await world.Add("own", new(EvidenceKind.Link, "example.ru/1"), new("1.1"), new("2.1"));
        await world.Add("other", new(EvidenceKind.Link, "example.ru/2"), new PlaceOfEvidence("second"));

        var form = await world.Form(world.Executor);
        (form.IsWhole, form.Total, form.Answered).ShouldBe((false, 6, 1));
        form.Directions.Select(direction => direction.Node.Code).ShouldBe(["1"]);
        form.Answers.Select(answer => answer.Uid).ShouldBe(["1.1"]);
        form.Evidence.Select(one => one.Item.Id).ShouldBe([own]);
        (await world.History(world.Executor)).Select(line => line.Place).ShouldBe(["1.1", "1.1"]);
        (await world.History(world.Executor, "2.1")).ShouldBeEmpty();
        (await world.History(world.Coordinator)).Count.ShouldBe(5);
        await using var context = world.Open();
        (await new Visible(context, world.Executor, world.Time).Audit.CountAsync(Cancel)).ShouldBe(0);
        (await new Visible(context, world.Coordinator, world.Time).Audit.CountAsync(Cancel)).ShouldBe(5);
        (await new ListSubmissions(context, world.Time).RunAsync(world.Executor, Cancel)).Single().Total.ShouldBe(6);
        var idle = world.Executor with { Grants = [world.Executor.Grants[0] with { Directions = new HashSet<string> { "elsewhere" } }] };
        (await new ListSubmissions(context, world.Time).RunAsync(idle, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task State_ReturnedDuringReview_IsReturnedUntilReviewEnds()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await world.Send(world.Coordinator);
        world.Time.Now = Start.AddDays(12);
        await world.Return("1.1");
        var form = await world.Form(world.Coordinator);
        (form.StateName, form.IsInWork).ShouldBe(("возвращено", true));
        world.Time.Now = Start.AddDays(21);
        (await world.Form(world.Coordinator)).StateName.ShouldBe("не отправлено");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Questions_WithoutReply_WaitForTheOperator(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(
            world.Coordinator,
            Value("1.1", "", "Какой приказ?", field: AnswerField.Question),
            Value("2.1", "", "А здесь?", field: AnswerField.Question)
        );
        await world.Save(world.Operator, Value("2.1", "", "Любой.", field: AnswerField.Reply));
        (await Open(world.Operator))
            .Select(one => (one.Subject.Id, one.Direction.Code, one.Leaf.Code, one.Text))
            .ShouldBe([(world.First, "1", "1.1", "Какой приказ?")]);
        (await Open(world.Ministry)).ShouldBeEmpty();
        (await Open(world.Coordinator)).ShouldBeEmpty();
        world.Time.Now = Start.AddDays(21);
        (await Open(world.Operator)).ShouldBeEmpty("replies are over");

        Task<IReadOnlyList<OpenQuestion>> Open(Actor actor) =>
            world.In(context => new ListQuestions(context, world.Time).RunAsync(actor, Cancel));
    }
}
