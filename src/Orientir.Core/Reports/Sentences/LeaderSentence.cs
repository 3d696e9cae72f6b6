namespace Orientir.Core.Reports;

/// <summary>Who leads at a node, in a sentence.</summary>
internal static class LeaderSentence
{
    public static string Of(NodeFacts node, Wording words)
    {
        var (leaders, noun) = (node.Leaders, words.Noun);
        if (leaders.Count == 0)
            return words.NobodyEarned(node.Count);
        if (!node.LeadIsSure)
            return $"Чей результат лучше других, {Wording.Unknown}.";
        if (leaders.Count == node.Count)
            return $"{words.All(node.Count)} набрали поровну ({Russian.Percent(node.LeaderShare!.Value)} максимума), лидера нет.";
        // With «не применимо» equal shares may hide unequal points: then only the share is told.
        var result = node.LeaderPoints is { } points
            ? $"{Russian.Count(points, Nouns.Point)}, {Russian.Percent(node.LeaderShare!.Value)} максимума"
            : $"{Russian.Percent(node.LeaderShare!.Value)} максимума";
        var own = words.OwnMarked(leaders).Length;
        var who = words.Judged(leaders);
        return leaders.Count == 1 && own == 1
            ? $"{Head(node, 1)}: {who} ({result})."
            : $"{(own == 0 ? "Наибольший результат" : Head(node, leaders.Count))}: {who} "
                + $"({(leaders.Count == 1 ? "" : noun.Agree("у каждого — ", "у каждой — ", "у каждого — "))}{result}).";
    }

    /// <summary>«Лидер», «Лидеры»; below half of the maximum nobody is praised.</summary>
    public static string Head(NodeFacts node, int count) =>
        !Wording.IsPraised(node.LeaderShare!.Value) ? "Наибольший результат"
        : count == 1 ? "Лидер"
        : "Лидеры";

    /// <summary>The same as a part of a list: «лидер: А (75,0 %)».</summary>
    public static string Short(NodeFacts node, Wording words)
    {
        if (node.Leaders.Count == 0)
            return "баллов нет, лидера нет";
        if (node.Count == 1)
            return $"единственный результат: {words.Judged(node.Leaders)}";
        if (!node.LeadIsSure)
            return $"чей результат лучше других, {Wording.Unknown}";
        if (node.Leaders.Count == node.Count)
            return $"все {(node.Count < words.Subjects ? "оценённые " : "")}набрали поровну, лидера нет";
        var head = words.OwnMarked(node.Leaders).Length == 0 ? "Наибольший результат" : Head(node, node.Leaders.Count);
        return $"{char.ToLowerInvariant(head[0])}{head[1..]}: {words.Judged(node.Leaders)} ({Russian.Percent(node.LeaderShare!.Value)})";
    }
}
