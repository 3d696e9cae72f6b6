using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class CsvOutputTests
{
    private const string Row = "код,\"Район «А», \"\"первый\"\"\",\"две\nстроки\",";

    [Fact]
    public void ForPrograms_AwkwardTexts_QuotesWhatNeedsIt()
    {
        using var stream = new MemoryStream();
        using (var csv = CsvOutput.ForPrograms(stream))
            csv.WriteRecord("код", "Район «А», \"первый\"", "две\nстроки", "=1+1");
        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe(Row + "=1+1\n");
    }

    [Fact]
    public void ForAnyone_TextLikeAFormula_GetsAnApostropheAndNumbersNone() =>
        Written(CsvOutput.ForAnyone).ShouldBe(Row + "\"'=1+1\"\n0.1,,-5,\n");

    [Fact]
    public void ForExcel_AwkwardTexts_SeparatesBySemicolonsAfterAMark() =>
        Written(CsvOutput.ForExcel).ShouldBe("\uFEFFкод;\"Район «А», \"\"первый\"\"\";\"две\nстроки\";\"'=1+1\"\r\n0.1;;-5;\r\n");

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+7 900")]
    [InlineData("-нет")]
    [InlineData("@имя")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠имя")]
    [InlineData(" ＝1+1")]
    [InlineData("\t=1+1")]
    [InlineData("\rтекст")]
    [InlineData("\nтекст")]
    [InlineData("'=1+1")]
    [InlineData("''＝1+1")]
    public void Text_LikeAFormula_GetsAnApostrophe(string text)
    {
        foreach (var open in (Func<Stream, GuardedCsv>[])[CsvOutput.ForAnyone, CsvOutput.ForExcel])
        {
            using var stream = new MemoryStream();
            using (var csv = open(stream))
                csv.Record(text);
            Encoding.UTF8.GetString(stream.ToArray()).Trim('\uFEFF', '"', '\r', '\n').ShouldBe("'" + text);
        }
    }

    [Theory]
    [InlineData("1-2")]
    [InlineData("д'=1")]
    [InlineData("'кавычки'")]
    [InlineData("−5")]
    [InlineData("")]
    [InlineData("'")]
    public void Text_LikeNone_StaysAsItIs(string text) => FormulaGuard.Of(text).ShouldBe(text);

    [Fact]
    public void Text_WhateverItSays_IsReadAsItWasWritten()
    {
        var letters = Gen.Elements("=+-@＝＋－＠' \t\r\n\";,|аЯ1\u00A0".ToCharArray());
        var texts = Gen.Select(Gen.ArrayOf(letters), all => CleanText.Of(new string(all)).Trim());
        var rows = Gen.Select(Gen.ArrayOf(texts), all => (string[])["x", .. all.Take(6)]);
        Prop.ForAll(
                rows.ToArbitrary(),
                row =>
                {
                    ReadBack(CsvOutput.ForAnyone, row, ',').ShouldBe(row);
                    ReadBack(CsvOutput.ForExcel, row, ';').ShouldBe(row);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Marks_WithGuardedNames_AreReadTheQuickWayOrNotAsTheSame()
    {
        var utf8 = Encoding.UTF8.GetBytes("subject,code,value\n'＝А,1.1,1\n");
        PlainCsv.Read(utf8, "m.csv", cancel: TestContext.Current.CancellationToken).ShouldBeNull("it is a matter of its own");
        PlainCsv
            .Read(utf8, "m.csv", doubted: false, cancel: TestContext.Current.CancellationToken)
            .ShouldNotBeNull("what was kept once was written as it is");
    }

    private static string[] ReadBack(Func<Stream, GuardedCsv> open, string[] row, char separator)
    {
        using var stream = new MemoryStream();
        using (var csv = open(stream))
            csv.Record(row);
        var written = stream.ToArray().AsMemory();
        var faults = new TableFaults();
        using var table = new CsvTable(separator == ';' ? written[3..] : written, "f.csv", faults, separator);
        table.Read().ShouldBeTrue();
        faults.ThrowIfAny();
        table.Width.ShouldBe(row.Length);
        return [.. Enumerable.Range(0, table.Width).Select(column => table.Text(column).ToString())];
    }

    private static string Written(Func<Stream, GuardedCsv> open)
    {
        using var stream = new MemoryStream();
        using (var csv = open(stream))
        {
            csv.Record("код", "Район «А», \"первый\"", "две\nстроки", "=1+1");
            csv.Number<double>(0.1, CultureInfo.InvariantCulture);
            csv.Number<double>(null, CultureInfo.InvariantCulture);
            csv.Number<double>(-5.0, CultureInfo.InvariantCulture);
            csv.Text("");
            csv.End();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
