using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Accounts;

/// <summary>
/// The whole table of rights: each role over the region and over a part, an expert with and without assignment, several roles at once,
/// every ability, every stage, one's own territory, another's and another region's. What <see cref="Permissions.Allows"/> says, what
/// the database gives and what operations refuse is one. Pages are held to the same table by RouteTests.
/// </summary>
public class RightsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Sources_ByRoleAbilityStageAndPlace_HoldWhatTheTableAllows(Database database)
    {
        using var world = await RightsWorld.MakeAsync(database);
        var complaints = new List<string>();
        foreach (var actor in world.Actors())
        {
            await using var context = world.Open();
            var visible = new Visible(context, actor, world.Clock);
            foreach (var ability in Enum.GetValues<Ability>())
            {
                Compare(
                    $"{ability}",
                    await visible.CampaignSubjectsFor(ability).Select(row => row.Id).ToListAsync(Cancel),
                    world.Subjects.Where(row => world.Reaches(actor, ability, row, row.State)).Select(row => row.Id)
                );
                Compare(
                    $"{ability} at some stage",
                    await visible.CampaignSubjectsOnceFor(ability).Select(row => row.Id).ToListAsync(Cancel),
                    world.Subjects.Where(row => world.Reaches(actor, ability, row, null)).Select(row => row.Id)
                );
            }
            Compare(
                "submissions",
                await visible.Submissions.Select(row => row.CampaignSubjectId).ToListAsync(Cancel),
                Reached(Ability.SeeAnswers)
            );
            Compare("marks", await visible.Marks.Select(row => row.CampaignSubjectId).ToListAsync(Cancel), Reached(Ability.SeeMarks));
            Compare(
                "reminders",
                await visible.Reminders.Select(row => row.CampaignSubjectId).ToListAsync(Cancel),
                Reached(Ability.SeeBoard)
            );
            Compare(
                "campaigns",
                await visible.Campaigns.Select(row => row.Id).ToListAsync(Cancel),
                world
                    .Campaigns.Where(row =>
                        InWholeRegion(Ability.SeeBoard, row)
                        || row.Opened
                            && world.Subjects.Any(one => one.Campaign == row.Id && world.Reaches(actor, Ability.SeeAnswers, one, one.State))
                    )
                    .Select(row => row.Id)
            );
            Compare(
                "runs",
                await visible.Runs.Select(row => row.CampaignId).ToListAsync(Cancel),
                world.Campaigns.Where(row => world.SeesResults(actor, row)).Select(row => row.Id)
            );
            var packages = visible.Packages;
            Compare(
                "packages",
                await context
                    .ResultRuns.Where(run => packages.Any(row => row.ResultRunId == run.Id))
                    .Select(run => run.CampaignId)
                    .ToListAsync(Cancel),
                world.Campaigns.Where(row => world.SeesResults(actor, row) && InWholeRegion(Ability.SeeMarks, row)).Select(row => row.Id)
            );
            Compare(
                "assignments",
                await visible.ExpertAssignments.Select(row => row.CampaignSubjectId).ToListAsync(Cancel),
                world
                    .Subjects.Where(row =>
                        row.Region == world.Region
                        && row.Assigned
                        && (actor.UserId == world.Expert || world.Reaches(actor, Ability.SeeBoard, row, row.State))
                    )
                    .Select(row => row.Id)
            );
            Compare(
                "people",
                await visible.Users.Select(row => row.Id).ToListAsync(Cancel),
                world.People.Where(row => world.SeesPerson(actor, row)).Select(row => row.Id)
            );
            Compare(
                "roles",
                await visible.Grants.Where(row => row.RegionId == world.Region).Select(row => row.UserId).ToListAsync(Cancel),
                world.People.Where(row => row.Region == world.Region && world.SeesPerson(actor, row)).Select(row => row.Id)
            );
            var led = world.People.Where(row => world.Leads(actor, row)).Select(row => row.Id).ToList();
            Compare("executors led", await visible.Team.Select(row => row.UserId).ToListAsync(Cancel), led);
            Compare(
                "invitations of executors led",
                [.. (await visible.TeamInvitations.Select(row => row.Email).ToListAsync(Cancel)).Select(int.Parse)],
                led
            );
            Compare(
                "territories",
                await visible.Territories.Select(row => row.Id).ToListAsync(Cancel),
                world.Subjects.Where(row => world.Reaches(actor, Ability.SeeTerritories, row, null)).Select(row => row.Territory).Distinct()
            );
            Compare(
                "audit",
                await visible.Audit.Select(row => row.CampaignSubjectId!.Value).ToListAsync(Cancel),
                world
                    .Subjects.Where(row =>
                        row.Region == world.Region
                        && (
                            Permissions.StatesInWholeRegion(actor, Ability.SeeAudit).Count > 0
                            || world.Reaches(
                                actor with
                                {
                                    Grants = [.. actor.Grants.Where(grant => grant.Directions is null)],
                                },
                                Ability.SeeAnswers,
                                row,
                                row.State
                            )
                        )
                    )
                    .Select(row => row.Id)
            );

            IEnumerable<int> Reached(Ability ability) =>
                world.Subjects.Where(row => world.Reaches(actor, ability, row, row.State)).Select(row => row.Id);

            bool InWholeRegion(Ability ability, RightsWorld.CampaignAt row) =>
                row.Region == world.Region && Permissions.StatesInWholeRegion(actor, ability).Contains(row.State);

            void Compare(string what, List<int> asked, IEnumerable<int> wanted)
            {
                var set = wanted.Order().ToList();
                if (!asked.Order().SequenceEqual(set))
                    complaints.Add(
                        $"{RightsWorld.NameOf(actor)}, {what}: {string.Join(' ', asked.Order())} instead of {string.Join(' ', set)}"
                    );
            }
        }
        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Directions_ByRoleTerritoryAndAssignment_AreThoseOfTheRolesThatReach(Database database)
    {
        using var world = await RightsWorld.MakeAsync(database);
        var complaints = new List<string>();
        var read = 0;
        foreach (var actor in world.Actors())
        {
            await using var context = world.Open();
            var listed = Permissions.Allows(actor, Ability.SeeAnswers)
                ? (await new ListSubmissions(context, world.Clock).RunAsync(actor, Cancel)).ToDictionary(form => form.Subject.Id)
                : [];
            foreach (var row in world.Subjects.Where(row => world.Reaches(actor, Ability.SeeAnswers, row, row.State)))
            {
                var wanted = string.Join(' ', world.DirectionsOf(actor, row));
                Compare("read", await new ReadSubmission(context, world.Clock).RunAsync(actor, row.Id, Cancel));
                if (listed.TryGetValue(row.Id, out var form))
                    Compare("listed", form);
                read++;

                void Compare(string how, SubmissionForm form)
                {
                    var given = string.Join(' ', form.Directions.Select(direction => direction.Node.Uid));
                    if (given != wanted || form.IsWhole != (wanted == "1 second"))
                        complaints.Add($"{RightsWorld.NameOf(actor)}, {how}, {row}: {given} instead of {wanted}");
                }
            }
        }
        complaints.ShouldBeEmpty();
        read.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Operations_ByRoleStageAndPlace_RefuseWhatTheSourcesDoNotHold()
    {
        using var world = await RightsWorld.MakeAsync(Database.Sqlite);
        var time = world.Clock;
        // What the table allows meets the next check of the operation, so that nothing is written and nobody stands in another's way.
        var ofSubjects = new Dictionary<Ability, Func<OrientirContext, Actor, int, Task>>
        {
            [Ability.SeeAnswers] = (context, actor, id) => new ReadSubmission(context, time).RunAsync(actor, id, Cancel),
            [Ability.Extend] = (context, actor, id) => new ExtendDeadline(context, time).RunAsync(actor, new(id, default, ""), Cancel),
            [Ability.Return] = (context, actor, id) => new ReturnSubmission(context, time).RunAsync(actor, new(id, [], ""), Cancel),
            [Ability.Mark] = (context, actor, id) => new SaveMarks(context, time).RunAsync(actor, new(id, "", []), Cancel),
        };
        var ofCampaigns = new Dictionary<Ability, Func<OrientirContext, Actor, RightsWorld.CampaignAt, Task>>
        {
            [Ability.SeeBoard] = (context, actor, row) => new ReadBoard(context, time).RunAsync(actor, row.Id, Cancel),
            [Ability.ManageCampaigns] = (context, actor, row) =>
                new SaveCampaign(context, time).RunAsync(actor, RegionWorld.Fields(row.Edition) with { Id = row.Id, Title = "" }, Cancel),
            [Ability.MoveCampaign] = (context, actor, row) =>
                new MoveToStage(context, time, StageFollowers.Of(context)).RunAsync(actor, new(row.Id, "none"), Cancel),
            [Ability.AssignExperts] = (context, actor, row) =>
                new AssignSubjects(context, time).RunAsync(actor, new(row.Id, -1, []), Cancel),
            [Ability.MakeReport] = (context, actor, row) => new RequestReport(context, world.Files, time).RunAsync(actor, row.Run, Cancel),
        };
        var complaints = new List<string>();
        foreach (var actor in world.Actors().Where(actor => actor.Grants.Count == 1))
        {
            foreach (var (ability, operation) in ofSubjects)
            foreach (var row in world.Subjects)
                await TryAsync(
                    ability,
                    world.Reaches(actor, ability, row, row.State),
                    context => operation(context, actor, row.Id),
                    $"{row}"
                );
            foreach (var (ability, operation) in ofCampaigns)
            foreach (var row in world.Campaigns)
                await TryAsync(
                    ability,
                    row.Region == world.Region && Permissions.StatesInWholeRegion(actor, ability).Contains(row.State)
                        // A role over a part has the board of its part.
                        || ability == Ability.SeeBoard
                            && row.Opened
                            && world.Subjects.Any(one => one.Campaign == row.Id && world.Reaches(actor, ability, one, one.State)),
                    context => operation(context, actor, row),
                    $"{row}"
                );

            async Task TryAsync(Ability ability, bool allowed, Func<OrientirContext, Task> run, string what)
            {
                await using var context = world.Open();
                var said = "";
                try
                {
                    await run(context);
                }
                catch (RefusedException refused)
                {
                    said = refused.Message;
                    var further =
                        said.StartsWith("Действие не найдено", StringComparison.Ordinal)
                        || said.StartsWith("Эксперт не найден", StringComparison.Ordinal);
                    var stage =
                        refused.Kind == RefusalKind.Conflict && said.StartsWith("Сейчас мониторинг на этапе", StringComparison.Ordinal);
                    if (!further && (stage || refused.Kind is RefusalKind.Forbidden or RefusalKind.NotFound))
                    {
                        if (allowed)
                            complaints.Add($"{RightsWorld.NameOf(actor)}, {ability} of {what}: refused, {said}");
                        return;
                    }
                }
                if (!allowed)
                    complaints.Add($"{RightsWorld.NameOf(actor)}, {ability} of {what}: let through, {said}");
            }
        }
        complaints.ShouldBeEmpty();
    }
}
