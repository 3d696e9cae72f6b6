using System.Globalization;
using System.Text;
using CsvHelper;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class CsvOutputTests
{
    [Fact]
    public void ForPrograms_AwkwardTexts_QuotesWhatNeedsIt() =>
        Written(CsvOutput.ForPrograms).ShouldBe("код,\"Район «А», \"\"первый\"\"\",=1+1,\"две\nстроки\"\n0.1,,-5,\n");

    [Fact]
    public void ForAnyone_TextLikeAFormula_GetsAnApostropheAndNumbersNone() =>
        Written(CsvOutput.ForAnyone).ShouldBe("код,\"Район «А», \"\"первый\"\"\",\"'=1+1\",\"две\nстроки\"\n0.1,,-5,\n");

    [Fact]
    public void ForExcel_AwkwardTexts_SeparatesBySemicolonsAfterAMark() =>
        Written(CsvOutput.ForExcel).ShouldBe("\uFEFFкод;\"Район «А», \"\"первый\"\"\";\"'=1+1\";\"две\nстроки\"\r\n0.1;;-5;\r\n");

    private static string Written(Func<Stream, CsvWriter> open)
    {
        using var stream = new MemoryStream();
        using (var csv = open(stream))
        {
            csv.WriteRecord("код", "Район «А», \"первый\"", "=1+1", "две\nстроки");
            csv.WriteField((double?)0.1);
            csv.WriteField((double?)null);
            csv.WriteField(-5.0, default, CultureInfo.InvariantCulture);
            csv.WriteField("");
            csv.EndRecord();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
