using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Orientir.Core.Office;

/// <summary>A workbook of the old kind (.xls), by ExcelDataReader; what that does not tell, by <see cref="XlsRecords"/>.</summary>
internal sealed class XlsReader : WorkbookReader
{
    private const int Largest = 32 << 20;

    // Cells looked at, empty ones too, and a row as ten, of which ExcelDataReader makes an object: a few bytes make a sheet of sixteen
    // million cells.
    private const long MostLooked = 17_500_000;
    private const int LookedOfRow = 10;

    private readonly List<KeptRows> sheets = [];
    private long looked;

    static XlsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public XlsReader(ReadOnlyMemory<byte> content, string file)
        : base(file)
    {
        if (content.Length > Largest)
            throw Refuse($"книга .xls больше {Largest >> 20} МБ", "сохраните её как .xlsx");
        var workbook = IsBare(content.Span) ? content.ToArray() : StreamOf(content);
        try
        {
            var proof = XlsProof.Of(workbook);
            if (proof.IsEncrypted)
                throw Locked();
            workbook = proof.Workbook;
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault.Message);
        }
        var records = new XlsRecords(workbook);
        try
        {
            // The stream that was proved, not the file: another could be found in it.
            using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook, writable: false));
            var texts = new TextStore(file);
            do sheets.Add(SheetOf(reader, texts, records.Of(sheets.Count)));
            while (reader.NextResult());
        }
        catch (InvalidPasswordException)
        {
            throw Locked();
        }
        // A damaged file brings forth exceptions of every kind.
        catch (Exception fault) when (fault is not (InputException or OutOfMemoryException))
        {
            throw Damaged("книга .xls не читается");
        }
        if (sheets.Count == 0)
            throw Refuse("в книге нет листов с ячейками", "нужен хотя бы один лист");
    }

    /// <summary>Whether a file is a workbook of this kind, or another file of streams.</summary>
    public static bool Reads(ReadOnlySpan<byte> content) => CompoundFile.IsOne(content) || IsBare(content);

    public override IReadOnlyList<string> SheetNames => [.. sheets.Select(sheet => sheet.Name)];

    public override SheetReader Sheet(int index) => new KeptSheet(sheets[index]);

    // Excel up to 4, and programs that write as it did, put the records into the file itself: it begins with BOF.
    private static bool IsBare(ReadOnlySpan<byte> content) =>
        content.Length > 8 && content[0] == 9 && content[1] is 0 or 2 or 4 or 8 && content[2] is 4 or 6 or 8 or 16 && content[3] == 0;

    // What is no sound file of streams would send a reader round in circles.
    private byte[] StreamOf(ReadOnlyMemory<byte> content)
    {
        var compound = CompoundFile.Of(content) ?? throw Damaged("книга .xls не открывается");
        if (compound.Has("EncryptedPackage"))
            throw Locked();
        return compound.Stream("Workbook")
            ?? compound.Stream("Book")
            ?? throw Refuse(
                compound.Has("WordDocument") ? "это документ Word (.doc), а не таблица" : "это не книга Excel",
                "нужна книга .xlsx, .xls или .ods, или текст CSV"
            );
    }

    private InputException Locked() =>
        Refuse("книга под паролем", "откройте её в Excel, снимите пароль (Файл → Сведения → Защита книги) и сохраните как .xlsx");

    private KeptRows SheetOf(
        IExcelDataReader reader,
        TextStore texts,
        (List<CellLink> Links, Dictionary<(int Row, int Column), string> Errors) told
    )
    {
        var rows = new KeptRows(File, reader.Name, texts);
        if (reader.FieldCount > XlsProof.MostColumns)
            throw Damaged($"на листе «{reader.Name}» больше {XlsProof.MostColumns} столбцов");
        if (reader.RowCount > XlsProof.MostRows)
            throw Damaged($"на листе «{reader.Name}» больше {Russian.Number(XlsProof.MostRows)} строк");
        while (reader.Read())
        {
            rows.Begin(reader.Depth + 1);
            looked += reader.FieldCount + LookedOfRow;
            if (looked > MostLooked)
                throw TextStore.TooMuch(File, "17 млн ячеек, хотя бы и пустых");
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var (kind, text) = told.Errors.TryGetValue((reader.Depth, column), out var error)
                    ? (CellKind.Error, error)
                    : CellOf(reader, column);
                rows.Add(column, kind, text);
            }
        }
        rows.End();
        foreach (var merged in reader.MergeCells ?? [])
            rows.Merged.Add(new(merged.FromRow + 1, merged.FromColumn + 1, merged.ToRow + 1, merged.ToColumn + 1));
        rows.Links.AddRange(told.Links);
        return rows;
    }

    private static (CellKind Kind, string Text) CellOf(IExcelDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            null => (CellKind.Empty, ""),
            string text => (CellKind.Text, text),
            bool yes => (CellKind.Boolean, CellWords.Of(yes)),
            DateTime date => (CellKind.Date, CellWords.Of(date)),
            TimeSpan time => (CellKind.Date, CellWords.Of(time.TotalDays, NumberKind.Date)),
            double number => (CellKind.Number, CellWords.Of(number, NumberFormats.Of(reader.GetNumberFormatString(column) ?? ""))),
            var other => (CellKind.Number, Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""),
        };
}
