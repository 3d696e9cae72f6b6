using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Language;

public class ChoiceTests
{
    [Theory]
    [InlineData("Comment", true)]
    [InlineData("Value", true)]
    [InlineData("comment", false)]
    [InlineData("1", false)]
    [InlineData("99", false)]
    [InlineData("Value,Comment", false)]
    [InlineData(" Value", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryRead_NameOrSomethingElse_TakesNamesAlone(string? name, bool isTaken) =>
        Choice.TryRead<AnswerField>(name, out _).ShouldBe(isTaken);
}
