using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>A sheet of a filled form, read against a submission: what its rows would change, and what is wrong with them.</summary>
internal abstract class FilledSheet(FormCells cells, SubmissionForm form)
{
    private readonly List<(int Row, int Column, InputError Error)> errors = [];
    private readonly List<(string Cell, EvidenceFields Fields, PlaceOfEvidence Place)> evidence = [];

    /// <summary>What the sheets of a file would change together.</summary>
    public static FormReading Together(IReadOnlyList<FilledSheet> sheets, SubmissionForm form, bool isOurs)
    {
        var known = form
            .Evidence.SelectMany(one =>
                one.Item.Places.Select(place => (Key(one.Item.Url, one.Line), new PlaceOfEvidence(place.Uid, place.ItemId)))
            )
            .ToHashSet();
        var additions = sheets
            .SelectMany(sheet => sheet.evidence)
            .GroupBy(one => Key(one.Fields.Url, one.Fields.Line), StringComparer.Ordinal)
            .Select(group =>
                (
                    First: group.First(),
                    Places: group.Select(one => one.Place).Distinct().Where(place => !known.Contains((group.Key, place))).ToList()
                )
            )
            .Where(group => group.Places.Count > 0)
            .Select(group => new FormAddition(group.First.Cell, group.First.Fields, group.Places, group.First.Fields.Line));
        return new(
            isOurs,
            [.. sheets.SelectMany(sheet => sheet.Changes)],
            [.. additions],
            [
                .. sheets.SelectMany(sheet =>
                    sheet.errors.OrderBy(error => error.Row).ThenBy(error => error.Column).Select(error => error.Error)
                ),
            ],
            [.. sheets.SelectMany(sheet => sheet.Unread)]
        );

        static string Key(string? url, string said) => url ?? said;
    }

    /// <summary>Takes nothing of a table whose rows are told by whole numbers alone, and says so where there would be something.</summary>
    public void Doubt()
    {
        var taken = evidence.Count > 0;
        evidence.Clear();
        errors.Clear();
        if (taken)
            Fault(
                1,
                0,
                "номера строк могут быть и не кодами методики: таблица с такими номерами есть и на листе перед этим",
                "впишите рядом с номерами названия направлений или показателей, а лист с другим уберите из книги"
            );
    }

    /// <summary>The answers that differ from what is kept.</summary>
    protected virtual IReadOnlyList<FormChange> Changes => [];

    /// <summary>What of it is passed over, in sentences.</summary>
    protected virtual IReadOnlyList<string> Unread => [];

    /// <summary>What the sheet holds.</summary>
    protected FormCells Cells => cells;

    /// <summary>The submission as it is now.</summary>
    protected SubmissionForm Form => form;

    /// <summary>How many faults were found so far.</summary>
    protected int Faults => errors.Count;

    // A code that Excel took for a number is one of two.
    protected bool IsCodeMadeNumber(FormRow row, string code, Dictionary<string, (Node Node, string ItemId)> places)
    {
        if (row.Kinds.Length == 0 || row.Kinds[0] is not (CellKind.Number or CellKind.Date) || !places.ContainsKey(code + "0"))
            return false;
        Fault(
            row.Number,
            0,
            $"код «{code}» Excel превратил в число",
            $"это может быть и {code}, и {code}0: сделайте столбец текстовым и введите код заново"
        );
        return true;
    }

    protected void TellBeyond()
    {
        if (Cells.Beyond is not [var (row, column), ..])
            return;
        var found = $"ячейка правее {FormCells.MostColumns}-го столбца";
        var error = new InputError(Cells.PlaceOf(row, column), found, "они не читаются: перенесите нужное левее, остальное очистите");
        errors.Add((row, column, error with { Count = Cells.Beyond.Count }));
    }

    protected bool IsReadable(FormRow row, int first, int last)
    {
        var before = errors.Count;
        for (var column = first; column <= last; column++)
            if (Cells.Unreadable.TryGetValue((row.Number, column), out var fault))
                Fault(row.Number, column, fault.Found, fault.Allowed);
        return errors.Count == before;
    }

    // Nodes and items by their codes, those aside that the operator answers.
    protected Dictionary<string, (Node Node, string ItemId)> Places()
    {
        var places = new Dictionary<string, (Node, string)>(StringComparer.Ordinal);
        foreach (var node in Form.Methodology.Nodes)
        {
            if (node is { Scale: not null, Source: AnswerSource.Operator })
                continue;
            places[node.Code] = (node, "");
            foreach (var item in node.Items)
                places[$"{node.Code}/{item.Id}"] = (node, item.Id);
        }
        return places;
    }

    protected void ReadEvidence(FormRow row, int column, IReadOnlyList<PlaceOfEvidence> places)
    {
        var under = Cells.Links.GetValueOrDefault((row.Number, column));
        if (under == "=" && !WrittenEvidence.HasAddress(row.TextAt(column)))
        {
            Fault(row.Number, column, "адрес ссылки собран формулой из других ячеек", "впишите в ячейку сам адрес");
            return;
        }
        var written = places.SelectMany(place => Form.EvidenceAt(place.Uid, place.ItemId)).Select(one => one.Line).ToHashSet();
        foreach (var (fields, fault) in WrittenEvidence.In(row.TextAt(column), under, written))
            if (fields is null)
                Fault(row.Number, column, fault!.Found, fault.Allowed);
            else
                foreach (var place in places)
                    evidence.Add((Cells.NameOf(row.Number, column), fields, place));
    }

    protected void NotYours(int row, string code) =>
        Fault(
            row,
            0,
            $"«{code}» относится к направлению, которое вам не поручено",
            "очистите ячейки этой строки или передайте файл координатору"
        );

    protected static string KindOf(Node node) => node.Kind == NodeKind.Section ? "раздела" : "группы";

    protected static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    protected void Fault(int row, int column, string found, string allowed) =>
        errors.Add((row, column, new(Cells.PlaceOf(row, column), found, allowed)));
}
