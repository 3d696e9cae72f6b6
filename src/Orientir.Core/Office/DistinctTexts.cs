using System.Collections;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>Distinct texts by their bytes. A text spelled with other spaces around it is another number.</summary>
internal sealed class DistinctTexts : DistinctSpellings, IReadOnlyList<string>
{
    private readonly List<string> texts = [];

    /// <summary>A text, clean and trimmed.</summary>
    public string this[int index] => texts[index];

    public bool IsEmpty(int number) => texts[number].Length == 0;

    public IEnumerator<string> GetEnumerator() => texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void Added(ReadOnlySpan<byte> spelling) => texts.Add(CleanText.Of(Encoding.UTF8.GetString(spelling)).Trim());
}
