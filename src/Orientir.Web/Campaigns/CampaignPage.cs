using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;
using Orientir.Web.Layout;
using Orientir.Web.Shared;

namespace Orientir.Web.Campaigns;

/// <summary>A page of one campaign: the campaign as the actor may see it, where it stands now and the clock of its region.</summary>
public abstract class CampaignPage : SitePage
{
    [Inject]
    protected OrientirContext Context { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Parameter]
    public int Id { get; set; }

    [SupplyParameterFromQuery]
    protected string? Done { get; set; }

    /// <summary>Rows of a long table on one page.</summary>
    protected const int RowsOfPage = 75;

    protected Campaign Campaign { get; private set; } = null!;

    protected CampaignState State { get; private set; }

    protected RegionTime Zone { get; private set; } = null!;

    protected DateTime Now { get; private set; }

    protected string Address => Links.Campaigns.Home(Id);

    protected IReadOnlyList<(string Title, string Address)> Crumbs => [("Мониторинги", "/campaigns"), (Campaign.Title, Address)];

    /// <summary>Reads the campaign; refuses who may not do there what the page is for.</summary>
    protected async Task LoadAsync()
    {
        Now = Time.GetUtcNow().UtcDateTime;
        Campaign =
            await Visible
                .Campaigns.AsNoTracking()
                .Include(row => row.Decisions)
                .Include(row => row.Stages)
                .AsSplitQuery()
                .SingleOrDefaultAsync(row => row.Id == Id, Cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        State = Campaign.StateAt(Now);
        RequireDeclared(State);
        Zone = await ZoneAsync();
    }

    protected async Task<RegionTime> ZoneAsync() =>
        new((await Visible.Regions.AsNoTracking().SingleAsync(region => region.Id == Actor.RegionId, Cancel)).TimeZone);

    protected Task<MethodologyEdition> EditionAsync() =>
        Visible.Methodologies.AsNoTracking().SingleAsync(row => row.Id == Campaign.MethodologyEditionId, Cancel);

    protected bool May(Ability ability) => Permissions.Allows(Actor, ability, null, State);

    /// <summary>Names of the people behind keys.</summary>
    protected Task<Dictionary<int, string>> NamesAsync(IEnumerable<int> users)
    {
        var wanted = users.Distinct().ToList();
        return Visible.People.Where(user => wanted.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.DisplayName, Cancel);
    }

    /// <summary>The name behind a key; accounts of no role in the region have none to show.</summary>
    protected static string NameOf(Dictionary<int, string> names, int user) =>
        user == 0 ? "Система" : names.GetValueOrDefault(user, "бывший сотрудник");

    /// <summary>A day as a browser sends it or as people write it; a year mistyped beyond this century is none.</summary>
    protected static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 2000 and < 2100
            ? day
            : null;

    /// <summary>A day as the control of a browser takes it.</summary>
    protected static string Value(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>«?a=1&amp;b=2» of what is given.</summary>
    protected static string Query(params IEnumerable<(string Name, string? Value)> fields) =>
        QueryString
            .Create(
                fields
                    .Where(field => !string.IsNullOrEmpty(field.Value))
                    .Select(field => new KeyValuePair<string, string?>(field.Name, field.Value))
            )
            .ToString();

    /// <summary>A kind of subject, as packages write it, as a noun.</summary>
    protected static Noun NounOf(string kind) => Enum.Parse<SubjectKind>(kind, ignoreCase: true).Noun;

    protected static string Participants(int count) => Russian.Count(count, "участник", "участника", "участников");
}
