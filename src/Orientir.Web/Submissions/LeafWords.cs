using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Web.Shared;

namespace Orientir.Web.Submissions;

/// <summary>How far an indicator or a direction is, in a word and a tone: on the page and to the script that keeps it up to date.</summary>
internal static class LeafWords
{
    public static (string Text, StatusTag.Tones Tone) Of(FormLeaf leaf) =>
        leaf.IsReturned ? ("исправить", StatusTag.Tones.Waiting)
        : leaf.Node.Source == AnswerSource.Operator ? ("заполняет оператор", StatusTag.Tones.Neutral)
        : leaf.State.Progress switch
        {
            AnswerProgress.Answered when leaf.State.IsBare => ("без подтверждения", StatusTag.Tones.Waiting),
            AnswerProgress.Answered => ("заполнено", StatusTag.Tones.Good),
            AnswerProgress.Partial => ("не всё", StatusTag.Tones.Active),
            _ => ("нет ответа", StatusTag.Tones.Neutral),
        };

    public static string Of(FormDirection direction) =>
        direction.Total == 0 ? "заполняет оператор" : $"{direction.Answered} из {direction.Total}";
}
