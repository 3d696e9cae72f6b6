using System.Runtime.InteropServices;

namespace Orientir.Core.Office;

/// <summary>Distinct runs of bytes, numbered as they first appear.</summary>
internal class DistinctSpellings
{
    private byte[][] spellings = new byte[32][];
    private int[] slots = new int[64]; // number + 1; 0 is free
    private int last = -1;

    /// <summary>Number of distinct spellings.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> SpellingOf(int number) => spellings[number];

    /// <summary>The number of a spelling, a new one where it was not there.</summary>
    public int NumberOf(ReadOnlySpan<byte> spelling)
    {
        // Rows of one subject mostly follow each other, and those of each have the codes in the same order.
        if (last >= 0 && spelling.SequenceEqual(spellings[last]))
            return last;
        if (last + 1 < Count && spelling.SequenceEqual(spellings[last + 1]))
            return ++last;
        var slot = SlotOf(spelling);
        while (slots[slot] > 0)
        {
            last = slots[slot] - 1;
            if (spelling.SequenceEqual(spellings[last]))
                return last;
            slot = (slot + 1) & (slots.Length - 1);
        }
        last = Count++;
        slots[slot] = last + 1;
        spellings[last] = spelling.ToArray();
        Added(spelling);
        if (Count * 2 == slots.Length)
            Grow();
        return last;
    }

    /// <summary>Called once for each spelling, in the order of their numbers.</summary>
    protected virtual void Added(ReadOnlySpan<byte> spelling) { }

    // The hash of strings, of each pair of bytes as a letter: random for each process, so that no file can be made whose spellings collide.
    private int SlotOf(ReadOnlySpan<byte> spelling)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(spelling), StringComparison.Ordinal);
        if (spelling.Length % 2 > 0)
            hash += (spelling[^1] + 1) * 0x10_0193;
        return hash & (slots.Length - 1);
    }

    private void Grow()
    {
        Array.Resize(ref spellings, slots.Length);
        slots = new int[slots.Length * 2];
        for (var number = 0; number < Count; number++)
        {
            var slot = SlotOf(spellings[number]);
            while (slots[slot] > 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = number + 1;
        }
    }
}
