namespace Orientir.Core.Territories;

/// <summary>A register to be imported.</summary>
/// <param name="Content">The file's bytes: CSV or xlsx as <see cref="ReadRegister"/> reads them.</param>
/// <param name="File">Its name, for messages.</param>
/// <param name="Confirmed">The <see cref="TerritoryImport.Fingerprint"/> of the preview agreed to; null for the preview alone.</param>
/// <param name="Chosen">Ids chosen for the questions of a preview, by <see cref="NameQuestion.Key"/>.</param>
/// <param name="Columns">What columns were said to hold: names of fields by title, empty for what is passed over.</param>
/// <param name="Partly">Whether right rows are taken though others have faults.</param>
public sealed record TerritoryUpload(
    ReadOnlyMemory<byte> Content,
    string File,
    string? Confirmed = null,
    IReadOnlyDictionary<string, string>? Chosen = null,
    IReadOnlyDictionary<string, string>? Columns = null,
    bool Partly = false
);

/// <summary>A name of the file that may mean something known: whoever imports it says what.</summary>
/// <param name="Key">Names the question.</param>
/// <param name="Place">Where the name stands in the file.</param>
/// <param name="Name">As written.</param>
/// <param name="IsParent">It names what an entry stands under; otherwise a new entry that may be a known one.</param>
/// <param name="Candidates">Ids and names of what it may mean, likeliest first.</param>
/// <param name="Chosen">Id chosen; null for none yet.</param>
/// <param name="Must">Whether one of the candidates must be chosen.</param>
public sealed record NameQuestion(
    string Key,
    string Place,
    string Name,
    bool IsParent,
    IReadOnlyList<(string Code, string Name)> Candidates,
    string? Chosen,
    bool Must
);

/// <summary>What an import does to one entry.</summary>
public enum ImportOutcome
{
    /// <summary>Новая запись.</summary>
    New,

    /// <summary>Изменится.</summary>
    Changed,

    /// <summary>Без изменений.</summary>
    Same,
}

public sealed record FieldChange(string Field, string Old, string New);

/// <summary>An entry of the file and what becomes of it.</summary>
/// <param name="Place">Where it stands in the file.</param>
/// <param name="Code">Id under which it is kept.</param>
/// <param name="Kind">Kind, as in registers.</param>
/// <param name="Name">Name in the file.</param>
/// <param name="Outcome">What happens to it.</param>
/// <param name="Changes">Fields that change; of a new entry those that are given.</param>
/// <param name="RecognisedBy">Where the id is new but the entry is not: by what it was known again, in words.</param>
public sealed record ImportedEntry(
    string Place,
    string Code,
    string Kind,
    string Name,
    ImportOutcome Outcome,
    IReadOnlyList<FieldChange> Changes,
    string? RecognisedBy
);

/// <summary>The preview of an import, or what it did.</summary>
/// <param name="Entries">The entries in the order of the file.</param>
/// <param name="Questions">Names that may mean something known.</param>
/// <param name="Absent">Names known before that the file does not have: they stay as they are.</param>
/// <param name="Fingerprint">Names exactly these changes: an import that would do anything else is refused.</param>
/// <param name="Applied">Whether they were made.</param>
public sealed record TerritoryImport(
    IReadOnlyList<ImportedEntry> Entries,
    IReadOnlyList<NameQuestion> Questions,
    IReadOnlyList<string> Absent,
    string Fingerprint,
    bool Applied
)
{
    /// <summary>How the columns of the file were understood.</summary>
    public IReadOnlyList<ReadColumn> Columns { get; init; } = [];

    /// <summary>Rows of the file that hold no entry.</summary>
    public IReadOnlyList<PassedRow> Passed { get; init; } = [];

    /// <summary>Faults of rows that are left out.</summary>
    public IReadOnlyList<InputError> Left { get; init; } = [];

    /// <summary>Whether every name that must be settled is.</summary>
    public bool IsSettled => Questions.All(question => !question.Must || question.Chosen is not null);

    /// <summary>How many entries have an outcome.</summary>
    public int Count(ImportOutcome outcome) => Entries.Count(entry => entry.Outcome == outcome);
}
