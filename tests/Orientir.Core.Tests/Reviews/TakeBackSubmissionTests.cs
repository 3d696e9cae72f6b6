using Microsoft.EntityFrameworkCore;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Reviews;

public sealed class TakeBackSubmissionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TakeBack_WhatNobodyWorkedOn_IsADraftAgainAndOnRecord(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await Should.ThrowAsync<RefusedException>(() => TakeBack(world));
        var first = await world.Send(world.Coordinator);
        await Should.ThrowAsync<RefusedException>(() => TakeBack(world, world.Executor));
        await TakeBack(world);
        var form = await world.Form(world.Coordinator);
        (form.State, form.Submission!.SentAt, form.MaySend).ShouldBe((SubmissionState.Draft, null, true));
        (await world.Save(world.Coordinator, Value("1.1", "1", "0")))[0].Outcome.ShouldBe(PatchOutcome.Saved);
        (await world.Send(world.Coordinator)).Number.ShouldNotBe(first.Number);
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "submission.takeback", Cancel))).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TakeBack_OnceAnExpertMarked_IsRefused(Database database)
    {
        using var world = await SentAsync(database);
        await world.In(async context =>
        {
            context.Marks.Add(
                new Mark
                {
                    RegionId = world.Region,
                    CampaignSubjectId = world.First,
                    Uid = "1.1",
                    Expert = "",
                    Value = "1",
                    ChangedBy = world.Operator.UserId,
                    ChangedAt = Start,
                }
            );
            return await context.SaveChangesAsync(Cancel);
        });
        (await Should.ThrowAsync<RefusedException>(() => TakeBack(world))).Message.ShouldStartWith("Эксперты уже оценивают анкету.");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TakeBack_OnceItWasReturned_IsRefusedThoughSentAgain(Database database)
    {
        using var world = await SentAsync(database);
        await world.Return("1.1");
        await world.Send(world.Coordinator);
        (await Should.ThrowAsync<RefusedException>(() => TakeBack(world))).Message.ShouldContain("уже возвращали на исправление");
    }

    [Fact]
    public async Task TakeBack_AfterTheDeadline_IsRefused()
    {
        using var world = await SentAsync(Database.Sqlite);
        world.Time.Advance(TimeSpan.FromDays(400));
        (await Should.ThrowAsync<RefusedException>(() => TakeBack(world))).Message.ShouldContain("Срок приёма ответов истёк");
        (await world.Form(world.Coordinator)).State.ShouldBe(SubmissionState.Sent);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Return_WithNotesOfIndicators_ShowsEachAtItsIndicator(Database database)
    {
        using var world = await SentAsync(database);
        await world.In(async context =>
        {
            await new ReturnSubmission(context, world.Time).RunAsync(
                world.Operator,
                new(world.First, ["1.2"], "Проверьте даты.", new Dictionary<string, string> { ["1.1"] = " Нет приказа. " }),
                Cancel
            );
            return 0;
        });
        var form = await world.Form(world.Coordinator);
        form.Submission!.ReturnNote.ShouldBe("Проверьте даты.");
        form.Directions[0]
            .Leaves.Where(leaf => leaf.IsReturned)
            .Select(leaf => (leaf.Node.Uid, leaf.ReturnNote))
            .ShouldBe([("1.1", "Нет приказа."), ("1.2", null)]);
    }

    private static async Task<SubmissionWorld> SentAsync(Database database)
    {
        var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await world.Send(world.Coordinator);
        return world;
    }

    private static Task<int> TakeBack(SubmissionWorld world, Core.Accounts.Actor? actor = null) =>
        world.In(async context =>
        {
            await new TakeBackSubmission(context, world.Time).RunAsync(actor ?? world.Coordinator, world.First, Cancel);
            return 0;
        });
}
