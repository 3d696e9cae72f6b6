using System.Collections;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// Distinct texts by their bytes, numbered as they first appear. A text spelled with other spaces around it is another number.
/// </summary>
internal sealed class DistinctTexts : IReadOnlyList<string>
{
    private readonly List<string> texts = [];
    private readonly List<byte[]> spellings = [];
    private int[] slots = new int[64]; // number + 1; 0 is free
    private int last = -1;

    /// <summary>Number of distinct texts.</summary>
    public int Count => texts.Count;

    /// <summary>A text, trimmed.</summary>
    public string this[int index] => texts[index];

    public bool IsEmpty(int number) => texts[number].Length == 0;

    public ReadOnlySpan<byte> SpellingOf(int number) => spellings[number];

    /// <summary>The number of a text, a new one where it was not there.</summary>
    public int NumberOf(ReadOnlySpan<byte> spelling)
    {
        // Rows of one subject mostly follow each other.
        if (last >= 0 && spelling.SequenceEqual(spellings[last]))
            return last;
        var slot = SlotOf(spelling);
        while (slots[slot] > 0)
        {
            last = slots[slot] - 1;
            if (spelling.SequenceEqual(spellings[last]))
                return last;
            slot = (slot + 1) & (slots.Length - 1);
        }
        last = texts.Count;
        slots[slot] = last + 1;
        texts.Add(CleanText.Of(Encoding.UTF8.GetString(spelling)).Trim());
        spellings.Add(spelling.ToArray());
        if (texts.Count * 2 > slots.Length)
            Grow();
        return last;
    }

    public IEnumerator<string> GetEnumerator() => texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // FNV-1a, its high bits folded in.
    private int SlotOf(ReadOnlySpan<byte> spelling)
    {
        var hash = 2166136261u;
        foreach (var part in spelling)
            hash = (hash ^ part) * 16777619;
        return (int)(hash ^ (hash >> 15)) & (slots.Length - 1);
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var number = 0; number < spellings.Count; number++)
        {
            var slot = SlotOf(spellings[number]);
            while (slots[slot] > 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = number + 1;
        }
    }
}
