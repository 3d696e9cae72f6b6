using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Bench;

/// <summary>Makes the large input files the whole-process measurements read. The same seed gives the same files.</summary>
internal static class MakeInputs
{
    private const int Seed = 2026;
    private const int Directions = 10;
    private const int LeavesOfDirection = 15;

    /// <summary>
    /// Writes a methodology of 150 indicators, 345,000 marks as CSV and as xlsx, and marks for <paramref name="leningrad"/>.
    /// </summary>
    public static void Into(string folder, string leningrad)
    {
        Directory.CreateDirectory(folder);
        var package = Path.Combine(folder, "methodology.json");
        File.WriteAllBytes(package, Package());
        var large = new ReadMethodology().Read(File.ReadAllBytes(package), package);
        WriteCsv(Path.Combine(folder, "marks-345000.csv"), large, "Школа № ", 2300);
        WriteWorkbook(Path.Combine(folder, "marks-345000.xlsx"), large, 2300);
        var region = new ReadMethodology().Read(File.ReadAllBytes(leningrad), leningrad);
        foreach (var subjects in (int[])[60, 600, 2300])
            WriteCsv(Path.Combine(folder, $"leningrad-{subjects}.csv"), region, "Район ", subjects);
    }

    private static byte[] Package()
    {
        var scales = new object[]
        {
            new { kind = "binary" },
            new { kind = "ordinal", steps = Enumerable.Range(0, 4).Select(step => new { points = step, title = $"Ступень {step}" }) },
            new { kind = "checklist", items = Enumerable.Range(1, 6).Select(item => new { id = $"i{item}", title = $"Пункт {item}" }) },
            new { kind = "points", max = 10 },
        };
        var stages = (string[])["goals", "indicators", "collection", "monitoring", "analysis", "recommendations", "measures"];
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                format = "orientir-methodology/1",
                id = "bench",
                edition = 1,
                revision = 0,
                title = "Методика для замеров",
                subject = "school",
                basis = "Составлена для замеров скорости",
                missing = "zero",
                combine = "consensus",
                stages = stages.Select(stage => new { id = stage, title = stage }),
                nodes = Enumerable
                    .Range(1, Directions)
                    .Select(direction => new
                    {
                        code = $"{direction}",
                        kind = "direction",
                        title = $"Направление {direction}",
                        nodes = Enumerable
                            .Range(1, LeavesOfDirection)
                            .Select(leaf => new
                            {
                                code = $"{direction}.{leaf}",
                                title = $"Показатель {direction}.{leaf}",
                                stage = stages[leaf % stages.Length],
                                scale = scales[leaf % scales.Length],
                            }),
                    }),
            }
        );
    }

    private static IEnumerable<(int Subject, string Code, int Value)> Marks(Methodology methodology, int subjects)
    {
        var random = new Random(Seed);
        for (var subject = 1; subject <= subjects; subject++)
            foreach (var node in methodology.Nodes)
                if (node.Scale is { } scale)
                {
                    // A step of an ordinal scale need not be a whole number; the other values of this file are.
                    var attainable =
                        scale is OrdinalScale
                            ? scale.AttainablePoints
                            : [.. Enumerable.Range(0, (int)scale.Maximum + 1).Select(value => (double)value).Where(scale.Accepts)];
                    yield return (subject, node.Code, (int)attainable[random.Next(attainable.Count)]);
                }
    }

    private static void WriteCsv(string path, Methodology methodology, string name, int subjects)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        text.Write("subject,code,value,expert,comment\n");
        foreach (var (subject, code, value) in Marks(methodology, subjects))
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{name}{subject},{code},{value},,\n"));
    }

    // As Excel saves it: texts shared, numbers in place.
    private static void WriteWorkbook(string path, Methodology methodology, int subjects)
    {
        var shared = new Dictionary<string, int>(StringComparer.Ordinal);
        int Shared(string text)
        {
            if (!shared.TryGetValue(text, out var index))
                shared.Add(text, index = shared.Count);
            return index;
        }
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using (var sheet = Part(archive, "xl/worksheets/sheet1.xml"))
        {
            sheet.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">");
            foreach (
                var (column, title) in (ReadOnlySpan<(char, string)>)
                    [('A', "subject"), ('B', "code"), ('C', "value"), ('D', "expert"), ('E', "comment")]
            )
                sheet.Write(string.Create(CultureInfo.InvariantCulture, $"<c r=\"{column}1\" t=\"s\"><v>{Shared(title)}</v></c>"));
            sheet.Write("</row>");
            var row = 1;
            foreach (var (subject, code, value) in Marks(methodology, subjects))
            {
                row++;
                sheet.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>{Shared($"Школа № {subject}")}</v></c><c r=\"B{row}\" "
                            + $"t=\"s\"><v>{Shared(code)}</v></c>"
                    )
                );
                sheet.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"<c r=\"C{row}\"><v>{value}</v></c><c r=\"D{row}\" t=\"s\"><v>{Shared("Эксперт 1")}</v></c></row>"
                    )
                );
            }
            sheet.Write("</sheetData></worksheet>");
        }
        using (var strings = Part(archive, "xl/sharedStrings.xml"))
        {
            strings.Write("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
            foreach (var text in shared.Keys)
                strings.Write($"<si><t>{text}</t></si>");
            strings.Write("</sst>");
        }
        const string relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006";
        const string type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        Write(
            archive,
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                + $"xmlns:r=\"{relationships}\"><sheets><sheet name=\"Оценки\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        Write(
            archive,
            "xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relationships}/worksheet\" "
                + $"Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{relationships}/sharedStrings\" "
                + "Target=\"sharedStrings.xml\"/></Relationships>"
        );
        Write(
            archive,
            "_rels/.rels",
            $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relationships}/officeDocument\" "
                + "Target=\"xl/workbook.xml\"/></Relationships>"
        );
        Write(
            archive,
            "[Content_Types].xml",
            $"<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" "
                + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" "
                + $"ContentType=\"{type}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" "
                + $"ContentType=\"{type}.worksheet+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" "
                + $"ContentType=\"{type}.sharedStrings+xml\"/></Types>"
        );
    }

    private static StreamWriter Part(ZipArchive archive, string name) =>
        new(archive.CreateEntry(name).Open(), new UTF8Encoding(false), 1 << 16);

    private static void Write(ZipArchive archive, string name, string xml)
    {
        using var part = Part(archive, name);
        part.Write(xml);
    }
}
