using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Territories;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reviews;

/// <summary>Reads the rows of tables of marks below their headers: every mark with its place, every fault at its cell.</summary>
internal sealed class MarkRows
{
    private const int Untold = int.MinValue;

    // So many codes nobody knows are more than slips of the pen.
    private const int FewestForeign = 5;

    private readonly Methodology methodology;
    private readonly Register? register;
    private readonly OwnName? own;
    private readonly TableFaults faults;
    private readonly MarkCodes codes;
    private readonly MarkValues values;
    private readonly List<ScoringSubject> subjects = [];
    private readonly Dictionary<string, int> subjectOfId = new(StringComparer.Ordinal);
    private readonly Names subjectNames = new();
    private readonly List<(string Found, string Allowed)> unknownSubjects = [];
    private readonly HashSet<int> totals = [];
    private readonly HashSet<int> known = [];
    private readonly NamedSubjects named = new();
    private readonly List<string> experts = [];
    private readonly Dictionary<string, int> expertOfName = new(StringComparer.Ordinal);
    private readonly Names expertNames = new();
    private readonly List<string?> sheets = [];
    private NodeMark[] marks = [];
    private int markCount;
    private readonly List<MarkComment> comments = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> texts = new HashSet<string>(
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    // Each pair of a subject and an expert has a number; number × nodes + node is a mark's key. Keys of a file that is
    // in any order are nearly consecutive, which the table of a dictionary likes.
    private readonly Dictionary<(int Subject, int Expert), int> pairs = [];
    private readonly Dictionary<long, (int Sheet, int Row)> rowOfMark = [];
    private (int Subject, int Expert) lastPair = (-1, -1);
    private int lastPairNumber;

    // The table that is read now.
    private TableReader table = null!;
    private SubjectBlocks blocks = null!;

    public MarkRows(Methodology methodology, Register? register, OwnName? own, TableFaults faults)
    {
        this.own = own;
        this.methodology = methodology;
        this.register = register;
        this.faults = faults;
        codes = new MarkCodes(methodology);
        values = new MarkValues(methodology);
    }

    /// <summary>Reads the rows of one more table.</summary>
    /// <param name="from">The table.</param>
    /// <param name="places">The columns of subject, code, value, expert and comment; −1 for an absent one.</param>
    /// <param name="columns">The header; null where every column is known.</param>
    /// <param name="cancel">Stops.</param>
    public void Read(TableReader from, ReadOnlySpan<int> places, TableHeader? columns, CancellationToken cancel)
    {
        (table, blocks) = (from, new());
        sheets.Add(table.SheetName);
        Array.Resize(ref marks, markCount + Math.Max(table.ExpectedRows, 16));
        rowOfMark.EnsureCapacity(markCount + table.ExpectedRows);
        var (subject, code, value, expert, comment) = (places[0], places[1], places[2], places[3], places[4]);
        while (table.Read())
        {
            cancel.ThrowIfCancellationRequested();
            columns?.CheckUnnamed(table, faults);
            var before = faults.Count;
            var subjectIndex = ReadSubject(subject);
            // What stands in a row of totals is no mark to be judged.
            if (totals.Contains(subjectIndex))
                continue;
            var node = ReadNode(code);
            var mark = node < 0 ? null : ReadValue(value, node);
            var expertIndex = ReadExpert(expert);
            var text = comment < 0 || !IsReadable(comment, "комментарий", isProse: true) ? "" : Kept(table.Text(comment));
            if (faults.Count > before)
                continue;
            if (mark is { } number)
            {
                if (rowOfMark.TryAdd(KeyOf(subjectIndex, node, expertIndex), (table.Sheet, table.Row)))
                    AddMark(new NodeMark(subjectIndex, node, expertIndex, number));
                else
                    ReportSecond(code, subjectIndex, node, expertIndex);
            }
            if (text.Length > 0)
                comments.Add(new MarkComment(subjectIndex, node, expertIndex, text));
        }
        blocks.TellEmpty(faults);
    }

    /// <summary>Says first, where most codes are none of the methodology, that it may be the wrong one.</summary>
    public void TellForeign(string file)
    {
        var (foreign, all) = (codes.UnknownCount, codes.UnknownCount + known.Count);
        if (foreign >= FewestForeign && foreign > known.Count)
            faults.Add(
                default,
                0,
                new(
                    file,
                    $"из {Russian.Count(all, "кода", "кодов", "кодов")} в методике «{methodology.Id}» нет {Russian.Number(foreign)}",
                    "похоже, оценки ставили по другой методике или другому её изданию: укажите их методику"
                )
            );
    }

    /// <summary>Whether no mark was read.</summary>
    public bool IsEmpty => markCount == 0;

    /// <summary>The marks of all tables.</summary>
    public MarkSheet All()
    {
        if (register is not null)
            foreach (var entry in register.Entries)
                if (entry.Kind == EntryKind.IdOf(methodology.Subject))
                    SubjectOf(entry);
        return new MarkSheet
        {
            Subjects = subjects,
            Experts = experts,
            Marks = marks.AsMemory(0, markCount),
            Comments = comments,
        };
    }

    private int ReadSubject(int column)
    {
        if (!IsReadable(column, "объект"))
            return -1;
        var text = table.Text(column);
        if (text.IsEmpty)
            return blocks.Above(table, column, faults);
        if (!subjectNames.TryGet(text, out var index))
        {
            index = register is null ? UnregisteredSubject(text) : RegisteredSubject(text.ToString(), register);
            subjectNames.Add(text, index);
        }
        if (index == Untold)
            faults.AddUntold();
        else if (index < 0)
            faults.AddName(table, column, unknownSubjects[-1 - index].Found, unknownSubjects[-1 - index].Allowed);
        blocks.Named(index, table.Row);
        return index;
    }

    private int UnregisteredSubject(ReadOnlySpan<char> text)
    {
        var name = ExpertName.Of(text.ToString());
        if (TotalsRow.Is(name))
            return Totals(name);
        if (named.FaultOf(name) is { } fault)
        {
            unknownSubjects.Add(fault);
            return -unknownSubjects.Count;
        }
        if (!subjectOfId.TryGetValue(name, out var index))
        {
            subjectOfId.Add(name, index = subjects.Count);
            subjects.Add(new ScoringSubject(name, name));
        }
        return index;
    }

    private int RegisteredSubject(string name, Register known)
    {
        var kind = EntryKind.IdOf(methodology.Subject);
        if (known.Find(name, kind) is { } entry)
            return SubjectOf(entry);
        if (TotalsRow.Is(name))
            return Totals(name);
        if (faults.IsFull)
            return Untold;
        if (own?.IsNotAssigned(name, kind) == true)
        {
            unknownSubjects.Add(
                (
                    $"объект «{name}» вам не назначен",
                    "загружайте оценки только назначенных вам: удалите его строки или попросите оператора назначить его вам"
                )
            );
            return -unknownSubjects.Count;
        }
        var near = Spelling.MayCompare(unknownSubjects.Count, known.Entries.Count)
            ? string.Join(", ", known.Resolve(name, kind).Candidates.Select(candidate => $"{candidate.Id} «{candidate.Name}»"))
            : null;
        if (known.Find(name) is { } other)
            unknownSubjects.Add(
                (
                    $"«{name}» — это {EntryKind.TitleOf(other.Kind)} ({other.Id})",
                    $"методика оценивает вид «{EntryKind.TitleOf(kind)}»" + (near is { Length: > 0 } ? $"; ближайшие: {near}" : "")
                )
            );
        else
            unknownSubjects.Add(
                (
                    $"объект «{name}» не узнан по реестру",
                    "нужен id или название из реестра"
                        + (
                            near is null ? ""
                            : near.Length > 0 ? $"; ближайшие: {near}"
                            : "; похожих там нет"
                        )
                )
            );
        return -unknownSubjects.Count;
    }

    private int Totals(string name)
    {
        unknownSubjects.Add((TotalsRow.Found(name, "объект оценки"), TotalsRow.Remedy));
        totals.Add(-unknownSubjects.Count);
        return -unknownSubjects.Count;
    }

    private int SubjectOf(RegisterEntry entry)
    {
        if (!subjectOfId.TryGetValue(entry.Id, out var index))
        {
            subjectOfId.Add(entry.Id, index = subjects.Count);
            subjects.Add(new ScoringSubject(entry.Id, entry.Name));
        }
        return index;
    }

    private int ReadNode(int column)
    {
        if (!IsReadable(column, "код"))
            return -1;
        var text = table.Text(column);
        if (table.Kind(column) is CellKind.Number or CellKind.Date)
        {
            faults.Add(
                table,
                column,
                $"код Excel превратил в {(table.Kind(column) == CellKind.Date ? "дату" : "число")} {text}",
                "сделайте столбец текстовым и введите код заново"
            );
            return -1;
        }
        if (codes.TryFind(text, out var node))
        {
            known.Add(node);
            return node;
        }
        if (faults.IsFull)
        {
            faults.AddUntold();
            return -1;
        }
        var (found, allowed) = codes.Unknown(text.ToString());
        faults.AddName(table, column, found, allowed);
        return -1;
    }

    private double? ReadValue(int column, int node)
    {
        if (!IsReadable(column, "оценка"))
            return null;
        var text = table.Text(column);
        if (text.IsEmpty)
            return null;
        if (table.Kind(column) == CellKind.Date)
        {
            faults.Add(
                table,
                column,
                $"вместо оценки дата {text}{CellFault.Typed(text)}",
                $"{values.AllowedAt(node)}; сделайте столбец числовым или текстовым"
            );
            return null;
        }
        if (values.TryRead(text, node, out var value, out var found))
            return value;
        faults.Add(table, column, found, values.AllowedAt(node));
        return null;
    }

    private int ReadExpert(int column)
    {
        var text = column < 0 || !IsReadable(column, "эксперт") ? default : table.Text(column);
        if (!expertNames.TryGet(text, out var index))
        {
            var name = ExpertName.Of(text.ToString());
            // Whoever uploads own marks marks under one name, however it is written.
            if (own?.Is(name) == true)
                name = "";
            if (!expertOfName.TryGetValue(name, out index))
            {
                expertOfName.Add(name, index = experts.Count);
                experts.Add(name);
            }
            expertNames.Add(text, index);
        }
        if (own is not null && experts[index].Length > 0)
            faults.AddName(table, column, $"оценка эксперта {Russian.Quote(experts[index])}", own.Remedy);
        return index;
    }

    /// <summary>Reports what no column may hold: the error of a formula, a formula never computed, a logical value.</summary>
    private bool IsReadable(int column, string what, bool isProse = false)
    {
        if (CellFault.Of(table, column, isProse) is not var (found, allowed))
            return true;
        faults.Add(table, column, $"{what}: {found}", allowed);
        return false;
    }

    // A comment of many rows is one text.
    private string Kept(ReadOnlySpan<char> text)
    {
        if (!texts.TryGetValue(text, out var kept))
            texts.Set.Add(kept = text.ToString());
        return kept;
    }

    private void AddMark(NodeMark mark)
    {
        if (markCount == marks.Length)
            Array.Resize(ref marks, marks.Length * 2);
        marks[markCount++] = mark;
    }

    private long KeyOf(int subject, int node, int expert)
    {
        if (lastPair != (subject, expert))
        {
            lastPair = (subject, expert);
            if (!pairs.TryGetValue(lastPair, out lastPairNumber))
                pairs.Add(lastPair, lastPairNumber = pairs.Count);
        }
        return (long)lastPairNumber * methodology.Nodes.Count + node;
    }

    private void ReportSecond(int column, int subject, int node, int expert)
    {
        var code = methodology.Nodes[node].Code;
        var (sheet, row) = rowOfMark[KeyOf(subject, node, expert)];
        var first = new TableRow(sheet, row, sheets[sheet]);
        var trimmed = codes.WithZero(code) is { } longer
            ? $"; если это показатель {longer}, его код испортил Excel: сделайте столбец текстовым"
            : "";
        faults.Add(
            table,
            column,
            $"вторая оценка {(node == 0 ? "всей методики" : $"по {code}")} объекту «{subjects[subject].Name}»"
                + (experts[expert].Length > 0 ? $" эксперта «{experts[expert]}»" : ""),
            $"первая стоит в {first.SeenFrom(table.Sheet)}: у эксперта одна оценка{trimmed}"
        );
    }

    /// <summary>Numbers of names as they are spelled in the input; the last name, which mostly repeats, is found without hashing.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known = new Dictionary<string, int>(
            StringComparer.Ordinal
        ).GetAlternateLookup<ReadOnlySpan<char>>();

        private string? last;
        private int lastIndex;

        public bool TryGet(ReadOnlySpan<char> spelling, out int index)
        {
            index = lastIndex;
            if (last is not null && spelling.SequenceEqual(last))
                return true;
            if (!known.TryGetValue(spelling, out last!, out index))
                return false;
            lastIndex = index;
            return true;
        }

        public void Add(ReadOnlySpan<char> spelling, int index)
        {
            last = spelling.ToString();
            lastIndex = index;
            known[last] = index;
        }
    }
}
