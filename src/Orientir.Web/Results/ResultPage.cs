using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Territories;
using Orientir.Web.Layout;
using Orientir.Web.Shared;

namespace Orientir.Web.Results;

/// <summary>A page of one stored run: its figures come from the run alone.</summary>
public abstract class ResultPage : SitePage
{
    /// <summary>Rows a table shows at a time: a page stays below 100 kB with 300 subjects too.</summary>
    public const int Length = 50;

    [Parameter]
    public int RunId { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    protected string? PageNumber { get; set; }

    [Inject]
    protected OrientirContext Context { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    protected LoadedRun Loaded { get; private set; } = null!;

    protected ReportFacts Facts { get; private set; } = null!;

    protected RegionTime Zone { get; private set; } = null!;

    protected ScoredMarks Scored => Loaded.Scored;

    protected CampaignState State => Loaded.Campaign.StateAt(Time.GetUtcNow().UtcDateTime);

    /// <summary>Codes of the subjects whose marks, comments and answers the actor may see.</summary>
    protected IReadOnlySet<string> Open { get; private set; } = new HashSet<string>();

    /// <summary>The subjects of a role held below the region: their result comes first.</summary>
    protected IReadOnlyList<int> Own { get; private set; } = [];

    protected override async Task OnInitializedAsync()
    {
        Loaded = await new LoadRun(Context, Time).RunAsync(Actor, RunId, Cancel);
        Facts = KeptFacts.Of(Loaded, Loaded.Campaign.Title);
        Zone = new RegionTime((await Visible.Regions.AsNoTracking().SingleAsync(row => row.Id == Loaded.Run.RegionId, Cancel)).TimeZone);
        Open = (
            await Visible
                .CampaignSubjectsFor(Ability.SeeMarks)
                .Where(row => row.CampaignId == Loaded.Campaign.Id)
                .Select(row => row.Code)
                .ToListAsync(Cancel)
        ).ToHashSet(StringComparer.Ordinal);
        Own =
            Permissions.Allows(Actor, Ability.SeeBoard) || Actor.Is(Role.Expert)
                ? []
                : [.. Scored.Scores.Order.Where(subject => Open.Contains(Scored.Scores.Subjects[subject].Id))];
    }

    protected (string Title, string Address)[] CrumbsTo(bool run) =>
        run ? [("Итоги", "/results"), (Loaded.Campaign.Title, Links.Results.Run(RunId))] : [("Итоги", "/results")];

    /// <summary>Where a cell of a table of the run leads.</summary>
    protected string? AddressOf(DisplayCell cell) => Links.Of(cell, RunId);

    protected string DirectionAddress(int node) => Links.Results.Direction(RunId, Scored.Methodology.Nodes[node].Uid);

    protected string SubjectAddress(int subject) => Links.Results.Subject(RunId, Scored.Scores.Subjects[subject].Id);

    protected (string Title, string Address)[] ExportsOf(string view, string? of = null, ResultQuery? query = null) =>
        [("Excel", Links.Results.Export(RunId, view, "xlsx", of, query)), ("CSV", Links.Results.Export(RunId, view, "csv", of, query))];

    protected static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
