namespace Orientir.Core.Territories;

/// <summary>A column of a table and what it was read as.</summary>
/// <param name="Title">Its title as written.</param>
/// <param name="Field">Name of the field, as in registers; empty where it was passed over.</param>
public sealed record ReadColumn(string Title, string Field)
{
    /// <summary>Cells stand under no title: nothing is known of them.</summary>
    public static readonly ReadColumn Untitled = new("", "");

    /// <summary>What a column may be said to hold: names of fields as in registers, and how they are called.</summary>
    public static IReadOnlyList<(string Name, string Title)> Fields { get; } =
    [.. RegisterColumns.Fields.Select(field => (field.Name, field.Title))];

    public bool IsTitled => Title.Length > 0;

    /// <summary>The column in words: ««Примечание»».</summary>
    public string Shown => IsTitled ? $"«{Title}»" : "столбцы без названия";
}
