namespace Orientir.Core.Tests.Methodologies;

public class MethodologyTests
{
    [Theory]
    [InlineData("\"edition\": 2,", "издание_2, редакция_0")]
    [InlineData("\"edition\": 12, \"revision\": 3,", "издание_12, редакция_3")]
    public void EditionInWords_OfAPackage_NamesEditionAndRevisionUnbroken(string written, string words) =>
        PackageText.Read(PackageText.With("\"edition\": 2,", written)).EditionInWords.ShouldBe(words.Replace('_', Russian.NoBreakSpace));
}
