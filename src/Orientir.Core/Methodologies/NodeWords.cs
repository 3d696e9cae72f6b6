namespace Orientir.Core.Methodologies;

/// <summary>What is asked at a leaf, in words.</summary>
public static class NodeWords
{
    /// <summary>Whether a claim needs evidence.</summary>
    public static string EvidenceOf(Node leaf) =>
        leaf.Evidence switch
        {
            EvidenceRule.Required => "обязательно",
            EvidenceRule.Optional => "по желанию",
            _ => "не нужно",
        };

    /// <summary>Who answers.</summary>
    public static string SourceOf(Node leaf) => leaf.Source == AnswerSource.Operator ? "оператор региона" : "объект оценки";

    public static string KindOf(NodeKind kind) =>
        kind switch
        {
            NodeKind.Group => "группа",
            NodeKind.Direction => "направление",
            NodeKind.Section => "раздел",
            _ => "показатель",
        };
}
