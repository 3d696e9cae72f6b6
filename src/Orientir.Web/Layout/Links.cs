using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Web.Layout;

/// <summary>Addresses of pages, made of keys: the one place that knows how they are composed. Core gives keys and knows no address.</summary>
internal static class Links
{
    /// <summary>Address of what stands behind a cell; null where nothing does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="run">The run its table shows; 0 for a table of no run.</param>
    public static string? Of(DisplayCell cell, int run = 0) =>
        cell.Target switch
        {
            null => null,
            ResultPlace place => Results.Place(run, place),
            SubmissionPlace place => Submissions.Place(place),
            var other => throw new NotSupportedException($"No page shows {other.GetType().Name}."),
        };

    private static string Escaped(string key) => Uri.EscapeDataString(key);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Submissions.</summary>
    public static class Submissions
    {
        /// <summary>The submission of a subject of a campaign.</summary>
        public static string Form(int campaignSubject) => Invariant($"/submissions/{campaignSubject}");

        /// <summary>The questions of a direction.</summary>
        public static string Direction(int campaignSubject, string uid) =>
            Invariant($"/submissions/{campaignSubject}/directions/{Escaped(uid)}");

        /// <summary>What leads within the page of a direction to a node of it.</summary>
        public static string AnchorOf(string uid) => "leaf-" + uid;

        /// <summary>A place in a submission.</summary>
        public static string Place(SubmissionPlace place) =>
            place.Direction is null ? Form(place.CampaignSubjectId)
            : place.Leaf is null ? Direction(place.CampaignSubjectId, place.Direction)
            : $"{Direction(place.CampaignSubjectId, place.Direction)}#{Escaped(AnchorOf(place.Leaf))}";
    }

    /// <summary>Results of a run.</summary>
    public static class Results
    {
        /// <summary>The overview of a run.</summary>
        public static string Run(int run) => Invariant($"/results/{run}");

        /// <summary>The rating, as it is looked at.</summary>
        public static string Rating(int run, ResultQuery query, int? page = null) =>
            $"{Run(run)}?{QueryOf(query)}{(page is { } number ? Invariant($"&page={number}") : "")}#rating";

        /// <summary>Subjects by directions.</summary>
        public static string Heat(int run, int? page = null) =>
            $"{Run(run)}/heat{(page is { } number ? Invariant($"?page={number}") : "")}";

        /// <summary>The cycle of management.</summary>
        public static string Cycle(int run) => Run(run) + "/cycle";

        /// <summary>A direction.</summary>
        public static string Direction(int run, string uid) => $"{Run(run)}/direction?of={Escaped(uid)}";

        /// <summary>A subject, or one node of its table.</summary>
        public static string Subject(int run, string id, string? uid = null) =>
            $"{Run(run)}/subject?of={Escaped(id)}{(uid is null ? "" : $"#{Escaped(AnchorOf(uid))}")}";

        /// <summary>What leads within the page of a subject to a node of it.</summary>
        public static string AnchorOf(string uid) => "node-" + uid;

        /// <summary>A place in the results of a run.</summary>
        public static string Place(int run, ResultPlace place) =>
            place.Subject is { } id ? Subject(run, id, place.Uid)
            : place.Uid is { } uid ? Direction(run, uid)
            : Run(run);

        /// <summary>The table of a view as a file; <paramref name="format"/> is «xlsx» or «csv».</summary>
        public static string Export(int run, string view, string format, string? of = null, ResultQuery? query = null) =>
            $"{Run(run)}/export?view={view}&of={Escaped(of ?? "")}{(query is null ? "" : "&" + QueryOf(query))}&format={format}";

        private static string QueryOf(ResultQuery query) =>
            string.Join(
                '&',
                new[] { ("sort", query.Sort), ("search", query.Search), ("band", query.Band) }
                    .Where(part => part.Item2 is { Length: > 0 })
                    .Select(part => $"{part.Item1}={Escaped(part.Item2!)}")
            );
    }
}
