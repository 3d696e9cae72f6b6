using Orientir.Core.Territories;

namespace Orientir.Core.Reviews;

/// <summary>
/// Under which names a file may hold the marks of the expert who uploads it: the account's name and the one its marks stand under, written
/// in full, by initials or by the surname alone; or none. Marks of anybody else are loaded by an operator.
/// </summary>
/// <param name="name">What the expert is called where its marks are shown.</param>
/// <param name="alsoCalled">Its other name.</param>
/// <param name="notAssigned">Subjects of the campaign that are not the expert's; null where they are not known.</param>
public sealed class OwnName(string name, string alsoCalled, Register? notAssigned = null)
{
    /// <summary>Whether a subject, by its id or name in a file, is of the campaign and not the expert's.</summary>
    internal bool IsNotAssigned(string subject, string kind) => notAssigned?.Find(subject, kind) is not null;

    /// <summary>Whether a name in a file is the expert's own.</summary>
    public bool Is(string written) => written.Length == 0 || IsOne(written, name) || IsOne(written, alsoCalled);

    /// <summary>What to do where it is not.</summary>
    public string Remedy =>
        $"вы загружаете только свои оценки ({Russian.Quote(name)}): удалите чужие строки, а если имя ошибочное, очистите столбец эксперта; "
        + "оценки других экспертов загружает оператор";

    // «Орлова А. В.» is «Орлова Анна Викторовна», in any order of the words; one word at least stands in full.
    private static bool IsOne(string written, string name)
    {
        if (FoldedName.Of(written) == FoldedName.Of(name))
            return true;
        var (shorter, longer) = (Words(written), Words(name));
        if (shorter.Count > longer.Count)
            (shorter, longer) = (longer, shorter);
        var inFull = 0;
        foreach (var word in shorter)
        {
            var at = longer.IndexOf(word);
            if (at < 0)
                at = longer.FindIndex(other => other[0] == word[0] && (word.Length == 1 || other.Length == 1));
            else
                inFull += word.Length > 1 ? 1 : 0;
            if (at < 0)
                return false;
            longer.RemoveAt(at);
        }
        return inFull > 0;
    }

    private static List<string> Words(string name) =>
        [.. FoldedName.Of(name).Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries)];
}
