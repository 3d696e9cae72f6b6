using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>The words of format <c>orientir-methodology/1</c>, as the reader takes them and the writer gives them.</summary>
internal static class PackageWords
{
    public const string Format = "orientir-methodology/1";
    public const string RootCode = "*";

    public static readonly (string Word, SubjectKind Value)[] Subjects =
    [
        ("municipality", SubjectKind.Municipality),
        ("organisation", SubjectKind.Organisation),
        ("head", SubjectKind.Head),
        ("service", SubjectKind.Service),
        ("programme", SubjectKind.Programme),
        ("school", SubjectKind.School),
    ];

    public static readonly (string Word, MissingRule Value)[] Missing = [("zero", MissingRule.Zero), ("exclude", MissingRule.Exclude)];

    public static readonly (string Word, CombineRule Value)[] Combine =
    [
        ("consensus", CombineRule.Consensus),
        ("mean", CombineRule.Mean),
        ("median", CombineRule.Median),
        ("min", CombineRule.Min),
    ];

    public static readonly (string Word, LevelBasis Value)[] Bases =
    [
        ("share", LevelBasis.Share),
        ("points", LevelBasis.Points),
        ("thresholds", LevelBasis.Thresholds),
    ];

    public static readonly (string Word, NodeKind Value)[] Kinds =
    [
        ("group", NodeKind.Group),
        ("direction", NodeKind.Direction),
        ("section", NodeKind.Section),
        ("indicator", NodeKind.Indicator),
    ];

    public static readonly (string Word, EvidenceRule Value)[] Evidence =
    [
        ("required", EvidenceRule.Required),
        ("optional", EvidenceRule.Optional),
        ("none", EvidenceRule.None),
    ];

    public static readonly (string Word, AnswerSource Value)[] Sources =
    [
        ("subject", AnswerSource.Subject),
        ("operator", AnswerSource.Operator),
    ];

    public static readonly (string Word, string Value)[] Relations = [("same", "same"), ("split", "split"), ("merged", "merged")];

    public static readonly (string Word, Type Value)[] Scales =
    [
        ("binary", typeof(BinaryScale)),
        ("ordinal", typeof(OrdinalScale)),
        ("checklist", typeof(ChecklistScale)),
        ("points", typeof(PointsScale)),
        ("measure", typeof(MeasureScale)),
        ("components", typeof(ComponentsScale)),
    ];

    public static string Of<T>((string Word, T Value)[] words, T value) => Array.Find(words, pair => Equals(pair.Value, value)).Word;

    /// <summary>A number as faults show it.</summary>
    public static string Plain(double number) => Russian.Number(number, 9);
}
