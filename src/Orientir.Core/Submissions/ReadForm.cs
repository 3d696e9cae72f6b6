using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>
/// Reads a filled Excel form against the submission it belongs to: our own form, or the table municipalities are used to
/// (code, indicator, links). Empty cells change nothing.
/// </summary>
public sealed class ReadForm
{
    /// <summary>Reads the file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="form">The submission it is to be imported into, as it is now.</param>
    /// <exception cref="InputException">It is no workbook, or a damaged one.</exception>
    /// <exception cref="RefusedException">It is the form of another subject, campaign or edition.</exception>
    public FormReading Read(ReadOnlyMemory<byte> content, string file, SubmissionForm form)
    {
        using var book = WorkbookReader.Open(content, file, unpacked: 1L << 26);
        var names = book.SheetNames;
        var identity = IndexOf(names, FormWorkbook.IdentitySheet);
        if (identity >= 0)
        {
            CheckIdentity(book, identity, form);
            var sheet = IndexOf(names, FormWorkbook.FormSheet);
            if (sheet < 0)
                throw new RefusedException(
                    RefusalKind.Invalid,
                    "В файле нет листа «Анкета»: его удалили или переименовали. Скачайте форму ещё раз и перенесите ответы в неё."
                );
            var own = new FormSheet(new(book, sheet), form);
            own.Read();
            return FilledSheet.Together([own], form, isOurs: true);
        }
        var tables = new List<LinkTable>();
        for (var index = 0; index < book.SheetsLookedAt; index++)
        {
            var cells = new FormCells(book, index);
            // Read as a table it would lose its answers; whose they are and of which edition nothing says.
            if (cells.HasOwnHeader)
                throw new RefusedException(
                    RefusalKind.Invalid,
                    $"На листе «{names[index]}» наша форма, но в книге нет служебного листа, по которому видно, чья она: лист "
                        + "скопирован в другую книгу. Скачайте форму ещё раз и перенесите ответы в неё."
                );
            var table = new LinkTable(cells, form);
            if (table.Read())
                tables.Add(table);
        }
        // A list of schools is numbered too: beside a sheet that surely is of the methodology it is none.
        var certain = tables.FindAll(table => table.IsCertain);
        if (certain.Count > 0)
            return FilledSheet.Together(certain, form, isOurs: false);
        foreach (var other in tables.Skip(1))
            other.Doubt();
        if (tables.Count > 0)
            return FilledSheet.Together(tables, form, isOurs: false);
        throw new RefusedException(
            RefusalKind.Invalid,
            "Это не форма анкеты: в файле нет ни кодов, ни названий показателей этой методики. Скачайте форму на странице анкеты и "
                + "заполните её."
        );
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var index = 0; index < names.Count; index++)
            if (string.Equals(names[index], name, StringComparison.OrdinalIgnoreCase))
                return index;
        return -1;
    }

    private static void CheckIdentity(WorkbookReader book, int index, SubmissionForm form)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var sheet = book.Sheet(index))
            while (sheet.Read())
                found[sheet.Text(0).ToString()] = sheet.Text(1).ToString();
        foreach (var (key, expected) in FormWorkbook.IdentityOf(form))
        {
            var given = found.GetValueOrDefault(key) ?? "";
            if (given == expected || key is "campaign-title" or "subject-name")
                continue;
            throw new RefusedException(
                RefusalKind.Invalid,
                key switch
                {
                    "campaign" =>
                        $"Это форма другого мониторинга: {Russian.Quote(found.GetValueOrDefault("campaign-title") ?? "")}, а анкета — "
                            + $"{Russian.Quote(form.Campaign.Title)}. Скачайте форму на странице этой анкеты.",
                    "subject" =>
                        $"Это форма другого объекта оценки: {Russian.Quote(found.GetValueOrDefault("subject-name") ?? "")}, а анкета — "
                            + $"{Russian.Quote(form.Subject.Name)}. Загрузите её в анкету этого объекта.",
                    "methodology" or "edition" => $"Форма заполнена по методике «{found.GetValueOrDefault("methodology")}», издание "
                        + $"{found.GetValueOrDefault("edition")}, а мониторинг идёт по методике «{form.Methodology.Id}», издание "
                        + $"{form.Methodology.Edition}. Скачайте новую форму.",
                    _ => "Форма создана другой версией программы. Скачайте новую форму и перенесите в неё ответы.",
                }
            );
        }
    }
}
