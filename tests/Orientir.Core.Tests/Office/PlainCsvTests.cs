using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class PlainCsvTests
{
    // A million and a half of short texts would take 150 MB beside a file of ten.
    [Theory]
    [InlineData(1_500_000, false)]
    [InlineData(150_000, true)]
    public void Read_DistinctTexts_KeepsNoMoreThanItsBounds(int texts, bool isPlain)
    {
        const int Width = 10;
        var csv = new StringBuilder("a,b,c,d,e,f,g,h,i,j\n");
        for (var text = 0; text < texts; text++)
            csv.Append(text).Append(text % Width < Width - 1 ? ',' : '\n');

        var read = PlainCsv.Read(Encoding.UTF8.GetBytes(csv.ToString()), "m.csv", cancel: TestContext.Current.CancellationToken);

        (read?.Rows).ShouldBe(isPlain ? texts / Width : null);
    }

    // Rows that leave most of their fields out would take more room than there is for the file: it is read row by row.
    [Theory]
    [InlineData(60_000, 60_000, false)]
    [InlineData(100, 60_000, true)]
    public void Read_RowsWithoutTheirLastFields_KeepsNoMoreThanItsBounds(int shortened, int whole, bool isPlain)
    {
        var csv = "a,b,c,d,e\n" + string.Concat(Enumerable.Repeat("ab\n", shortened));
        csv += string.Concat(Enumerable.Repeat("1,,,,\n", whole));

        var read = PlainCsv.Read(Encoding.UTF8.GetBytes(csv), "m.csv", cancel: TestContext.Current.CancellationToken);

        (read?.Rows).ShouldBe(isPlain ? shortened + whole : null);
    }
}
