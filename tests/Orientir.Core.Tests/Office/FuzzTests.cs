using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Office;

/// <summary>
/// Every reader of what comes in, given damaged inputs: each is read or refused in words, in bounded time and memory. Of the same seed the
/// same inputs. ORIENTIR_FUZZ, as bench/fuzz gives it, is how many, or «60s» for how long; ORIENTIR_FUZZ_READER a part of a reader's name.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20261128;
    private const int Inputs = 2000;
    private const long MostMemory = 300L << 20;

    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Read_DamagedInputs_ReadsOrRefuses()
    {
        var wish = Environment.GetEnvironmentVariable("ORIENTIR_FUZZ") ?? $"{Inputs}";
        var seconds = wish.EndsWith('s') ? int.Parse(wish[..^1], CultureInfo.InvariantCulture) : int.MaxValue;
        var count = wish.EndsWith('s') ? int.MaxValue : int.Parse(wish, CultureInfo.InvariantCulture);
        var folder = Environment.GetEnvironmentVariable("ORIENTIR_FUZZ_FOLDER");
        var chosen = Environment.GetEnvironmentVariable("ORIENTIR_FUZZ_READER") ?? "";
        var readers = (await ReadersAsync()).FindAll(reader => reader.Name.Contains(chosen, StringComparison.Ordinal));
        var (random, watch) = (new Random(Seed), Stopwatch.StartNew());
        var crashes = new SortedDictionary<string, (int Count, string Example)>(StringComparer.Ordinal);
        var of = readers.ToDictionary(reader => reader.Name, _ => (Inputs: 0, Refused: 0, Slowest: TimeSpan.Zero, Memory: 0L));
        var done = 0;
        for (; done < count && watch.Elapsed.TotalSeconds < seconds; done++)
        {
            var reader = readers[done % readers.Count];
            var input = Mutated(reader.Seeds[random.Next(reader.Seeds.Count)], reader.Seeds, random);
            var (began, allocated, refused) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread(), false);
            try
            {
                reader.Read(input);
            }
            catch (Exception fault) when (fault is InputException or RefusedException)
            {
                refused = true;
            }
            catch (Exception fault)
            {
                var frame = new StackTrace(fault)
                    .GetFrames()
                    .FirstOrDefault(one =>
                        one.GetMethod()?.DeclaringType?.Namespace?.StartsWith("Orientir", StringComparison.Ordinal) == true
                    );
                var kind = $"{reader.Name}: {fault.GetType().Name} in {frame?.GetMethod()?.DeclaringType?.Name}.{frame?.GetMethod()?.Name}";
                crashes[kind] = crashes.TryGetValue(kind, out var known) ? (known.Count + 1, known.Example) : (1, Kept(kind, input, fault));
            }
            var (time, memory) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - allocated);
            var total = of[reader.Name];
            of[reader.Name] = (
                total.Inputs + 1,
                total.Refused + (refused ? 1 : 0),
                time > total.Slowest ? time : total.Slowest,
                Math.Max(total.Memory, memory)
            );
            if (time > Slowest || memory > MostMemory)
                crashes.TryAdd(
                    $"{reader.Name}: {time.TotalSeconds:0.0} s, {memory >> 20} MB",
                    (1, Kept($"{reader.Name}-{done}", input, null))
                );
        }
        var figures = new StringBuilder();
        foreach (var (name, figure) in of)
            figures.AppendLine(
                CultureInfo.InvariantCulture,
                $"{name, -24} {figure.Inputs, 9} inputs, {figure.Refused, 9} refused, slowest {figure.Slowest.TotalMilliseconds, 8:0} ms, most memory {figure.Memory / 1048576.0, 6:0.0} MB"
            );
        figures.AppendLine(
            CultureInfo.InvariantCulture,
            $"{done} inputs in {watch.Elapsed.TotalSeconds:0} s: {crashes.Values.Sum(crash => crash.Count)} crashes of {crashes.Count} kinds, slowest {of.Values.Max(figure => figure.Slowest).TotalMilliseconds:0} ms, most memory {of.Values.Max(figure => figure.Memory) / 1048576.0:0.0} MB"
        );
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString());
        if (folder is not null)
            await Console.Out.WriteAsync(figures.ToString());
        crashes.Select(crash => $"{crash.Key} × {crash.Value.Count}: {crash.Value.Example}").ShouldBeEmpty();

        string Kept(string kind, byte[] input, Exception? fault)
        {
            if (folder is null)
                return Convert.ToBase64String(input[..Math.Min(input.Length, 3000)]);
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, string.Concat(kind.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-')));
            File.WriteAllBytes(path, input);
            File.WriteAllText(path + ".txt", $"{fault}");
            return path;
        }
    }

    // Whatever takes a look at all names for each of them takes minutes here, and a second or two of a quiet machine where it takes none.
    [Fact]
    public void Read_ManyRowsEachOfAnotherName_TakesNoLookAtAllForEach()
    {
        var register = new Register
        {
            Entries =
            [
                .. Enumerable
                    .Range(0, 400)
                    .Select(at => new RegisterEntry($"m{at}", $"Район {at} северный", "municipality", null, null, [])),
            ],
        };
        (string Name, Action Read)[] readings =
        [
            ("experts", () => MarkSamples.Read(Rows("subject;code;value;expert", 120_000, row => $"А;1.1;1;Эксперт {row}"))),
            ("experts row by row", () => MarkSamples.Read(Rows("subject;code;value;expert", 120_000, row => $"\"А\";1.1;1;Эксперт {row}"))),
            ("subjects", () => MarkSamples.Read(Rows("subject;code;value", 60_000, row => $"Служба {row} города;1.1;1"), register)),
            ("codes", () => MarkSamples.Read(Rows("subject;code;value", 60_000, row => $"А;7.{row};1"))),
            (
                "parents",
                () =>
                    new ReadRegister().Read(
                        Rows("id;name;kind;parent;oktmo", 20_000, row => $"s{row};Школа {row};school;нет {row};"),
                        "r.csv"
                    )
            ),
            (
                "parents of a region",
                () =>
                    new ReadRegister().Read(
                        Rows("id;name;kind;parent;oktmo", 20_000, row => $"s{row};Школа {row};school;нет {row};"),
                        "r.csv",
                        register
                    )
            ),
        ];
        foreach (var (name, read) in readings)
        {
            var began = Stopwatch.GetTimestamp();
            Should.Throw<InputException>(read, name);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(4 * Slowest, name);
        }

        static byte[] Rows(string header, int count, Func<int, string> row) =>
            Encoding.UTF8.GetBytes($"{header}\n{string.Join('\n', Enumerable.Range(0, count).Select(row))}\n");
    }

    private sealed record Reader(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read);

    private static async Task<List<Reader>> ReadersAsync()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        byte[] Book(params string[][] rows) =>
            Xlsx.Write(workbook =>
            {
                var sheet = workbook.AddSheet("Л", new());
                foreach (var row in rows)
                {
                    sheet.Row();
                    foreach (var cell in row)
                        sheet.Text(cell);
                }
            });
        byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

        var books = Directory
            .GetFiles(WorkbookCorpusTests.Folder)
            .Where(path => !path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(".py", StringComparison.Ordinal))
            .Where(path => !Path.GetFileName(path).StartsWith("bomb", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetFileName(path), Content: File.ReadAllBytes(path)))
            .ToList();
        List<byte[]> Of(string ending) =>
            [.. books.Where(book => book.Name.EndsWith(ending, StringComparison.Ordinal)).Select(book => book.Content)];

        var marks = Text(
            "subject;code;value;expert;comment\nРжев;1.1;1;Иванова;да\n«Тверь»;1.4;7,5;;\"в, \"\"кавычках\"\"\"\nРжев;1.5;85%;Иванова;\n"
        );
        var register = Text(
            "id,name,kind,parent,oktmo,aliases,attributes\nr,Область,region,,28000000,,\nm1,город Ржев,municipality,r,28745000,Ржев|г. Ржев,тип=город|число=5\n"
        );
        var contacts = Text("имя;почта;роль;территория;направления\nИванова;i@example.ru;оператор;Ржев;1|2\n");
        using var own = new MemoryStream();
        new FormWorkbook().Write(own, form);
        var table = Book(
            ["№", "Показатель", "Ссылки"],
            ["1.1", "да и нет", "https://example.ru/a"],
            ["2", "Второе", "приказ № 1 от 01.02.2026 «О плане»"]
        );
        var methodologies = Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "methodologies"), "*.json")
            .Order(StringComparer.Ordinal)
            .Take(4)
            .Select(File.ReadAllBytes)
            .ToList();
        List<byte[]> numbers = [Text("1 234,5"), Text("-7.5e3"), Text("85 %"), Text("−0,5"), Text("1e400")];
        List<byte[]> names = [Text("МО «город Ржев» Тверской обл."), Text("Вышний Волочёк р-н"), Text("Иванова И. И.")];

        void Whole(byte[] content)
        {
            using var book = WorkbookReader.Open(content, "f");
            for (var index = 0; index < book.SheetsLookedAt; index++)
            {
                using var sheet = book.Sheet(index);
                while (sheet.Read())
                    for (var column = 0; column < sheet.Width; column++)
                        if (sheet.Kind(column) != CellKind.Empty && !CleanText.IsClean(sheet.Text(column)))
                            throw new InvalidOperationException("unclean");
            }
        }

        return
        [
            new("workbook .xlsx", Of(".xlsx"), Whole),
            new("workbook .xls", Of(".xls"), Whole),
            new("workbook .ods", Of(".ods"), Whole),
            new("marks CSV", [marks], content => MarkSamples.Read(content)),
            new(
                "marks workbook",
                [Book(["subject", "code", "value"], ["Ржев", "1.1", "1"]), .. Of(".xlsx")],
                content => MarkSamples.Read(content)
            ),
            new("register CSV", [register], content => new ReadRegister().Read(content, "r.csv")),
            new(
                "register workbook",
                [Book(["id", "name", "kind", "parent", "oktmo"], ["r", "Область", "region", "", "28000000"])],
                content => new ReadRegister().Read(content, "r")
            ),
            new("contacts CSV", [contacts], content => Contacts(faults => ReadContacts.File(content, "c", faults))),
            new(
                "contacts workbook",
                [Book(["имя", "почта", "роль"], ["Иванова", "i@example.ru", "оператор"])],
                content => Contacts(faults => ReadContacts.File(content, "c", faults))
            ),
            new(
                "contacts pasted",
                [contacts],
                content => Contacts(faults => ReadContacts.Pasted(Encoding.UTF8.GetString(content), faults))
            ),
            new("form", [own.ToArray(), table], content => new ReadForm().Read(content, "ф", form)),
            new("methodology", methodologies, content => new ReadMethodology().Read(content, "m.json")),
            new(
                "numbers",
                numbers,
                content =>
                {
                    var text = Encoding.UTF8.GetString(content);
                    if (
                        WrittenNumber.TryParse(text, out var number) && !double.IsFinite(number)
                        || WrittenNumber.TryParsePercent(text, out number) && !double.IsFinite(number)
                    )
                        throw new InvalidOperationException("no number");
                }
            ),
            new(
                "names",
                names,
                content =>
                {
                    var name = Encoding.Unicode.GetString(content) + Encoding.UTF8.GetString(content);
                    TerritoryName.Of(CleanText.Of(name));
                    FoldedName.Of(name);
                    new SheetNames().Take(name);
                    FileNames.Of([name], ".xlsx");
                    ExpertName.Of(name);
                }
            ),
        ];

        static void Contacts(Action<TableFaults> read)
        {
            var faults = new TableFaults();
            read(faults);
            faults.ThrowIfAny();
        }
    }

    private static byte[] Mutated(byte[] seed, IReadOnlyList<byte[]> others, Random random)
    {
        // Bytes of an archive damage its packing; most faults lie deeper, in its parts.
        if (seed.AsSpan().StartsWith("PK"u8) && random.Next(8) > 0)
            return PartMutated(seed, random);
        return Damaged(seed, others, random);
    }

    private static byte[] PartMutated(byte[] archive, Random random)
    {
        var parts = new List<(string Name, byte[] Content)>();
        using (var old = new ZipArchive(new MemoryStream(archive)))
            foreach (var entry in old.Entries)
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                parts.Add((entry.FullName, bytes.ToArray()));
            }
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            var at = random.Next(parts.Count);
            // Sheets hold most of what is read.
            if (random.Next(2) == 0)
                at = Math.Max(
                    0,
                    parts.FindIndex(part => part.Name.Contains("sheet1", StringComparison.OrdinalIgnoreCase) || part.Name == "content.xml")
                );
            parts[at] = (parts[at].Name, Damaged(parts[at].Content, [.. parts.Select(part => part.Content)], random));
        }
        using var stream = new MemoryStream();
        using (var fresh = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                using var entry = fresh.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "",
            "\0",
            "\uFEFF",
            "\uFFFE",
            "é",
            "e\u0301",
            "\"",
            "\"\"",
            ";",
            "\t",
            "\r",
            "\n\n",
            "0",
            "-1",
            "1e999",
            "NaN",
            "2147483648",
            "9999999999999999999",
            "1.10",
            "01.05.2026",
            "=1+1",
            "#N/A",
            "%",
            "_xD83D_",
            "_x0000_",
            "&#xD800;",
            "<is><t>x</t></is>",
            "<c r=\"ZZZZ9\" t=\"s\"><v>-1</v></c>",
            "<row r=\"1048577\">",
            " t=\"d\"",
            " s=\"4294967295\"",
            " r=\"a1\"",
            "<mergeCell ref=\"A1:XFD1048576\"/>",
            "<f>HYPERLINK(\"",
            " table:number-columns-repeated=\"16777216\"",
            " table:number-rows-repeated=\"1048576\"",
            "{\"nodes\":[",
            "null",
            "|",
            "https://",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xFF, 0xFF, 0xFF, 0xFF],
        [0x00, 0x00, 0x00, 0x80],
        [0xED, 0xA0, 0x80],
    ];

    private static byte[] Damaged(byte[] seed, IReadOnlyList<byte[]> others, Random random)
    {
        var bytes = new List<byte>(seed);
        for (var times = 1 + random.Next(4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(bytes.Count - at, random.Next(6) == 0 ? random.Next(4096) : random.Next(16));
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    var token = Tokens[random.Next(Tokens.Length)];
                    for (var repeated = random.Next(8) == 0 ? random.Next(200) : 1; repeated > 0; repeated--)
                        bytes.InsertRange(at, token);
                    break;
                case 5:
                    var other = others[random.Next(others.Count)];
                    var from = random.Next(other.Length + 1);
                    bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(512))).ToArray());
                    break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    else
                        bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }
        return [.. bytes];
    }
}
