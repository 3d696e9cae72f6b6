using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Tests.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Accounts;

public class RenewInvitationsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByAnAdministratorOfNoRegion_NamesTheMunicipalityInEveryLetter(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(RegionWorld.File("demo", "lo-2020", "register.csv"), "register.csv");
        var place = await world.In(context => context.Territories.Where(row => row.Name == "Волховский район").SingleAsync(Cancel));
        var id = await world.In(async context =>
        {
            var link = new Invitation
            {
                TokenHash = "hash",
                Email = "one@example.org",
                DisplayName = "Анна",
                Role = Role.Coordinator,
                RegionId = world.RegionId,
                TerritoryId = place.Id,
                CreatedAt = world.Clock.Now,
                ExpiresAt = world.Clock.Now.AddDays(1),
            };
            context.Add(link);
            await context.SaveChangesAsync(Cancel);
            return link.Id;
        });
        var administrator = new Actor(9, "Администратор", null, [new(Role.Administrator, null, null)], "");
        await using var host = MailHost.Start();
        await using var nowhere = world.OpenNowhere();

        await new RenewInvitations(nowhere, world.Clock, byMail: true).RunAsync(administrator, new([id], Site), Cancel);
        (await WordsAsync(world)).ShouldContain("Ваша роль: координатор муниципалитета, Волховский район, Регион.");

        // Of one sent again the words are written anew.
        await world.SendAsync(By(host));
        await using var later = world.OpenNowhere();
        var letter = await later.Letters.Select(row => row.Id).SingleAsync(Cancel);
        await new Orientir.Core.Letters.SendLettersAgain(later, By(host), Causes, world.Clock).RunAsync(
            administrator,
            new([letter], Site),
            Cancel
        );
        (await WordsAsync(world)).ShouldContain("Ваша роль: координатор муниципалитета, Волховский район, Регион.");
    }

    private static async Task<string> WordsAsync(RegionWorld world)
    {
        await using var context = world.OpenNowhere();
        return await context.Letters.Select(row => row.Text).SingleAsync(Cancel);
    }
}
