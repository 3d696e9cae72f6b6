using System.Security.Cryptography;

namespace Orientir.Core.Evidence;

/// <summary>A place evidence serves: a leaf or a direction by its uid, an item of a leaf, or "" for the node itself.</summary>
public sealed record PlaceOfEvidence(string Uid, string ItemId = "")
{
    /// <summary>«1.1.4», or «1.1.4/act».</summary>
    public override string ToString() => ItemId.Length == 0 ? Uid : Uid + "/" + ItemId;
}

/// <summary>A file as given.</summary>
/// <param name="Name">Its name; folders before it are dropped.</param>
/// <param name="Content">Its bytes; the stream can seek.</param>
public sealed record GivenFile(string Name, Stream Content);

/// <summary>What a piece of evidence says, as entered.</summary>
/// <param name="Kind">Link, file or requisites.</param>
/// <param name="Url">Address of a link.</param>
/// <param name="Title">Title; may be left out for a link and a file.</param>
/// <param name="File">The file; null where one given before stays.</param>
/// <param name="DocumentKind">Requisites: «приказ».</param>
/// <param name="DocumentNumber">Requisites: number.</param>
/// <param name="DocumentDate">Requisites: a day, «12.03.2026», or what is known of it: «март 2026».</param>
public sealed record EvidenceFields(
    EvidenceKind Kind,
    string? Url = null,
    string? Title = null,
    GivenFile? File = null,
    string? DocumentKind = null,
    string? DocumentNumber = null,
    string? DocumentDate = null
)
{
    /// <summary>The largest file taken, bytes.</summary>
    public const int LargestFile = 20 << 20;

    private const int LongestTitle = 1000;
    private const int LongestRequisite = 200;

    /// <summary>In one line.</summary>
    public string Line => EvidenceLine.Of(this);

    /// <summary>Endings of files taken, for the browser's dialog: «.pdf,.docx,…».</summary>
    public static string Endings => string.Join(',', FileBeginning.Endings);

    /// <summary>The same, cleaned; every fault of it is told.</summary>
    /// <param name="fileStays">Whether a file given before stays where none is given.</param>
    /// <param name="keptDate">The date as it is kept: written before dates were checked, it stays as it was.</param>
    /// <exception cref="RefusedException">Something is missing or wrong.</exception>
    internal EvidenceFields Checked(bool fileStays, string? keptDate = null)
    {
        var errors = new List<FieldError>();
        var title = Clean(Title, LongestTitle, nameof(Title), "Название");
        var address = Kind == EvidenceKind.Link ? WebAddress.Read(Url) : default;
        var fields = Kind switch
        {
            EvidenceKind.Link => this with
            {
                Url = address.Address,
                Title = title,
                File = null,
                DocumentKind = null,
                DocumentNumber = null,
                DocumentDate = null,
            },
            EvidenceKind.File => this with
            {
                Url = null,
                Title = title,
                File = CheckedFile(),
                DocumentKind = null,
                DocumentNumber = null,
                DocumentDate = null,
            },
            EvidenceKind.Requisites => this with
            {
                Url = null,
                File = null,
                Title = title,
                DocumentKind = Clean(DocumentKind, LongestRequisite, nameof(DocumentKind), "Вид документа"),
                DocumentNumber = Clean(DocumentNumber, LongestRequisite, nameof(DocumentNumber), "Номер"),
                DocumentDate = CheckedDate(),
            },
            _ => throw new InvalidOperationException($"{Kind} is no kind of evidence."),
        };
        if (address.Fault is { } wrong)
            errors.Add(new(nameof(Url), wrong));
        if (Kind == EvidenceKind.Requisites && (fields.DocumentKind is null || fields.Title is null))
            errors.Add(
                new(
                    fields.DocumentKind is null ? nameof(DocumentKind) : nameof(Title),
                    "У документа укажите вид (приказ, справка, план…) и название; номер и дату — если они есть."
                )
            );
        if (Kind == EvidenceKind.File && File is null && !fileStays)
            errors.Add(new(nameof(File), "Выберите файл."));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        return fields;

        string? Clean(string? text, int longest, string field, string label)
        {
            var clean = string.Join(' ', CleanText.Of(text).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
            if (clean.Length > longest)
                errors.Add(new(field, $"{label}: не длиннее {Russian.Number(longest)} знаков."));
            return clean.Length == 0 ? null : clean;
        }

        string? CheckedDate()
        {
            var written = Clean(DocumentDate, LongestRequisite, nameof(DocumentDate), "Дата");
            if (written == keptDate || written is null)
                return written;
            if (WrittenDay.Fault(written) is { } fault)
                errors.Add(new(nameof(DocumentDate), fault));
            return WrittenDay.Of(written) is { } day ? WrittenDay.Written(day) : written;
        }

        GivenFile? CheckedFile()
        {
            if (File is null)
                return null;
            // macOS gives «й» as two characters.
            var name = CleanText.Line(CleanText.Of(Path.GetFileName(File.Name.Replace('\\', '/'))));
            var ending = Path.GetExtension(name);
            if (File.Content.Length == 0)
                errors.Add(new(nameof(File), $"Файл «{Shortened(name)}» пуст. Выберите другой."));
            else if (File.Content.Length > LargestFile)
                errors.Add(new(nameof(File), $"Файл больше {LargestFile >> 20} МБ. Сожмите его или дайте ссылку на него."));
            else if (!FileBeginning.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase))
                errors.Add(new(nameof(File), $"Файлы «{ending}» не принимаются. Подойдут: {string.Join(", ", FileBeginning.Endings)}."));
            else if (FileBeginning.WhyNot(ending, File.Content) is { } reason)
                errors.Add(new(nameof(File), $"Файл «{Shortened(name)}» не принят: {reason}."));
            return File with { Name = name.Length <= LongestRequisite ? name : name[..(LongestRequisite - ending.Length)] + ending };
        }
    }

    internal static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
