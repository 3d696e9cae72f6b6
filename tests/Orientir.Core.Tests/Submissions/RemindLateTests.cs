using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Submissions;

public class RemindLateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhereNoContactIsKept_WritesToWhoAnswersAndElseToWhoIsInvitedToAnswer(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var campaign = await world.CampaignAsync();
        world.Clock.Now = new(2026, 12, 10, 9, 0, 0, DateTimeKind.Utc);
        var subjects = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Take(6).Select(row => new { row.Id, row.TerritoryId }).ToListAsync(Cancel)
        );
        var places = subjects.ConvertAll(subject => subject.TerritoryId);
        await world.AccountAsync("first", new NewGrant(Role.Coordinator, world.RegionId, places[0]));
        await world.AccountAsync("second", new NewGrant(Role.Coordinator, world.RegionId, places[1]));
        var (later, before) = (world.Clock.Now.AddDays(1), world.Clock.Now.AddDays(-1));
        await world.In(async context =>
        {
            (await context.Territories.SingleAsync(row => row.Id == places[0], Cancel)).Contact([new("", "", "", "contact@example.org")]);
            context.Invitations.AddRange(
                Invited("invited0@example.org", places[0], later),
                Invited("invited1@example.org", places[1], later),
                Invited("expired2@example.org", places[2], before),
                Invited("invited2@example.org", places[2], later),
                Invited("second2@example.org", places[2], later),
                // They do not answer, or do not any more.
                Invited("publisher3@example.org", places[3], later, Role.Publisher),
                Invited("expired3@example.org", places[3], before),
                Ended("used3@example.org", places[3], link => link.Use(before)),
                Ended("revoked3@example.org", places[3], link => link.Revoke(before)),
                Invited("organisation4@example.org", places[4], later, Role.Organisation)
            );
            await context.SaveChangesAsync(Cancel);
        });

        var letters = await world.In(context =>
            new RemindLate(context, world.Clock, byMail: true).RunAsync(world.Operator, new(campaign, null, RegionWorld.Site), Cancel)
        );

        subjects
            .ConvertAll(subject => letters.Single(letter => letter.CampaignSubjectId == subject.Id).To)
            .ShouldBe(["contact@example.org", "second@example.org", "invited2@example.org", null, "organisation4@example.org", null]);

        Invitation Invited(string email, int place, DateTime expires, Role role = Role.Coordinator) =>
            new()
            {
                TokenHash = email,
                Email = email,
                DisplayName = email,
                Role = role,
                RegionId = world.RegionId,
                TerritoryId = place,
                CreatedAt = before,
                ExpiresAt = expires,
            };

        Invitation Ended(string email, int place, Action<Invitation> end)
        {
            var link = Invited(email, place, later);
            end(link);
            return link;
        }
    }
}
