using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Submissions;

public class AnswerTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(AnswerField.Value, "2", "2")]
    [InlineData(AnswerField.Comment, "по плану", "по плану")]
    [InlineData(AnswerField.NoDocument, "1", "1")]
    [InlineData(AnswerField.NotApplicable, "1", "1")]
    [InlineData(AnswerField.Question, "когда?", "когда?")]
    [InlineData(AnswerField.Reply, "завтра", "завтра")]
    public void Change_OfAField_IsReadBackAndTakenBack(AnswerField field, string value, string read)
    {
        var answer = Made();
        answer.Change(field, value, 7, Now);
        Enum.GetValues<AnswerField>().ShouldAllBe(other => answer.ValueAt(other) == (other == field ? read : ""));
        (answer.ChangedBy, answer.ChangedAt).ShouldBe((7, Now));
        answer.Change(field, "", 8, Now.AddHours(1));
        Enum.GetValues<AnswerField>().ShouldAllBe(other => answer.ValueAt(other).Length == 0);
        (answer.Value, answer.Comment, answer.Question, answer.Reply).ShouldBe((null, null, null, null));
    }

    private static Answer Made() =>
        new()
        {
            RegionId = 1,
            SubmissionId = 2,
            Uid = "1.1",
            ItemId = "",
            Comment = "",
        };
}
