using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>A text that a revision changes.</summary>
/// <param name="Code">Code of the node it stands at; «*» for the methodology itself.</param>
/// <param name="What">Which text, in words: «название», «подсказка».</param>
/// <param name="Old">Before; null where there was none.</param>
/// <param name="New">After; null where there is none now.</param>
public sealed record TextChange(string Code, string What, string? Old, string? New);

/// <summary>
/// Lists the texts that differ between two packages of one structure: <see cref="CheckRevision"/> has proved that nothing else does.
/// </summary>
public sealed class CompareTexts
{
    /// <summary>The changes, in the order of the revised package.</summary>
    public IReadOnlyList<TextChange> Compare(Methodology published, Methodology revised)
    {
        var changes = new List<TextChange>();
        Add("*", "название методики", published.Title, revised.Title);
        Add("*", "основание", published.Basis, revised.Basis);
        Add("*", "примечание", published.Note, revised.Note);
        foreach (var (was, now) in published.Stages.Join(revised.Stages, stage => stage.Id, stage => stage.Id, (was, now) => (was, now)))
            Add("*", "название этапа", was.Title, now.Title);
        foreach (var (was, now) in published.Levels.Join(revised.Levels, level => level.Id, level => level.Id, (was, now) => (was, now)))
        {
            Add(now.Node, "название уровней", was.Title, now.Title);
            Add(now.Node, "примечание к уровням", was.Note, now.Note);
            foreach (var (before, after) in was.Bands.Join(now.Bands, band => band.Id, band => band.Id, (before, after) => (before, after)))
                Add(now.Node, "название уровня", before.Title, after.Title);
        }
        foreach (var node in revised.Nodes.Skip(1))
        {
            if (published.Tree.Find(node.Uid) is not { } was)
                continue;
            Add(node.Code, "название", was.Title, node.Title);
            Add(node.Code, "подсказка", was.Help, node.Help);
            Add(node.Code, "примечание", was.Note, node.Note);
            AddScale(node.Code, was.Scale, node.Scale);
        }
        return changes;

        void AddScale(string code, Scale? was, Scale? now)
        {
            switch (was, now)
            {
                case (OrdinalScale before, OrdinalScale after):
                    foreach (var (step, changed) in before.Steps.Zip(after.Steps))
                        Add(code, $"ступень «{Russian.Count(changed.Points, Nouns.Point)}»", step.Title, changed.Title);
                    break;
                case (ChecklistScale before, ChecklistScale after):
                    AddItems(code, "условие", before.Items, after.Items);
                    break;
                case (ComponentsScale before, ComponentsScale after):
                    AddItems(code, "составляющая", before.Items, after.Items);
                    break;
                case (MeasureScale before, MeasureScale after):
                    Add(code, "единица измерения", before.Unit, after.Unit);
                    Add(code, "числитель", before.Numerator, after.Numerator);
                    Add(code, "знаменатель", before.Denominator, after.Denominator);
                    break;
            }
        }

        void AddItems(string code, string what, IReadOnlyList<ScaleItem> was, IReadOnlyList<ScaleItem> now)
        {
            foreach (var (item, changed) in was.Zip(now))
                Add(code, what, item.Title, changed.Title);
        }

        void Add(string code, string what, string? was, string? now)
        {
            if ((was ?? "") != (now ?? ""))
                changes.Add(new(code, what, was, now));
        }
    }
}
