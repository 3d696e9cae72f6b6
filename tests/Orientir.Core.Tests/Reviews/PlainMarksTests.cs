using System.Globalization;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Reviews;

/// <summary>The quick way through a plain file gives what reading row by row gives: a quoted field makes the same file not plain.</summary>
public class PlainMarksTests
{
    private static readonly Methodology Tree = Marked.Tree(2, 2);

    public static TheoryData<string> Files =>
        [
            "subject,code,value\nА,1.1,1\nБ,1.2,2\n",
            "subject;code;value;expert;comment\r\nА;1.1;1;Иванова;ясно\r\nА;1.1;0;Петров;\r\nБ;*;3;;\r\n",
            "code,subject,value,name,evidence\n1.1, А ,1,район,ссылка\n2.2.,А,NA,,\n1.2,А\u00A0,н/п,,\n",
            "subject,code,value\n\nА,1.1,\n,,\nБ,1.1, 2 \nБ,1.2,1\n\n",
            "subject,code,value,comment\nА,1.1,,без оценки\nА,1.2,2,",
            "Subject,CODE,Value\nА  Б,1.1,1\nА Б,1.2,0\n",
            "subject,code,value\n",
            "subject,code,value\nА,1.1,1\nА,9.9,1\nА,1.2,7\nА,1.1,2\n,1.1,1\n",
            "subject,code,value\nА,1.1,1\nА,1.2\n",
            "subject,code,value\nА,1.1,#REF!\n",
            "subject,code,value\nСлу\uFFFDба,1.1,1\n",
            "subject,code,value,expert,comment\nА,1.1,1,Ив\uFFFDнова,да \uFFFD\n",
            "subject,code,value,wrong\nА,1.1,1,\n",
            "subject,code,value,\nА,1.1,1,лишнее\n",
            "subject,code,value\nА,1.1,1\rБ,1.2,1\n",
            "",
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_PlainFile_EqualsReadingRowByRow(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Told(bytes).ShouldBe(Told(Quoted(text)));
        Told([.. Encoding.UTF8.GetPreamble(), .. bytes]).ShouldBe(Told(bytes));
    }

    [Fact]
    public void Read_FileInTwoHalves_KeepsTheOrderOfSubjectsAndExperts()
    {
        var text = new StringBuilder("subject,code,value,expert,comment\n");
        for (var row = 0; row < 30_000; row++)
        {
            var (subject, code) = (
                row / 4,
                (row % 4) switch
                {
                    0 => "1.1",
                    1 => "1.2",
                    2 => "2.1",
                    _ => "2.2",
                }
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"Район {subject * 7919 % 7500},{code},{row % 3},эксперт {row / 9000},{(row % 1000 == 0 ? "слова" : "")}\n"
            );
        }
        var plain = MarkFile.Of(Encoding.UTF8.GetBytes(text.ToString()), "marks.csv");
        plain.Plain.ShouldNotBeNull();
        plain.Content.Length.ShouldBeGreaterThan(1 << 19);
        var (read, expected) = (
            new ReadMarks().Read(plain, Tree, cancel: TestContext.Current.CancellationToken),
            new ReadMarks().Read(Quoted(text.ToString()), "marks.csv", Tree, cancel: TestContext.Current.CancellationToken)
        );
        read.Subjects.ShouldBe(expected.Subjects);
        read.Experts.ShouldBe(expected.Experts);
        read.Marks.ToArray().ShouldBe(expected.Marks.ToArray());
        read.Comments.ShouldBe(expected.Comments);
    }

    [Fact]
    public void Read_WithRegister_TakesNamesAndTheSilentFromIt()
    {
        var register = new Register
        {
            Entries =
            [
                new("m1", "Первый район", "municipality", null, null, []),
                new("m2", "Второй район", "municipality", null, null, []),
                new("s1", "Школа", "school", null, null, []),
            ],
        };
        const string Text = "subject,code,value\nВторой район,1.1,1\n";
        Told(Encoding.UTF8.GetBytes(Text), register).ShouldBe(Told(Quoted(Text), register));
        new ReadMarks()
            .Read(Encoding.UTF8.GetBytes(Text), "marks.csv", Tree, register, cancel: TestContext.Current.CancellationToken)
            .Subjects.Select(subject => subject.Id)
            .ShouldBe(["m2", "m1"]);
        const string Unknown = "subject,code,value\nТретий район,1.1,1\n";
        Told(Encoding.UTF8.GetBytes(Unknown), register).ShouldBe(Told(Quoted(Unknown), register));
    }

    [Fact]
    public void Of_QuotesOrTornRows_IsNotPlain()
    {
        MarkFile.Of("subject,code,value\n\"А\",1.1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("subject,code,value\nА,1.1,1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("PK\u0003\u0004,code,value\nА,1.1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("subject,code,value\nА,1.1,1\n"u8.ToArray(), "m.xlsx").Plain.ShouldNotBeNull();
    }

    // What is read, or what is complained of.
    private static string Told(byte[] bytes, Register? register = null)
    {
        try
        {
            var sheet = new ReadMarks().Read(bytes, "marks.csv", Tree, register, cancel: TestContext.Current.CancellationToken);
            return string.Join(
                '\n',
                (IEnumerable<object>)
                    [.. sheet.Subjects, .. sheet.Experts.Select(name => $"[{name}]"), .. sheet.Marks.ToArray(), .. sheet.Comments]
            );
        }
        catch (InputException refusal)
        {
            return string.Join('\n', refusal.Errors.Select(error => $"{error.Found}; {error.Allowed}"));
        }
    }

    private static byte[] Quoted(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var first = text.Length == 0 ? 0 : text.IndexOfAny([',', ';']);
        return Encoding.UTF8.GetBytes(end < 0 ? text : $"\"{text[..first]}\"{text[first..]}");
    }
}
