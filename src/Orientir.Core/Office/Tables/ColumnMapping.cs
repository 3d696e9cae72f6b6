using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>A field of a table people keep, and how they call its column.</summary>
/// <param name="Name">Its name in our own files.</param>
/// <param name="Title">Its name in Russian.</param>
/// <param name="Called">Other titles it has, plain.</param>
/// <param name="Holding">Beginnings of the words that tell it in a longer title.</param>
/// <param name="Rank">Of the fields a longer title may tell, those of the least rank; among them the first to be told.</param>
internal sealed record ColumnField(string Name, string Title, string[] Called, string[] Holding, int Rank = 0)
{
    /// <summary>Whether there may be several of it: «контакт», «контакт 2».</summary>
    public bool Repeats { get; init; }
}

/// <summary>A column of a table and the field it was understood as.</summary>
/// <param name="Column">Where it stands, from 0.</param>
/// <param name="Title">Its title as written.</param>
/// <param name="Field">The field; null where it is passed over.</param>
/// <param name="Number">Of a field that repeats the number given to it; 0 where none is.</param>
/// <param name="IsExact">Whether the title is a name of the field, or somebody said so; otherwise it only holds words that tell it.</param>
internal sealed record MappedColumn(int Column, string Title, ColumnField? Field, int Number, bool IsExact);

/// <summary>
/// Understands the columns of a table people keep: by what was chosen for a title before, by whole titles, then by words in longer ones.
/// What nothing is known of is passed over and can be told.
/// </summary>
internal sealed class ColumnMapping(IReadOnlyList<ColumnField> fields, IReadOnlyDictionary<string, string>? chosen = null)
{
    private const int LongestTitle = 200;

    // Titles that begin so tell of something else, whatever stands in them: «Код района», «Адрес школы», «Количество школ».
    private static readonly HashSet<string> Others =
    [
        .. "№ п номер количество кол число численность адрес почтовый сайт дата инн кпп огрн индекс код ссылка примечание".Split(' '),
        .. "площадь население доля процент сумма год вид тип статус".Split(' '),
    ];

    /// <summary>Understands the row the table stands on; columns without a title are left out.</summary>
    public IReadOnlyList<MappedColumn> Of(TableReader table)
    {
        var found = new List<MappedColumn>();
        for (var column = 0; column < table.Width; column++)
            if (table.Text(column) is { IsEmpty: false } title)
                found.Add(
                    title.Length > LongestTitle ? new(column, title.ToString(), null, 0, false) : Understood(column, title.ToString())
                );
        return found;
    }

    private MappedColumn Understood(int column, string title)
    {
        var plain = HeaderWords.Plain(title);
        var (bare, number) =
            plain.LastIndexOf(' ') is > 0 and var at
            && int.TryParse(plain[(at + 1)..], CultureInfo.InvariantCulture, out var found)
            && found is > 0 and < 100
                ? (plain[..at], found)
                : (plain, 0);
        if (chosen?.GetValueOrDefault(plain) is { } said)
            return Of(fields.FirstOrDefault(field => field.Name == said));
        if (fields.FirstOrDefault(field => IsCalled(field, plain) || field.Repeats && IsCalled(field, bare)) is { } exact)
            return Of(exact);

        MappedColumn Of(ColumnField? field) => new(column, title, field, field?.Repeats == true ? number : 0, true);
        return new(column, title, ToldBy(plain), 0, false);
    }

    private static bool IsCalled(ColumnField field, string plain) =>
        plain == field.Name || plain == HeaderWords.Plain(field.Title) || field.Called.Contains(plain);

    private ColumnField? ToldBy(string plain)
    {
        string[] words = [.. plain.Split([' ', '/', '-', '(', ')', ',', '«', '»', '"'], StringSplitOptions.RemoveEmptyEntries)];
        var isOther = words is [var first, ..] && Others.Contains(first);
        return fields
            .Where(field => field.Rank == 0 || !isOther)
            .Select(field =>
                (
                    Field: field,
                    At: Array.FindIndex(
                        words,
                        word => Array.Exists(field.Holding, beginning => word.StartsWith(beginning, StringComparison.Ordinal))
                    )
                )
            )
            .Where(one => one.At >= 0)
            .OrderBy(one => one.Field.Rank)
            .ThenBy(one => one.At)
            .FirstOrDefault()
            .Field;
    }
}
