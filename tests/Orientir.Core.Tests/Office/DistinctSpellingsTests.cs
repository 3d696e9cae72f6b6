using System.Diagnostics;
using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class DistinctSpellingsTests
{
    [Fact]
    public void NumberOf_Spellings_NumbersThemAsTheyFirstAppear()
    {
        var known = new DistinctSpellings();
        string[] spellings = ["", "а", "б", "а", "", "аб", "ab", "abc", "abd", "ab\0"];
        spellings.Select(spelling => known.NumberOf(Encoding.UTF8.GetBytes(spelling))).ShouldBe([0, 1, 2, 1, 0, 3, 4, 5, 6, 7]);
        for (var more = 0; more < 5000; more++)
            known.NumberOf(Encoding.UTF8.GetBytes($"№ {more}")).ShouldBe(8 + more);
        known.NumberOf("№ 4321"u8).ShouldBe(8 + 4321);
        // In the same order again, as the codes of the next subject are, and with one left out.
        for (var more = 0; more < 5000; more += more % 7 == 3 ? 2 : 1)
            known.NumberOf(Encoding.UTF8.GetBytes($"№ {more}")).ShouldBe(8 + more);
        Encoding.UTF8.GetString(known.SpellingOf(3)).ShouldBe("аб");
    }

    [Fact]
    public void NumberOf_SpellingsChosenToCollideUnderFnv_TakesNoLongerThanOfOthers()
    {
        // Two words for each of fifteen places that lead FNV-1a to one state: all 32 768 texts made of them have one hash.
        var (state, pairs) = (2166136261u, new List<(byte[] One, byte[] Other)>());
        for (var place = 0; place < 15; place++)
        {
            var seen = new Dictionary<uint, byte[]>();
            for (var number = 0; pairs.Count == place; number++)
            {
                var word = Encoding.ASCII.GetBytes($"{number:x6}");
                var hash = word.Aggregate(state, (hash, part) => (hash ^ part) * 16777619);
                if (!seen.TryAdd(hash, word))
                {
                    pairs.Add((seen[hash], word));
                    state = hash;
                }
            }
        }
        var (chosen, others) = (TimeOf(Made), TimeOf(number => Encoding.ASCII.GetBytes($"{number:D90}")));
        chosen.ShouldBeLessThan(others * 10 + TimeSpan.FromMilliseconds(200));

        byte[] Made(int number) => [.. pairs.SelectMany((pair, place) => (number >> place & 1) == 0 ? pair.One : pair.Other)];
    }

    private static TimeSpan TimeOf(Func<int, byte[]> made)
    {
        byte[][] spellings = [.. Enumerable.Range(0, 1 << 15).Select(made)];
        var (known, begun) = (new DistinctSpellings(), Stopwatch.GetTimestamp());
        foreach (var spelling in spellings)
            known.NumberOf(spelling);
        known.Count.ShouldBe(spellings.Length);
        return Stopwatch.GetElapsedTime(begun);
    }
}
