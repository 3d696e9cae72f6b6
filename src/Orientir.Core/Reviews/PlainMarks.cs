using System.Collections;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Territories;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reviews;

/// <summary>
/// Marks of a CSV file or a sheet in which nothing is amiss: each distinct subject, code, value and expert is understood once, by the
/// rules of <see cref="ReadMarks"/>. Whatever it would have to complain of gives null, and <see cref="ReadMarks"/> reads the file row
/// by row.
/// </summary>
internal sealed class PlainMarks(PlainTable table, Methodology methodology, Register? register, OwnName? own = null)
{
    // As the header of marks counts its fields.
    private const int Subject = 0;
    private const int Code = 1;
    private const int Value = 2;
    private const int Expert = 3;
    private const int Comment = 4;
    private const int MostRemembered = 1 << 18;
    private const long MostKeys = 1 << 28;

    private readonly List<ScoringSubject> subjects = [];
    private readonly Dictionary<string, int> subjectOfId = new(StringComparer.Ordinal);
    private readonly List<string> experts = [];

    /// <summary>The marks; null where the file has to be read row by row.</summary>
    public MarkSheet? Read()
    {
        if (table.Header.Contains("") || ReadMarks.HeaderOf(new Titles(table.Header), methodology, new()) is not { } header)
            return null;
        int[] places = [header[Subject], header[Code], header[Value], header[Expert], header[Comment]];
        if (table.Numbers.Contains(places[Code]))
            return null; // 1.1 and 1.10 are one number
        foreach (var place in places.AsSpan(0, Comment))
            if (place >= 0 && table.Texts[place].Any(text => text.StartsWith('#')))
                return null; // the error of a formula, perhaps
        if (SubjectsOf(places[Subject]) is not { } subjectOf || NodesOf(places[Code]) is not { } nodeOf)
            return null;
        if (ExpertsOf(places[Expert]) is not { } expertOf)
            return null;
        if (MarksOf(places, subjectOf, nodeOf, expertOf) is not { } marks || HasSecond(marks))
            return null;
        var comments = CommentsOf(places, subjectOf, nodeOf, expertOf);
        if (register is not null)
            foreach (var entry in register.Entries)
                if (entry.Kind == EntryKind.IdOf(methodology.Subject))
                    IndexOf(entry.Id, entry.Name);
        return new MarkSheet
        {
            Subjects = subjects,
            Experts = experts,
            Marks = marks,
            Comments = comments,
        };
    }

    private int[]? SubjectsOf(int column)
    {
        var (found, named) = (new int[table.Texts[column].Count], new NamedSubjects());
        for (var text = 0; text < found.Length; text++)
        {
            var spelled = table.Texts[column][text];
            if (spelled.Length == 0)
                return null;
            if (register is null)
            {
                var name = ExpertName.Of(spelled);
                if (TotalsRow.Is(name) || named.FaultOf(name) is not null)
                    return null;
                found[text] = IndexOf(name, name);
            }
            else if (register.Find(spelled, EntryKind.IdOf(methodology.Subject)) is { } entry)
            {
                found[text] = IndexOf(entry.Id, entry.Name);
            }
            else
            {
                return null;
            }
        }
        return found;
    }

    private int IndexOf(string id, string name)
    {
        if (!subjectOfId.TryGetValue(id, out var index))
        {
            subjectOfId.Add(id, index = subjects.Count);
            subjects.Add(new ScoringSubject(id, name));
        }
        return index;
    }

    private int[]? NodesOf(int column)
    {
        var codes = new MarkCodes(methodology);
        var found = new int[table.Texts[column].Count];
        for (var text = 0; text < found.Length; text++)
            if (!codes.TryFind(table.Texts[column][text], out found[text]))
                return null;
        return found;
    }

    // Without a column everybody is the one unnamed expert.
    private int[]? ExpertsOf(int column)
    {
        var found = new int[column < 0 ? 1 : table.Texts[column].Count];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var text = 0; text < found.Length; text++)
        {
            var name = column < 0 ? "" : ExpertName.Of(table.Texts[column][text]);
            if (own is not null && !own.Is(name))
                return null;
            if (own is not null)
                name = "";
            if (known.TryGetValue(name, out found[text]))
                continue;
            known.Add(name, found[text] = experts.Count);
            experts.Add(name);
        }
        if (table.Rows == 0)
            experts.Clear();
        return found;
    }

    private NodeMark[]? MarksOf(int[] places, int[] subjectOf, int[] nodeOf, int[] expertOf)
    {
        var values = new MarkValues(methodology);
        string[] texts = [.. table.Texts[places[Value]]];
        var (subject, code, value) = (table.Columns[places[Subject]], table.Columns[places[Code]], table.Columns[places[Value]]);
        var expert = places[Expert] < 0 ? null : table.Columns[places[Expert]];
        // What a text means at a node, where both are few.
        var room = (long)texts.Length * methodology.Nodes.Count;
        var known = room <= MostRemembered ? new double?[room] : [];
        var (marks, count) = (new NodeMark[table.Rows], 0);
        for (var row = 0; row < marks.Length; row++)
        {
            var (text, node) = (value[row], nodeOf[code[row]]);
            if (texts[text].Length == 0)
                continue;
            var cell = node * texts.Length + text;
            if (known.Length == 0 || known[cell] is not { } number)
            {
                if (!values.TryRead(texts[text], node, out number, out _))
                    return null;
                if (known.Length > 0)
                    known[cell] = number;
            }
            marks[count++] = new(subjectOf[subject[row]], node, expertOf[expert is null ? 0 : expert[row]], number);
        }
        return count == marks.Length ? marks : marks[..count];
    }

    // Whether an expert has two marks for a node of a subject; true too where there is no room to look.
    private bool HasSecond(NodeMark[] marks)
    {
        var (nodes, count) = (methodology.Nodes.Count, experts.Count);
        var room = (long)subjects.Count * nodes * count;
        if (room > MostKeys)
            return true;
        var seen = new BitArray((int)room);
        foreach (var mark in marks)
        {
            var key = (mark.Subject * count + mark.Expert) * nodes + mark.Node;
            if (seen[key])
                return true;
            seen[key] = true;
        }
        return false;
    }

    private List<MarkComment> CommentsOf(int[] places, int[] subjectOf, int[] nodeOf, int[] expertOf)
    {
        var comments = new List<MarkComment>();
        if (places[Comment] < 0)
            return comments;
        var (texts, column) = (table.Texts[places[Comment]], table.Columns[places[Comment]]);
        for (var row = 0; row < table.Rows; row++)
            if (texts[column[row]] is { Length: > 0 } text)
                comments.Add(
                    new(
                        subjectOf[table.Columns[places[Subject]][row]],
                        nodeOf[table.Columns[places[Code]][row]],
                        expertOf[places[Expert] < 0 ? 0 : table.Columns[places[Expert]][row]],
                        text
                    )
                );
        return comments;
    }

    /// <summary>The header alone, to be understood as that of any table.</summary>
    private sealed class Titles(IReadOnlyList<string> titles) : TableReader("")
    {
        public override int Row => 1;

        public override int Width => titles.Count;

        public override bool Read() => false;

        public override CellKind Kind(int column) => titles[column].Length > 0 ? CellKind.Text : CellKind.Empty;

        public override bool IsUncomputed(int column) => false;

        public override string Place(int column) => "";

        protected override ReadOnlySpan<char> Written(int column) => titles[column];
    }
}
