using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;
using static Orientir.Core.Tests.TestData.MarkSamples;

namespace Orientir.Core.Tests.Reviews;

public class ReadMarksCsvTests
{
    private static readonly string Conformance = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    static ReadMarksCsvTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string> Packages => [.. Directory.GetDirectories(Conformance).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Read_ConformanceMarks_TakesEveryRow(string package)
    {
        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Conformance, package, name));
        var methodology = new ReadMethodology().Read(Bytes("methodology.json"), "methodology.json");
        var register = File.Exists(Path.Combine(Conformance, package, "register.csv"))
            ? new ReadRegister().Read(Bytes("register.csv"), "register.csv") : null;

        var sheet = new ReadMarks().Read(Bytes("marks.csv"), "marks.csv", methodology, register);

        var rows = Encoding.UTF8.GetString(Bytes("marks.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        sheet.Marks.Length.ShouldBe(rows);
    }

    [Theory]
    [InlineData("subject,code,value\nА,1.1,1\nА,1.2,\"0,5\"\n")]
    [InlineData("subject;code;value\r\nА;1.1;1\r\nА;1.2;0,5\r\n")]
    [InlineData("code;value;subject\r\n1.1;1;А\r\n1.2;0.5;А")]
    [InlineData("\uFEFFsubject;code;value\nА;1.1.;1\n\n;;\n\u00A0А ; 1.2 ;\u00A00,5\u00A0\n")]
    [InlineData("Subject,CODE,Value,expert,comment\nА,1.1,1,,\nА,1.2,0.5,,\n")]
    [InlineData("subject;code;value;;\nА;1.1;1;;\nА;1.2;0.5;;\n")]
    [InlineData("\n\nsubject;code;value\nА;1.1;1\nА;1.2;0.5\n")]
    public void Read_FormsRussianExcelWrites_GiveTheSameMarks(string csv)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(), Encoding.GetEncoding(1251)])
        {
            var sheet = Read(encoding.GetBytes(encoding.CodePage == 1251 ? csv.TrimStart('\uFEFF') : csv));

            sheet.Subjects.Select(subject => (subject.Id, subject.Name)).ShouldBe([("А", "А")]);
            sheet.Experts.ShouldBe([""]);
            sheet.Marks.ToArray().Select(mark => (CodeOf(mark.Node), mark.Value)).ShouldBe([("1.1", 1), ("1.2", 0.5)]);
        }
    }

    [Fact]
    public void Read_QuotedFields_KeepSeparatorsQuotesAndLineBreaks()
    {
        var sheet = Read("subject;code;value;comment\n\"Округ \"\"А\"\"; север\";1.1;1;\"первая\nвторая\"\n");

        static MarkCommentText Of(MarkSheet sheet) => new(sheet.Subjects[0].Name, sheet.Comments[0].Text);
        Of(sheet).ShouldBe(new MarkCommentText("Округ \"А\"; север", "первая\nвторая"));
    }

    private sealed record MarkCommentText(string Subject, string Text);
}
