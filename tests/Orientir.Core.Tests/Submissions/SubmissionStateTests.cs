using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Submissions;

public class SubmissionStateTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Send_DraftAndReturned_CountsAndForgetsTheReturn()
    {
        var submission = Submission.Of(1, 2);
        (submission.State, submission.SentCount, submission.RegionId, submission.CampaignSubjectId).ShouldBe(
            (SubmissionState.Draft, 0, 1, 2)
        );
        submission.Send(Now, "aa");
        (submission.State, submission.SentAt, submission.SentHash, submission.SentCount).ShouldBe((SubmissionState.Sent, Now, "aa", 1));
        submission.Return(["1.1", "1.1", "1.2"], "Уточните.");
        submission.Returned.Select(node => (node.RegionId, node.Uid)).ShouldBe([(1, "1.1"), (1, "1.2")]);
        (submission.State, submission.ReturnNote, submission.SentAt).ShouldBe((SubmissionState.Returned, "Уточните.", Now));
        submission.Send(Now.AddDays(1), "bb");
        (submission.State, submission.SentHash, submission.SentCount, submission.ReturnNote).ShouldBe(
            (SubmissionState.Sent, "bb", 2, null)
        );
        submission.Returned.ShouldBeEmpty();
    }

    [Fact]
    public void Send_SentOrClosed_IsRefusedInWords()
    {
        var submission = Submission.Of(1, 2);
        submission.Send(Now, "aa");
        Should.Throw<RefusedException>(() => submission.Send(Now, "bb")).Message.ShouldBe("Анкета уже отправлена.");
        submission.Close().ShouldBeTrue();
        Should.Throw<RefusedException>(() => submission.Send(Now, "bb")).Message.ShouldBe("Анкета закрыта.");
        (submission.SentHash, submission.SentCount).ShouldBe(("aa", 1));
    }

    [Fact]
    public void Return_AnythingButSent_IsRefusedInWords()
    {
        var submission = Submission.Of(1, 2);
        var words = "Вернуть можно только отправленную анкету. Обновите страницу: её состояние изменилось.";
        Should.Throw<RefusedException>(() => submission.Return(["1.1"], "Уточните.")).Message.ShouldBe(words);
        submission.Send(Now, "aa");
        Should.Throw<ArgumentException>(() => submission.Return([], "Уточните."));
        Should.Throw<ArgumentException>(() => submission.Return(["1.1"], ""));
        submission.Return(["1.1"], "Уточните.");
        Should.Throw<RefusedException>(() => submission.Return(["1.2"], "Ещё.")).Message.ShouldBe(words);
        submission.Returned.Single().Uid.ShouldBe("1.1");
    }

    [Fact]
    public void Close_OnceSent_StaysClosed()
    {
        var submission = Submission.Of(1, 2);
        Should
            .Throw<RefusedException>(() => submission.Close())
            .Message.ShouldBe("Закрыть можно только отправленную анкету. Обновите страницу: её состояние изменилось.");
        submission.Send(Now, "aa");
        submission.Close().ShouldBeTrue();
        submission.Close().ShouldBeFalse();
        Should.Throw<RefusedException>(() => submission.Return(["1.1"], "Уточните."));
        submission.State.ShouldBe(SubmissionState.Closed);
    }
}
