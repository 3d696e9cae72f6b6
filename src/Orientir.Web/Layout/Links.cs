using Orientir.Core.Campaigns;
using Orientir.Core.Letters;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Web.Layout;

/// <summary>
/// Addresses of pages, made of keys: the one place that knows how they are composed. Core gives keys and knows no address.
/// </summary>
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

    /// <summary>Where letters lead.</summary>
    /// <param name="site">Address of the site: «https://…» without a slash at the end.</param>
    public static LetterAddresses InLetters(string site) => new(site + "/", site + Accounts.Accept(""), site + Submissions.All);

    private static string Escaped(string key) => Uri.EscapeDataString(key);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    public static class Accounts
    {
        public static string Person(int id) => Invariant($"/accounts/{id}");

        public static string Region(int id) => Invariant($"/accounts/regions/{id}");

        /// <summary>The executors of a coordinator.</summary>
        public const string Team = "/accounts/team";

        /// <summary>A link that works once.</summary>
        public static string Accept(string secret) => $"/accounts/accept/{Escaped(secret)}";
    }

    /// <summary>What is on record.</summary>
    public static class Audit
    {
        /// <summary>The changes of the submission of a subject of a campaign.</summary>
        public static string Subject(int campaignSubject) => Invariant($"/audit/subjects/{campaignSubject}");

        public static string User(int id) => Invariant($"/audit/users/{id}");
    }

    public static class Methodologies
    {
        public static string Edition(int id) => Invariant($"/methodologies/{id}");
    }

    public static class Territories
    {
        /// <summary>A territory.</summary>
        public static string Page(int id) => Invariant($"/territories/{id}");

        public static string Subject(int id) => Invariant($"/territories/subjects/{id}");
    }

    public static class Campaigns
    {
        /// <summary>The page of a campaign; its other pages stand below.</summary>
        public static string Home(int id) => Invariant($"/campaigns/{id}");
    }

    public static class Submissions
    {
        /// <summary>What the address of a form begins with.</summary>
        public const string All = "/submissions/";

        /// <summary>The submission of a subject of a campaign.</summary>
        public static string Form(int campaignSubject) => Invariant($"{All}{campaignSubject}");

        /// <summary>The questions of a direction.</summary>
        public static string Direction(int campaignSubject, string uid) => $"{Form(campaignSubject)}/directions/{Escaped(uid)}";

        /// <summary>What leads within the page of a direction to a node of it.</summary>
        public static string AnchorOf(string uid) => "leaf-" + uid;

        /// <summary>The changes of one node.</summary>
        public static string History(int campaignSubject, string uid) => $"{Form(campaignSubject)}/history?place={Escaped(uid)}";

        /// <summary>A file behind an answer.</summary>
        public static string File(int campaignSubject, int evidence) => Invariant($"{Form(campaignSubject)}/evidence/{evidence}/file");

        /// <summary>A place in a submission.</summary>
        public static string Place(SubmissionPlace place) =>
            place.Direction is null ? Form(place.CampaignSubjectId)
            : place.Leaf is null ? Direction(place.CampaignSubjectId, place.Direction)
            : $"{Direction(place.CampaignSubjectId, place.Direction)}#{Escaped(AnchorOf(place.Leaf))}";
    }

    public static class Reviews
    {
        /// <summary>The marks of a subject of a campaign, at a direction, under the name of an expert.</summary>
        public static string Subject(int campaignSubject, string? direction = null, string? expert = null)
        {
            string?[] parts =
            [
                direction is null ? null : $"direction={Escaped(direction)}",
                expert is null ? null : $"expert={Escaped(expert)}",
            ];
            var query = string.Join('&', parts.OfType<string>());
            return Invariant($"/reviews/{campaignSubject}") + (query.Length == 0 ? "" : "?" + query);
        }

        /// <summary>What all experts gave a subject, side by side.</summary>
        public static string Marks(int campaignSubject, bool onlyDiffering = false) =>
            Invariant($"/reviews/{campaignSubject}/marks{(onlyDiffering ? "?only=differing" : "")}");

        /// <summary>Where marks of a campaign are taken from a file.</summary>
        public static string Import(int campaign) => Invariant($"/reviews/campaigns/{campaign}/import");

        /// <summary>Sheets for experts, a workbook «subject» or «direction».</summary>
        public static string Sheets(int campaign, string by) => Invariant($"/reviews/campaigns/{campaign}/sheets?by={by}");
    }

    /// <summary>Results of a run.</summary>
    public static class Results
    {
        /// <summary>The overview of a run.</summary>
        public static string Run(int run) => Invariant($"/results/{run}");

        /// <summary>The rating, as it is looked at.</summary>
        public static string Rating(int run, ResultQuery query, int? page = null) =>
            $"{Run(run)}{Asked([.. PartsOf(query), ("page", page is { } number ? Invariant($"{number}") : null)])}#rating";

        /// <summary>Subjects by directions.</summary>
        public static string Heat(int run, int? page = null) =>
            $"{Run(run)}/heat{(page is { } number ? Invariant($"?page={number}") : "")}";

        /// <summary>The cycle of management.</summary>
        public static string Cycle(int run) => Run(run) + "/cycle";

        public static string Direction(int run, string uid) => $"{Run(run)}/direction?of={Escaped(uid)}";

        /// <summary>A subject, or one node of its table.</summary>
        public static string Subject(int run, string id, string? uid = null) =>
            $"{Run(run)}/subject?of={Escaped(id)}{(uid is null ? "" : $"#{Escaped(AnchorOf(uid))}")}";

        /// <summary>The conclusion about a subject as a Word document.</summary>
        public static string Conclusion(int run, string id) => $"{Run(run)}/conclusion?of={Escaped(id)}";

        /// <summary>A file of a package of documents.</summary>
        public static string ReportFile(int package, string name) => Invariant($"/results/reports/{package}/file?name=") + Escaped(name);

        /// <summary>What leads within the page of a subject to a node of it.</summary>
        public static string AnchorOf(string uid) => "node-" + uid;

        /// <summary>A place in the results of a run.</summary>
        public static string Place(int run, ResultPlace place) =>
            place.Subject is { } id ? Subject(run, id, place.Uid)
            : place.Uid is { } uid ? Direction(run, uid)
            : Run(run);

        /// <summary>What differs between two runs.</summary>
        public static string Difference(int run, int other) => Invariant($"{Run(run)}/difference?with={other}");

        /// <summary>The table of a view as a file; <paramref name="format"/> is «xlsx» or «csv».</summary>
        public static string Export(int run, string view, string format, string? of = null, ResultQuery? query = null) =>
            $"{Run(run)}/export{Asked([("view", view), ("of", of), .. PartsOf(query), ("format", format)])}";

        private static (string Name, string? Value)[] PartsOf(ResultQuery? query) =>
            [("sort", query?.Sort), ("search", query?.Search), ("band", query?.Band)];

        private static string Asked((string Name, string? Value)[] parts)
        {
            var asked = string.Join(
                '&',
                parts.Where(part => part.Value is { Length: > 0 }).Select(part => $"{part.Name}={Escaped(part.Value!)}")
            );
            return asked.Length > 0 ? $"?{asked}" : "";
        }
    }
}
