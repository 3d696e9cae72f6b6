using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Campaigns;

public class CampaignTests
{
    private static DateTime Utc(int month, int day, int hour) => new(2026, month, day, hour, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Move_FromOpeningToTakingBack_FollowsTimeAndDecisions(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync(opened: false);
        (await Refusal(() => world.MoveAsync(id, "publish"))).ShouldBe(RefusalKind.Conflict);
        await world.In(async context =>
        {
            (await context.Subjects.FirstAsync(RegionWorld.Cancel)).Rename("Переименован до открытия");
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        await world.MoveAsync(id, "open");
        await world.In(async context =>
        {
            (await context.CampaignSubjects.CountAsync(row => row.Name == "Переименован до открытия", RegionWorld.Cancel)).ShouldBe(1);
            (await context.Submissions.CountAsync(row => row.State == SubmissionState.Draft, RegionWorld.Cancel)).ShouldBe(18);
            (await context.Subjects.FirstAsync(RegionWorld.Cancel)).Rename("Переименован после");
            await context.SaveChangesAsync(RegionWorld.Cancel);
            (await context.CampaignSubjects.CountAsync(row => row.Name == "Переименован после", RegionWorld.Cancel)).ShouldBe(0);
        });
        (await Refusal(() => world.MoveAsync(id, "open"))).ShouldBe(RefusalKind.Conflict);

        // 1 December begins in Moscow at 21:00 UTC of the day before, and 20 December ends there so too.
        (await StateAsync(world, id, Utc(11, 30, 20))).ShouldBe(CampaignState.Preparation);
        (await StateAsync(world, id, Utc(11, 30, 21))).ShouldBe(CampaignState.Collection);
        (await StateAsync(world, id, Utc(12, 20, 20))).ShouldBe(CampaignState.Collection);
        (await StateAsync(world, id, Utc(12, 20, 21))).ShouldBe(CampaignState.Review);
        (await StateAsync(world, id, Utc(12, 27, 21))).ShouldBe(CampaignState.Results);

        world.Clock.Now = Utc(12, 10, 12);
        (await Refusal(() => world.MoveAsync(id, "close-collection"))).ShouldBe(RefusalKind.Invalid);
        await world.MoveAsync(id, "close-collection", "все ответили");
        (await StateAsync(world, id, world.Clock.Now)).ShouldBe(CampaignState.Review);
        await world.MoveAsync(id, "resume-collection", "не все");
        (await StateAsync(world, id, world.Clock.Now)).ShouldBe(CampaignState.Collection);

        world.Clock.Now = Utc(12, 28, 12);
        (await Refusal(() => world.MoveAsync(id, "publish"))).ShouldBe(RefusalKind.Conflict);
        await world.In(context => new ComputeRun(context, world.Clock).RunAsync(world.Operator, id, RegionWorld.Cancel));
        await world.MoveAsync(id, "publish");
        (await StateAsync(world, id, world.Clock.Now)).ShouldBe(CampaignState.Published);
        await world.MoveAsync(id, "take-back", "ошибка в оценках");
        (await StateAsync(world, id, world.Clock.Now)).ShouldBe(CampaignState.Results);
        (
            await world.In(context =>
                context
                    .AuditEntries.Where(row => row.ObjectKind == "campaign")
                    .OrderBy(row => row.Id)
                    .Select(row => row.Action)
                    .ToListAsync(RegionWorld.Cancel)
            )
        ).ShouldBe([
            "campaign.create",
            "campaign.subjects",
            "campaign.open",
            "campaign.close-collection",
            "campaign.resume-collection",
            "campaign.publish",
            "campaign.take-back",
        ]);
    }

    [Fact]
    public async Task Move_EveryTransitionByEveryOtherRole_IsForbidden()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync(opened: false);
        foreach (var role in Enum.GetValues<Role>().Where(role => role != Role.Operator))
        foreach (var transition in Transition.All)
            (
                await Refusal(() =>
                    world.In(context =>
                        new MoveToStage(context, world.Clock, StageFollowers.Of(context)).RunAsync(
                            world.As(new ActorGrant(role, null, null)),
                            new(id, transition.Id, "причина"),
                            RegionWorld.Cancel
                        )
                    )
                )
            ).ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Extend_OneSubject_TakesItsAnswersLonger(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = Utc(12, 22, 9);
        var subject = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel)
        );
        Task Extend(DateOnly until, string reason) =>
            world.In(context =>
                new ExtendDeadline(context, world.Clock).RunAsync(world.Operator, new(subject, until, reason), RegionWorld.Cancel)
            );

        (await Refusal(() => Extend(new(2026, 12, 21), "нет связи"))).ShouldBe(RefusalKind.Invalid);
        (await Refusal(() => Extend(new(2026, 12, 28), "нет связи"))).ShouldBe(RefusalKind.Invalid);
        (await Refusal(() => Extend(new(2026, 12, 24), " "))).ShouldBe(RefusalKind.Invalid);
        await Extend(new(2026, 12, 24), "нет связи");
        await world.In(async context =>
        {
            var campaign = await context.Campaigns.Include(row => row.Decisions).SingleAsync(RegionWorld.Cancel);
            var rows = await context.CampaignSubjects.OrderBy(row => row.Id).ToListAsync(RegionWorld.Cancel);
            campaign.TakesAnswers(rows[0].ExtendedUntil, returned: false, Utc(12, 24, 20)).ShouldBeTrue();
            campaign.TakesAnswers(rows[0].ExtendedUntil, returned: false, Utc(12, 24, 21)).ShouldBeFalse();
            campaign.TakesAnswers(rows[1].ExtendedUntil, returned: false, Utc(12, 22, 9)).ShouldBeFalse();
        });
        // A day written wrong is set right; the same day again, or the day for all, extends nothing.
        (await Refusal(() => Extend(new(2026, 12, 24), "нет связи"))).ShouldBe(RefusalKind.Invalid);
        (await Refusal(() => Extend(new(2026, 12, 20), "нет связи"))).ShouldBe(RefusalKind.Invalid);
        await Extend(new(2026, 12, 23), "опечатка");
        (await Refusal(() => world.MoveAsync(id, "close-review", "пора"))).ShouldBe(RefusalKind.Conflict);
        // Once it has sent, its extension holds nobody up.
        await world.In(async context =>
        {
            (await context.Submissions.SingleAsync(row => row.CampaignSubjectId == subject, RegionWorld.Cancel)).Send(
                world.Clock.Now,
                "00"
            );
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        await world.MoveAsync(id, "close-review", "все отправили");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_ReviewEndingBeforeAnExtension_IsRefused(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = Utc(12, 18, 9);
        var subject = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel)
        );
        await world.In(context =>
            new ExtendDeadline(context, world.Clock).RunAsync(
                world.Operator,
                new(subject, new(2026, 12, 24), "нет связи"),
                RegionWorld.Cancel
            )
        );
        var campaign = await world.In(context => context.Campaigns.SingleAsync(RegionWorld.Cancel));
        Task Save(DateOnly review) =>
            world.In(context =>
                new SaveCampaign(context, world.Clock).RunAsync(
                    world.Operator,
                    RegionWorld.Fields(campaign.MethodologyEditionId) with
                    {
                        Id = id,
                        Version = campaign.Version,
                        ReviewUntil = review,
                    },
                    RegionWorld.Cancel
                )
            );

        (await Should.ThrowAsync<RefusedException>(() => Save(new(2026, 12, 23))))
            .Errors.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                error => error.Field.ShouldBe(nameof(CampaignFields.ReviewUntil)),
                error => error.Message.ShouldContain("продлён по 24")
            );
        await Save(new(2026, 12, 24));
    }

    [Fact]
    public async Task Deadline_CollectionClosedEarly_IsTheMomentOfTheDecision()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        world.Clock.Now = Utc(12, 10, 12);
        await world.MoveAsync(id, "close-collection", "все ответили");
        var (subject, zone) = await world.In(async context =>
            (
                await context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel),
                new RegionTime((await context.Regions.SingleAsync(RegionWorld.Cancel)).TimeZone)
            )
        );
        await world.In(context =>
            new ExtendDeadline(context, world.Clock).RunAsync(
                world.Operator,
                new(subject, new(2026, 12, 15), "нет связи"),
                RegionWorld.Cancel
            )
        );
        var campaign = await CampaignAsync();
        campaign.CollectionEnd.ShouldBe(Utc(12, 10, 12));
        CampaignWords.DatesOf(campaign, CampaignState.Collection, zone).ShouldEndWith("по 10\u00A0декабря\u00A02026");
        // 15 December ends in Moscow at 21:00 UTC: later than for all, though earlier than was planned.
        campaign.DeadlineOf(Utc(12, 15, 21), returned: false, world.Clock.Now).ShouldBe(Utc(12, 15, 21));
        var board = await world.In(context => new ReadBoard(context, world.Clock).RunAsync(world.Operator, id, RegionWorld.Cancel));
        board.Rows.Where(row => row.IsExtended).Select(row => (row.CampaignSubjectId, row.IsLate)).ShouldBe([(subject, false)]);
        board.Late.ShouldBe(17);
        // What was returned is awaited as long as the experts are at work.
        (campaign.TakesAnswers(null, returned: true, world.Clock.Now), campaign.IsOver(null, returned: true, world.Clock.Now)).ShouldBe(
            (true, false)
        );
        campaign.DeadlineOf(null, returned: true, world.Clock.Now).ShouldBe(campaign.ReviewUntil);
        campaign.IsOver(null, returned: true, Utc(12, 28, 12)).ShouldBeTrue();

        await world.MoveAsync(id, "resume-collection", "не все");
        (await CampaignAsync()).CollectionEnd.ShouldBe(campaign.CollectionUntil);

        Task<Campaign> CampaignAsync() =>
            world.In(context => context.Campaigns.Include(row => row.Decisions).SingleAsync(row => row.Id == id, RegionWorld.Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Choose_WhileAnotherChanges_IsRefused(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync(opened: false);
        await world.In(async context =>
        {
            await context.Campaigns.Include(row => row.Decisions).SingleAsync(RegionWorld.Cancel); // what the page had read before
            await world.In(other =>
                other.Campaigns.ExecuteUpdateAsync(
                    row => row.SetProperty(campaign => campaign.Version, campaign => campaign.Version + 1),
                    RegionWorld.Cancel
                )
            );
            // The page says so in words: SitePage.
            await Should.ThrowAsync<DbUpdateConcurrencyException>(() =>
                new ChooseSubjects(context, world.Clock).RunAsync(world.Operator, new(id, []), RegionWorld.Cancel)
            );
        });
        (await world.In(context => context.CampaignSubjects.CountAsync(RegionWorld.Cancel))).ShouldBe(18);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Adopt_TextsOnlyRevision_IsTakenByARunningCampaign(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        var package = System.Text.Encoding.UTF8.GetString(RegionWorld.File("methodologies", "lo-2020.json"));
        var methodology = new ReadMethodology().Read(System.Text.Encoding.UTF8.GetBytes(package), "m.json");
        var revised = await world.PublishAsync(
            System.Text.Encoding.UTF8.GetBytes(
                package
                    .Replace("\"revision\": 0,", "\"revision\": 1,", StringComparison.Ordinal)
                    .Replace(methodology.Nodes[^1].Title, methodology.Nodes[^1].Title + " (уточнено)", StringComparison.Ordinal)
            )
        );
        await world.In(context =>
            new AdoptRevision(context, world.Clock).RunAsync(world.Operator, new(id, revised, "опечатка"), RegionWorld.Cancel)
        );

        (await world.In(context => context.Campaigns.SingleAsync(RegionWorld.Cancel))).MethodologyEditionId.ShouldBe(revised);
        (
            await Refusal(() =>
                world.In(context =>
                    new AdoptRevision(context, world.Clock).RunAsync(world.Operator, new(id, revised, "ещё"), RegionWorld.Cancel)
                )
            )
        ).ShouldBe(RefusalKind.Conflict);
        (
            await Refusal(() =>
                world.In(context =>
                    new AdoptRevision(context, world.Clock).RunAsync(world.Operator, new(id, 999, "ещё"), RegionWorld.Cancel)
                )
            )
        ).ShouldBe(RefusalKind.NotFound);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_TitlesOfSeveralLines_AreKeptInOne(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var edition = await world.PublishAsync(RegionWorld.File("methodologies", "lo-2020.json"));
        var id = await world.In(context =>
            new SaveCampaign(context, world.Clock).RunAsync(
                world.Operator,
                RegionWorld.Fields(edition) with
                {
                    Title = "Мониторинг\r\nBcc: everybody@example.org",
                    Period = "2026\nгод",
                    Owner = "\tИнститут\u2028развития",
                },
                RegionWorld.Cancel
            )
        );
        var kept = await world.In(context => context.Campaigns.SingleAsync(row => row.Id == id, RegionWorld.Cancel));
        (kept.Title, kept.Period, kept.Owner).ShouldBe(("Мониторинг Bcc: everybody@example.org", "2026 год", "Институт развития"));
    }

    [Fact]
    public async Task Save_WrongOrPassedDates_NamesTheFields()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        var campaign = await world.In(context => context.Campaigns.SingleAsync(RegionWorld.Cancel));
        var fields = RegionWorld.Fields(campaign.MethodologyEditionId) with { Id = id, Version = campaign.Version };
        async Task<IEnumerable<string>> Faults(CampaignFields input) =>
            (
                await Should.ThrowAsync<RefusedException>(() =>
                    world.In(context => new SaveCampaign(context, world.Clock).RunAsync(world.Operator, input, RegionWorld.Cancel))
                )
            ).Errors.Select(error => error.Field);

        (
            await Faults(
                fields with
                {
                    Title = " ",
                    Period = "",
                    CollectionUntil = new(2026, 11, 1),
                    CompleteFrom = 0,
                    ResultsUntil = new(2026, 12, 1),
                    MethodologyEditionId = 77,
                }
            )
        ).ShouldBe(["Title", "Period", "CollectionUntil", "ResultsUntil", "CompleteFrom", "MethodologyEditionId", "CollectionUntil"]);
        world.Clock.Now = Utc(12, 21, 9);
        (await Faults(fields with { CollectionUntil = new(2026, 12, 25) })).ShouldBe(["CollectionUntil"]);
        (await Faults(fields with { ReviewUntil = new(2026, 12, 26), SelfAssessment = SelfAssessment.Required })).ShouldBe([
            "SelfAssessment",
        ]);
        await world.In(context =>
            new SaveCampaign(context, world.Clock).RunAsync(
                world.Operator,
                fields with
                {
                    ReviewUntil = new(2026, 12, 29),
                    Letter = "Добрый день",
                },
                RegionWorld.Cancel
            )
        );
        (await StateAsync(world, id, Utc(12, 28, 12))).ShouldBe(CampaignState.Review);
        (
            await Refusal(() =>
                world.In(context => new SaveCampaign(context, world.Clock).RunAsync(world.Operator, fields, RegionWorld.Cancel))
            )
        ).ShouldBe(RefusalKind.Conflict);
    }

    private static async Task<RefusalKind> Refusal(Func<Task> run) => (await Should.ThrowAsync<RefusedException>(run)).Kind;

    private static Task<CampaignState> StateAsync(RegionWorld world, int id, DateTime now) =>
        world.In(async context =>
            (await context.Campaigns.Include(row => row.Decisions).SingleAsync(row => row.Id == id, RegionWorld.Cancel)).StateAt(now)
        );
}
