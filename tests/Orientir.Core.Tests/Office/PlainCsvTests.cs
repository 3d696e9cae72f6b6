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
}
