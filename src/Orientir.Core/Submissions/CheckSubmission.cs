using Orientir.Core.Methodologies;

namespace Orientir.Core.Submissions;

/// <summary>What a check found.</summary>
public enum FindingKind
{
    /// <summary>An indicator is not answered, or not in all its items.</summary>
    Missing,

    /// <summary>An answer denies itself: «да» beside «документа нет» or «не применимо».</summary>
    Contradiction,

    /// <summary>Points are claimed and nothing stands behind them.</summary>
    NoEvidence,

    /// <summary>One piece of evidence for a whole direction.</summary>
    OneForAll,
}

/// <summary>One finding of a check before sending.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Direction">The direction.</param>
/// <param name="Leaf">The indicator; null for the direction as a whole.</param>
/// <param name="Text">In words.</param>
public sealed record Finding(FindingKind Kind, Node Direction, Node? Leaf, string Text);

/// <summary>Checks a form before it is sent. Nothing here forbids sending: the sender sees what experts will see.</summary>
public sealed class CheckSubmission
{
    /// <summary>The findings in the order of the form.</summary>
    public IReadOnlyList<Finding> Run(SubmissionForm form)
    {
        var findings = new List<Finding>();
        foreach (var direction in form.Directions)
        {
            foreach (var leaf in direction.Own)
            {
                if (leaf.State.Progress == AnswerProgress.Empty)
                    findings.Add(
                        new(
                            FindingKind.Missing,
                            direction.Node,
                            leaf.Node,
                            leaf.State.HasEvidence ? "Подтверждение есть, а ответа нет."
                                : form.AsksValue(leaf.Node) ? "Нет ответа."
                                : "Нет ни подтверждения, ни отметки «документа нет»."
                        )
                    );
                else if (leaf.State.Progress == AnswerProgress.Partial)
                    findings.Add(
                        new(
                            FindingKind.Missing,
                            direction.Node,
                            leaf.Node,
                            $"Без ответа {Russian.Count(Unanswered(form, leaf.Node), "пункт", "пункта", "пунктов")}."
                        )
                    );
                foreach (var denied in Contradictions(form, leaf.Node))
                    findings.Add(new(FindingKind.Contradiction, direction.Node, leaf.Node, denied));
                if (!leaf.State.IsBare)
                    continue;
                var bare = BareItems(form, leaf.Node);
                findings.Add(
                    new(
                        FindingKind.NoEvidence,
                        direction.Node,
                        leaf.Node,
                        bare.Count > 0
                            ? $"Отмечено без подтверждения: {Russian.List(bare, 3)}. Добавьте ссылку, файл или реквизиты документа."
                            : "Заявлено без подтверждения. Добавьте ссылку, файл или реквизиты документа либо отметьте «документа нет»."
                    )
                );
            }
            if (IsOneForAll(form, direction) is { } one)
                findings.Add(
                    new(
                        FindingKind.OneForAll,
                        direction.Node,
                        null,
                        $"На всё направление одно подтверждение ({one}). Укажите, к каким показателям оно относится, и добавьте остальные."
                    )
                );
        }
        return findings;
    }

    // Kept from before one excluded the other: what counts is said, so that nobody is surprised.
    private static IEnumerable<string> Contradictions(SubmissionForm form, Node leaf)
    {
        if (form.AnswerAt(leaf.Uid) is { } whole)
            if (DeniedBy(whole, whole.Value is { } value && AnswerState.IsAbove(leaf, value)) is { } denied)
                yield return "Отмечено " + denied;
            else if (whole.NotApplicable && leaf.Items.Any(item => AnswerState.ClaimsItem(form.AnswerAt(leaf.Uid, item.Id))))
                yield return "Отмечено «не применимо», а часть пунктов выполненной: засчитывается «не применимо». Оставьте одно.";
        foreach (var item in leaf.Items)
            if (form.AnswerAt(leaf.Uid, item.Id) is { } answer && DeniedBy(answer, answer.Value == "1") is { } denied)
                yield return $"{Russian.Quote(item.Title)}: отмечено {denied}";
    }

    private static string? DeniedBy(Answer answer, bool claims) =>
        answer switch
        {
            { NotApplicable: true } when claims => "и выполненным, и «не применимо»: засчитывается «не применимо». Оставьте одно.",
            { NotApplicable: true, NoDocument: true } =>
                "и «документа нет», и «не применимо»: засчитывается «не применимо». Оставьте одно.",
            { NoDocument: true } when claims => "и выполненным, и «документа нет»: без документа не засчитывается. Оставьте одно.",
            _ => null,
        };

    private static int Unanswered(SubmissionForm form, Node leaf) =>
        leaf.Items.Count(item =>
            form.AnswerAt(leaf.Uid, item.Id) is not { } answer || (answer.Value is null && !answer.NoDocument && !answer.NotApplicable)
        );

    // Where evidence stands at single items, each claimed one needs its own.
    private static List<string> BareItems(SubmissionForm form, Node leaf) =>
        [
            .. leaf
                .Items.Where(item => AnswerState.ClaimsItem(form.AnswerAt(leaf.Uid, item.Id)) && !form.EvidenceAt(leaf.Uid, item.Id).Any())
                .Select(item => Russian.Quote(item.Title)),
        ];

    private static string? IsOneForAll(SubmissionForm form, FormDirection direction)
    {
        if (direction.Own.Count(leaf => leaf.Node.Evidence == EvidenceRule.Required) < 2)
            return null;
        var uids = direction.Leaves.Select(leaf => leaf.Node.Uid).Append(direction.Node.Uid).ToHashSet(StringComparer.Ordinal);
        var here = form.Evidence.Where(one => one.Item.Places.Exists(place => uids.Contains(place.Uid))).ToList();
        // Links to one address are one.
        var distinct = here.DistinctBy(one => one.Item.Url ?? one.FileHash ?? one.Line, StringComparer.OrdinalIgnoreCase).ToList();
        if (distinct.Count != 1)
            return null;
        var served = here.SelectMany(one => one.Item.Places).Select(place => place.Uid).Where(uids.Contains).Distinct().ToList();
        return served.Contains(direction.Node.Uid) || served.Count > 1 ? distinct[0].Line : null;
    }
}
