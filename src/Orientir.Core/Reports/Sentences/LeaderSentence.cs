namespace Orientir.Core.Reports;

/// <summary>Who leads at a node, in a sentence.</summary>
internal static class LeaderSentence
{
    public static string Of(NodeFacts node, Wording words)
    {
        var (leaders, noun) = (node.Leaders, words.Noun);
        if (leaders.Count == 0)
            return words.NobodyEarned;
        if (leaders.Count == node.Count)
            return $"Все {noun.Many} набрали поровну ({Russian.Percent(node.LeaderShare!.Value)} максимума), лидера нет.";
        // With «не применимо» equal shares may hide unequal points: then only the share is told.
        var result = node.LeaderPoints is { } points
            ? $"{Russian.Count(points, Nouns.Point)}, {Russian.Percent(node.LeaderShare!.Value)} максимума"
            : $"{Russian.Percent(node.LeaderShare!.Value)} максимума";
        return leaders.Count == 1
            ? $"Лидер: {node.LeaderNames[0]} ({result})."
            : $"Лидеры: {Russian.List(node.LeaderNames, Wording.NamesShown, noun)} "
                + $"({noun.Agree("у каждого", "у каждой", "у каждого")} — {result}).";
    }
}
