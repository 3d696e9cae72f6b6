using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reviews;

/// <summary>What one expert gave a node.</summary>
/// <param name="Words">The value in the words of its scale.</param>
/// <param name="Points">The points it gives, «2 балла»; empty where it gives none.</param>
/// <param name="Comment">The comment; null where there is none.</param>
public sealed record MarkBeside(string Words, string Points, string? Comment);

/// <summary>A node with what every expert gave it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Marks">One an expert, in their order; null where the expert left none.</param>
/// <param name="Differ">Whether the experts differ: in points, or in whether it applies.</param>
public sealed record MarksBeside(Node Node, IReadOnlyList<MarkBeside?> Marks, bool Differ);

/// <summary>The marks of all experts for one subject, side by side.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Experts">Names of the experts; empty for the unnamed one.</param>
/// <param name="Rows">Every leaf, and inner nodes that have marks, in the order of the methodology.</param>
public sealed record SubjectMarksBeside(
    CampaignSubject Subject,
    Campaign Campaign,
    IReadOnlyList<string> Experts,
    IReadOnlyList<MarksBeside> Rows
);

/// <summary>Reads what every expert gave a subject: for who watches over the review, never for an expert, who marks by itself.</summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
public sealed class ReadMarksBeside(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads.</summary>
    /// <exception cref="RefusedException">There is no such subject, or the actor may not see it so.</exception>
    public async Task<SubjectMarksBeside> RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var subject =
            await visible
                .CampaignSubjectsFor(Ability.SeeBoard)
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == campaignSubjectId, cancel)
            ?? throw RefusedException.NotFound("Участник");
        var campaign = await visible
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == subject.CampaignId, cancel);
        var methodology = await KeptMethodologies.ReadAsync(
            visible.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var marks = await visible.Marks.AsNoTracking().Where(row => row.CampaignSubjectId == campaignSubjectId).ToListAsync(cancel);
        List<string> experts = [.. marks.Select(mark => mark.Expert).Distinct().Order(StringComparer.Ordinal)];
        var byUid = marks.ToLookup(mark => mark.Uid, StringComparer.Ordinal);
        var values = new MarkValues(methodology);
        return new(
            subject,
            campaign,
            experts,
            [
                .. methodology
                    .Nodes.Index()
                    .Where(node => node.Item.Scale is not null || byUid[node.Item.Uid].Any())
                    .Select(node =>
                    {
                        var given = byUid[node.Item.Uid].ToDictionary(mark => mark.Expert, StringComparer.Ordinal);
                        return new MarksBeside(
                            node.Item,
                            [.. experts.Select(expert => given.GetValueOrDefault(expert) is { } mark ? Beside(mark, node.Item) : null)],
                            Differ([.. given.Values.Select(mark => PointsOf(mark.Value, node.Index)).OfType<double>()])
                        );

                        double? PointsOf(string? value, int index) =>
                            value is null || !values.TryRead(value, index, out var number, out _) ? null
                            : double.IsNaN(number) ? number
                            : node.Item.Scale?.PointsOf(number) ?? number;
                    }),
            ]
        );

        MarkBeside Beside(Mark mark, Node node)
        {
            var (words, index) = (MarkWords.OfValue(mark.Value, node.Scale), methodology.Tree.IndexOf(node));
            var points =
                node.Scale is { } scale
                && methodology.Specification.MaximumOf(index) > 0
                && mark.Value is { } value
                && values.TryRead(value, index, out var number, out _)
                && !double.IsNaN(number)
                    ? scale.PointsOf(number) * node.Weight
                    : (double?)null;
            // A value that is the points says it all.
            return new(words, points is { } given && Russian.Number(given) != words ? Russian.Count(given, Nouns.Point) : "", mark.Comment);
        }
    }

    // As scoring combines them: points apart, or «не применимо» (NaN) beside a value.
    private static bool Differ(double[] points) =>
        points.Length > 1
        && points.Any(one => double.IsNaN(one) != double.IsNaN(points[0]) || (!double.IsNaN(one) && !Tolerance.AreEqual(one, points[0])));
}
