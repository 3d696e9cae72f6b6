using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using Orientir.Core.Tests.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Accounts;

public class ReadInvitationStatesTests
{
    private static readonly Actor Administrator = new(1, "Администратор", null, [new(Role.Administrator, null, null)], "127.0.0.1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfLettersWhereverTheirWritersWorked_SaysHowTheyStand(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("of-the-region@example.org");
        await world.In(async context =>
        {
            context.RegionId = null;
            var secret = OneTimeLink.NewSecret();
            var link = new Invitation
            {
                TokenHash = OneTimeLink.HashOf(secret),
                Email = "of-the-installation@example.org",
                DisplayName = "Оператор",
                Role = Role.Operator,
                RegionId = world.RegionId,
                CreatedAt = world.Clock.Now,
                ExpiresAt = world.Clock.Now.AddDays(14),
            };
            context.Invitations.Add(link);
            await context.SaveChangesAsync(Cancel);
            link.SendBy(
                Letter.ToSend(
                    new(LetterWhy.Invitation, "Оператор", link.Email, "Приглашение", "До", Site.OneTimeLink(secret), "После"),
                    link.Id,
                    Actor.Installation(null),
                    world.Clock.Now
                )
            );
            await context.SaveChangesAsync(Cancel);
        });

        (await StatesAsync(world.Operator, world.RegionId)).ShouldBe([InvitationStates.Waiting, InvitationStates.Waiting]);
        (await StatesAsync(Administrator, null)).ShouldBe([InvitationStates.Waiting, InvitationStates.Waiting]);

        // That it went out stands at the invitation itself.
        (await world.SendAsync(By(host))).Sent.ShouldBe(2);
        (await StatesAsync(world.Operator, world.RegionId)).ShouldBe([InvitationStates.Sent, InvitationStates.Sent]);
        (await StatesAsync(Administrator, null)).ShouldBe([InvitationStates.Sent, InvitationStates.Sent]);

        async Task<List<string>> StatesAsync(Actor actor, int? region)
        {
            await using var context = world.OpenNowhere();
            context.RegionId = region;
            var visible = new Visible(context, actor, world.Clock);
            var states = await new ReadInvitationStates(visible, world.Clock).RunAsync(Cancel);
            return (await visible.Invitations.OrderBy(row => row.Id).ToListAsync(Cancel)).ConvertAll(states.Of);
        }
    }
}
