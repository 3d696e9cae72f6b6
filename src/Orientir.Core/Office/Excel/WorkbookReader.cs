namespace Orientir.Core.Office;

/// <summary>
/// A workbook opened for reading: .xlsx and .xlsm by our own reader, .xls by ExcelDataReader, .ods by our own. What a file is, its
/// content says and never its name. Which reader reads what, and why: docs/adr/0015.
/// </summary>
internal abstract class WorkbookReader(string file) : IDisposable
{
    /// <summary>Bytes a workbook may unpack to, whatever the archive says of its size: a small file may unpack to terabytes.</summary>
    public const long Unpacked = 1L << 30;

    // Nobody looks for a table on the hundred and first sheet, and each of them costs time.
    private const int MostSheetsLookedAt = 100;

    /// <summary>Its name for messages.</summary>
    public string File { get; } = file;

    /// <summary>Names of the worksheets, in the order of their tabs.</summary>
    public abstract IReadOnlyList<string> SheetNames { get; }

    /// <summary>How many of the sheets are looked through for a table.</summary>
    public int SheetsLookedAt => Math.Min(SheetNames.Count, MostSheetsLookedAt);

    /// <summary>Opens a sheet to read it once, from the first row on.</summary>
    /// <param name="index">Its place in <see cref="SheetNames"/>.</param>
    /// <exception cref="InputException">The sheet is missing or damaged.</exception>
    public abstract SheetReader Sheet(int index);

    /// <summary>Whether a file is a workbook or another document that is no text: by its content, for names lie.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith("PK"u8) || XlsReader.Reads(content);

    /// <summary>Opens a workbook.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="unpacked">Bytes it may unpack to.</param>
    /// <param name="keepsOnce">Whether who reads it keeps a text that many cells share once: such cells may hold more in all.</param>
    /// <exception cref="InputException">The content is no workbook, a damaged one, or of a kind that is not read.</exception>
    public static WorkbookReader Open(ReadOnlyMemory<byte> content, string file, long unpacked = Unpacked, bool keepsOnce = false)
    {
        if (XlsReader.Reads(content.Span))
            return new XlsReader(content, file);
        if (!content.Span.StartsWith("PK"u8))
            throw Refusal(
                file,
                content.IsEmpty ? "файл пуст" : "это не книга .xlsx, .xls или .ods",
                "откройте таблицу в Excel и сохраните её как .xlsx"
            );
        var archive = new BookArchive(content, file, unpacked);
        try
        {
            return OdsReader.IsOne(archive) ? new OdsReader(archive) : new XlsxReader(archive, keepsOnce);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The sheet whose first row holds most of the header, standing on that row.</summary>
    /// <exception cref="InputException">No sheet has any of it.</exception>
    public SheetReader SheetWithHeader(string[] required, string[] optional, string[] translated, string otherwise = "")
    {
        var (best, most) = (-1, 0);
        for (var index = 0; index < SheetsLookedAt && most < required.Length; index++)
        {
            using var sheet = Sheet(index);
            var found = sheet.Read() ? Math.Max(TableHeader.CountOf(sheet, required), TableHeader.CountOf(sheet, translated)) : 0;
            if (found > most)
                (best, most) = (index, found);
        }
        if (best < 0)
            throw Refuse(
                $"ни на одном листе нет заголовка; листы: {Russian.List([.. SheetNames.Select(name => $"«{name}»")], 20)}",
                "в первой непустой строке листа нужны столбцы "
                    + $"{string.Join(", ", required)}{(translated.Length > 0 ? $" (или {string.Join(", ", translated)})" : "")}, по "
                    + $"желанию {string.Join(", ", optional)}{(otherwise.Length > 0 ? $"; {otherwise}" : "")}"
            );
        var table = Sheet(best);
        table.Read();
        return table;
    }

    public InputException Damaged(string what) => Refusal(File, $"файл повреждён: {what}", "откройте его в Excel и сохраните заново");

    public InputException Refuse(string found, string allowed) => Refusal(File, found, allowed);

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    internal static InputException Refusal(string file, string found, string allowed) => new([new InputError(file, found, allowed)]);

    protected virtual void Close() { }
}
