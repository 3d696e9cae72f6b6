using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>A name and what a register knows by it.</summary>
/// <param name="Name">As it stood in the list.</param>
/// <param name="Id">Id of the entry, null where the name names none or several.</param>
/// <param name="Candidates">Ids of the nearest entries, at most five, best first; empty where the name resolved.</param>
public sealed record ResolvedName(string Name, string? Id, IReadOnlyList<string> Candidates);

/// <summary>Resolves a list of names by a register. A name that does not resolve is an answer, not an error.</summary>
public sealed class ResolveNames
{
    private static readonly string[] Headers = ["наименование", "название", "имя", "name"];
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>
    /// Resolves names written one a line, or in the first column of a workbook; blank lines and a first one that heads the others are
    /// passed over.
    /// </summary>
    /// <param name="register">The register.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <exception cref="InputException">The file is empty, or neither text nor a workbook.</exception>
    public IReadOnlyList<ResolvedName> Resolve(Register register, ReadOnlyMemory<byte> content, string file) =>
        Resolve(register, WithoutHeader(register, WorkbookReader.IsOne(content.Span) ? FirstColumn(content, file) : Lines(content, file)));

    /// <summary>Resolves names; the answers stand in their order.</summary>
    public IReadOnlyList<ResolvedName> Resolve(Register register, IEnumerable<string> names) =>
        [
            .. names.Select(name =>
            {
                var resolution = register.Resolve(name);
                return new ResolvedName(name, resolution.Entry?.Id, [.. resolution.Candidates.Select(entry => entry.Id)]);
            }),
        ];

    private static string[] Lines(ReadOnlyMemory<byte> content, string file) =>
        Encoding
            .UTF8.GetString(DecodedText.Utf8Of(content, file).Span)
            .Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static List<string> FirstColumn(ReadOnlyMemory<byte> content, string file)
    {
        using var book = WorkbookReader.Open(content, file);
        using var sheet = book.Sheet(0);
        var names = new List<string>();
        while (sheet.Read())
            if (sheet.Width > 0 && sheet.Text(0).Trim() is { IsEmpty: false } name)
                names.Add(name.ToString());
        return names;
    }

    // «Наименование муниципалитета» above the names is none of them.
    private static IEnumerable<string> WithoutHeader(Register register, IReadOnlyList<string> names) =>
        names is [var first, _, ..]
        && register.Find(first) is null
        && Array.Exists(
            Headers,
            word => FoldedName.Of(first) is var folded && (folded == word || folded.StartsWith(word + " ", StringComparison.Ordinal))
        )
            ? names.Skip(1)
            : names;

    /// <summary>Writes <c>[{"name","id"|null,"candidates":[id, …]}]</c>, indented, UTF-8.</summary>
    public static void WriteJson(IEnumerable<ResolvedName> names, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("name", name.Name);
            json.WriteString("id", name.Id);
            json.WriteStartArray("candidates");
            foreach (var candidate in name.Candidates)
                json.WriteStringValue(candidate);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
