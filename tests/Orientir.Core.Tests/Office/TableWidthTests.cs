using System.Text;
using Orientir.Core.Accounts;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Office;

/// <summary>A table wider than a sheet of Excel is refused by its width; a wide one takes no more room than its file gives reason for.</summary>
public class TableWidthTests
{
    private const long MostBytes = 300L << 20;

    [Theory]
    [InlineData("marks")]
    [InlineData("register")]
    [InlineData("contacts")]
    [InlineData("pasted")]
    public void Read_OfATableOfSevenHundredThousandColumns_IsRefusedByItsWidthAndTakesLittle(string read)
    {
        var row = string.Join(';', Enumerable.Repeat("имя", 700_000));
        var text = $"{row}\n{row}";
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Should.Throw<InputException>(() => Read(read, text, bytes));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        refused.Errors[0].Found.ShouldBe("полей в строке 700\u202F000");
        refused.Errors[0].Allowed.ShouldContain("16\u202F384");
        refused.Errors[0].Place.ShouldEndWith(":1:1");
    }

    [Fact]
    public void Read_OfRowsThatLeaveMostColumnsOut_TakesRoomForWhatIsThere()
    {
        var text = new StringBuilder("subject;code;value").Append(';', 15_000).Append('\n');
        for (var row = 0; row < 50_000; row++)
            text.Append("А\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InputException>(() => new ReadMarks().Read(bytes, "marks.csv", Marked.Tree(2, 2)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
    }

    [Fact]
    public void Read_OfAsManyUnknownColumnsAsThereMayBe_NamesThePlaceOfEach()
    {
        var faults = new TableFaults();
        var header = "имя;" + string.Join(';', Enumerable.Repeat("имечко", TableReader.MostColumns - 1));
        ReadContacts.File(Encoding.UTF8.GetBytes("почта;роль;" + header[..(header.Length - 14)] + "\n"), "list.csv", faults);
        var told = Should.Throw<InputException>(faults.ThrowIfAny).Errors[0];
        told.Found.ShouldContain("имечко");
        told.Place.ShouldBe("list.csv:1:16");
    }

    private static void Read(string read, string text, byte[] bytes)
    {
        var faults = new TableFaults();
        switch (read)
        {
            case "marks":
                new ReadMarks().Read(bytes, "marks.csv", Marked.Tree(2, 2));
                break;
            case "register":
                new ReadRegister().Read(bytes, "register.csv");
                break;
            case "contacts":
                ReadContacts.File(bytes, "list.csv", faults);
                break;
            default:
                ReadContacts.Pasted(text, faults);
                break;
        }
        faults.ThrowIfAny();
    }
}
