using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>A row of a filled form.</summary>
/// <param name="Number">Its number in the sheet, from 1.</param>
/// <param name="Kinds">What its cells are.</param>
/// <param name="Texts">What they say, empty where nothing.</param>
internal sealed record FormRow(int Number, CellKind[] Kinds, string[] Texts)
{
    /// <summary>The text of a column, empty beyond the last.</summary>
    public string TextAt(int column) => column < Texts.Length ? Texts[column] : "";
}
