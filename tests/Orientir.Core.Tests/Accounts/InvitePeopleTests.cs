using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Accounts;

public class InvitePeopleTests
{
    private static readonly LetterAddresses Site = RegionWorld.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Separators = ["; ", "\t", ", "];

    private const string List =
        "Имя;Почта;Роль;Территория;Направления;Телефон\n"
        + "Иванова Анна;Ivanova@example.org;координатор;Бокситогорский муниципальный район;;8 800\n"
        + "Иванова Анна;ivanova@example.org;исполнитель;Бокситогорский район;1.1, 1.2;\n"
        + "Петров Пётр;petrov@example.org;эксперт;;;\n";

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_OfAList_BecomeAccountsWithRolesByOneLink(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        var sent = new List<LetterSheet>();
        var made = await InviteAsync(world, List, sent);
        made.Contacts.Select(one => one.Outcome).ShouldBe([ContactOutcome.Invited, ContactOutcome.Invited, ContactOutcome.Invited]);
        made.Contacts[0].Territory.ShouldBe("Бокситогорский район");
        made.Contacts[1].Directions!.Uids.ShouldBe(["1.1", "1.2"]);
        sent.Select(letter => letter.Email).ShouldBe(["ivanova@example.org", "petrov@example.org"]);
        sent[0].Text.ShouldContain("координатор муниципалитета, Бокситогорский район, Регион; исполнитель");
        var secret = sent[0].Link![(sent[0].Link!.LastIndexOf('/') + 1)..];
        (await world.In(context => context.Invitations.Select(row => row.TokenHash).ToListAsync(Cancel))).ShouldNotContain(secret);

        (await InviteAsync(world, List, sent)).Contacts.ShouldAllBe(one => one.Outcome == ContactOutcome.AlreadyInvited);
        sent.Count.ShouldBe(2);

        var read = await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(secret, Cancel));
        (read.State, read.Email, read.Roles.Count).ShouldBe((LinkState.Open, "ivanova@example.org", 2));
        var id = await AcceptAsync(world, secret, "Анна Иванова", "тихая река за лесом");
        (
            await world.In(context =>
                context.Grants.Where(grant => grant.UserId == id).Select(grant => grant.Role).OrderBy(role => role).ToListAsync(Cancel)
            )
        ).ShouldBe([Role.Coordinator, Role.Executor]);
        (await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(secret, Cancel))).State.ShouldBe(LinkState.Used);
        (await Should.ThrowAsync<RefusedException>(() => AcceptAsync(world, secret, "Ещё раз", "тихая река за лесом"))).Kind.ShouldBe(
            RefusalKind.Conflict
        );

        var again = await InviteAsync(
            world,
            List + "Иванова Анна;ivanova@example.org;публикатор;Волосовский муниципальный район;;\n",
            sent
        );
        again
            .Contacts.Select(one => one.Outcome)
            .ShouldBe([ContactOutcome.AlreadyHeld, ContactOutcome.AlreadyHeld, ContactOutcome.AlreadyInvited, ContactOutcome.Granted]);
        (await world.In(context => context.Grants.CountAsync(grant => grant.UserId == id, Cancel))).ShouldBe(3);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_TwoThousand_AreWrittenByFewStatements(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        await InviteAsync(world, "Первый; first@example.org; эксперт", []);
        await world.In(async context =>
        {
            for (var number = 0; number < 30; number++)
                context.Users.Add(
                    new User
                    {
                        UserName = $"known{number}@example.org",
                        Email = $"known{number}@example.org",
                        NormalizedUserName = $"KNOWN{number}@EXAMPLE.ORG",
                        NormalizedEmail = $"KNOWN{number}@EXAMPLE.ORG",
                        DisplayName = $"Известный {number}",
                        Grants =
                        {
                            new Grant
                            {
                                UserId = 0,
                                Role = Role.Expert,
                                RegionId = world.RegionId,
                            },
                        },
                    }
                );
            await context.SaveChangesAsync(Cancel);
        });
        var list = new StringBuilder();
        foreach (var number in Enumerable.Range(0, 980))
            list.Append(
                CultureInfo.InvariantCulture,
                $"Человек {number}; p{number}@example.org; координатор; Бокситогорский район\nЧеловек {number}; p{number}@example.org; исполнитель; Бокситогорский район; 1.2, 1.1\n"
            );
        foreach (var number in Enumerable.Range(0, 30))
            list.Append(
                CultureInfo.InvariantCulture,
                $"Известный {number}; known{number}@example.org; исполнитель; Бокситогорский район; 1.1\n"
            );
        var preview = await PreviewAsync(world, list.ToString());
        var (made, statements) = await world.In(async context =>
        {
            using var count = new StatementCount(context);
            var invited = await new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                world.Operator,
                new(Site, preview.Rows, Confirmed: preview.Fingerprint),
                Cancel
            );
            return (invited, count.Sent);
        });
        made.Letters!.Waiting.ShouldBe(1010);
        // Some 7,000 rows: none of them by a statement of its own, but for the commands of many, which are not counted here.
        statements.ShouldBeLessThan(30);
        await world.In(async context =>
        {
            var links = await context
                .Invitations.Include(row => row.Letter)
                .Where(row => row.Email != "first@example.org")
                .OrderBy(row => row.Id)
                .ToListAsync(Cancel);
            links
                .Select(row => (row.Email, row.Role!.Value, row.Directions?.ToString()))
                .ShouldBe(
                    Enumerable
                        .Range(0, 980)
                        .SelectMany(number =>
                            new[]
                            {
                                ($"p{number}@example.org", Role.Coordinator, (string?)null),
                                ($"p{number}@example.org", Role.Executor, NamedDirections.Of(["1.2", "1.1"])!.ToString()),
                            }
                        )
                );
            foreach (var person in links.GroupBy(row => row.Email))
            {
                var letter = person.Select(row => row.Letter).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
                (letter.CauseId, letter.ToEmail, letter.State, letter.Version, letter.Attempts).ShouldBe(
                    (person.First().Id, person.Key, LetterState.Waiting, 1, 0)
                );
                OneTimeLink.HashOf(letter.Link![(letter.Link!.LastIndexOf('/') + 1)..]).ShouldBe(person.First().TokenHash);
            }
            var grants = await context.Grants.Where(row => row.Role == Role.Executor).OrderBy(row => row.Id).ToListAsync(Cancel);
            grants.Count.ShouldBe(30);
            grants.ShouldAllBe(row => row.Directions!.Uids.SequenceEqual(new[] { "1.1" }));
            var audit = await context.AuditEntries.Where(row => row.RegionId == world.RegionId).OrderBy(row => row.Id).ToListAsync(Cancel);
            audit.FindAll(row => row.Action == "account.grant").Select(row => row.ObjectId).ShouldBe(grants.Select(row => row.UserId));
            audit
                .FindAll(row => row.Action == "invitation.create" && row.ObjectId >= links[0].Id)
                .Select(row => row.ObjectId)
                .ShouldBe(links.Select(row => row.Id));
            (await context.Jobs.CountAsync(row => row.Kind == LettersJob.KindName, Cancel)).ShouldBe(1);
        });
        // The next key is nobody's.
        await InviteAsync(world, "Последний; last@example.org; эксперт", []);
    }

    [Fact]
    public async Task Contacts_WithFaults_AreRefusedWholeWithEveryFaultAtItsCell()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.CampaignAsync(opened: false);
        var wrong = await Should.ThrowAsync<InputException>(() =>
            PreviewAsync(
                world,
                "Иванова\tне адрес\tкоординатор\tБокситогорский район\t\nПетров\tp@example.org\tначальник\t\t\nСидоров\ts@example.org\tисполнитель\tБоксит\t9.9\n\tk@example.org\tадминистратор\t\t"
            )
        );
        wrong
            .Errors.Select(error => error.Place)
            .ShouldBe(["список:1:9", "список:2:22", "список:3:35", "список:3:42", "список:4:1", "список:4:16"]);
        wrong.Errors[2].Allowed.ShouldContain("Бокситогорский");
        (await world.In(context => context.Invitations.CountAsync(Cancel))).ShouldBe(0);
        await Should.ThrowAsync<InputException>(() =>
            world.In(context =>
                new InvitePeople(context, world.Clock).RunAsync(
                    world.Operator,
                    new(Site, Content: Encoding.UTF8.GetBytes("имя,почта,роль,направление\nА,a@example.org,эксперт,\n"), File: "к.csv"),
                    Cancel
                )
            )
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_SomeOfThemWrong_AreInvitedButThoseWhichStayWithWhatIsWrong(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        // Forty people typed by several hands: each row by its own separator.
        var list =
            string.Concat(
                Enumerable
                    .Range(1, 37)
                    .Select(number => string.Join(Separators[number % 3], $"Человек {number}", $"p{number}@example.org", "эксперт") + "\n")
            ) + "Петров; p@; эксперт\nСидоров\ts@example.org\tначальник\nИванов; p1@example.org; эксперт\n";
        var sent = new List<LetterSheet>();
        var made = await InviteAsync(world, list, sent);
        (made.Contacts.Count, sent.Count).ShouldBe((37, 37));
        var preview = await PreviewAsync(world, list);
        preview
            .Left.Select(one => one.Row)
            .ShouldBe(["Петров; p@; эксперт", "Сидоров; s@example.org; начальник", "Иванов; p1@example.org; эксперт"]);
        preview
            .Left.Select(one => one.Errors.ShouldHaveSingleItem().Found)
            .ShouldBe([
                "«p@» — не адрес электронной почты",
                "неизвестная роль «начальник»",
                "«p1@example.org» с той же ролью уже в строке 1",
            ]);
        // What is left alone is refused, with its faults, as before.
        await Should.ThrowAsync<InputException>(() => PreviewAsync(world, preview.Left[0].Row));
        // What is posted again is the same list, a field with a semicolon too.
        var odd = await PreviewAsync(world, "Иванова; новая\todd@example.org\tисполнитель\tБокситогорский район\t1.1; 1.2");
        var again = await PreviewAsync(world, odd.Rows);
        (again.Contacts[0].Name, again.Contacts[0].Directions!.ToString()).ShouldBe(("Иванова; новая", "1.1, 1.2"));
    }

    [Fact]
    public async Task Contacts_WithACellThatNoColumnTakes_AreRefusedSinceItsLossWouldWidenARight()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.CampaignAsync(opened: false);
        const string District = "Бокситогорский район";
        string[] head = ["имя", "почта", "роль", "территория"];
        string[] person = ["Иванова", "i@example.org", "оператор", District];

        (
            await FaultsAsync(
                Book()
                    .Table(
                        "Л",
                        [
                            ["имя", "почта", "роль", ""],
                            person,
                        ]
                    )
            )
        ).ShouldBe(["к.xlsx:Л!D2: «Бокситогорский район» в столбце без названия"]);
        (
            await FaultsAsync(
                Book()
                    .Table(
                        "Л",
                        [
                            ["имя", "почта", "роль"],
                            person,
                        ]
                    )
            )
        ).ShouldBe(["к.xlsx:Л!D2: «Бокситогорский район» в столбце без названия"]);
        (
            await FaultsAsync(
                Book()
                    .Table(
                        "Л",
                        [head, person, ["Петрова", "p@example.org", "оператор", ""]],
                        "<mergeCells><mergeCell ref=\"D2:D3\"/></mergeCells>"
                    )
            )
        ).ShouldBe(["к.xlsx:Л!D2:D3: объединённые ячейки"]);
        (await Should.ThrowAsync<InputException>(() => PreviewAsync(world, $"имя\tпочта\tроль\n{string.Join('\t', person)}\n")))
            .Errors.Select(error => $"{error.Place}: {error.Found}")
            .ShouldBe(["список:2:32: «Бокситогорский район» в столбце без названия"]);

        async Task<string[]> FaultsAsync(WorkbookBuilder book) =>
            [
                .. (await Should.ThrowAsync<InputException>(() => FileAsync(world, book.Build()))).Errors.Select(error =>
                    $"{error.Place}: {error.Found}"
                ),
            ];

        static WorkbookBuilder Book() => new();
    }

    [Fact]
    public async Task Contacts_OnSeveralSheets_AreOneList()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        string[] head = ["ФИО", "Эл. почта", "Роль"];
        var book = new WorkbookBuilder()
            .Table("Район 5", [head, ["Иванова", "i@example.org", "эксперт"]])
            .Table(
                "Телефоны",
                [
                    ["ФИО", "Телефон"],
                    ["Сидорова", "5-55"],
                ]
            )
            .Table("Район 6", [head, ["Петрова", "p@example.org", "эксперт"]]);
        (await FileAsync(world, book.Build())).Contacts.Select(contact => contact.Name).ShouldBe(["Иванова", "Петрова"]);
        book.Table("Ещё", [head, ["Иванова", "i@example.org", "эксперт"]]);
        (await FileAsync(world, book.Build()))
            .Left.SelectMany(one => one.Errors)
            .Select(error => $"{error.Place}: {error.Found}")
            .ShouldBe(["к.xlsx:Ещё!B2: «i@example.org» с той же ролью уже в строке 2 листа «Район 5»"]);
    }

    private static Task<Invited> FileAsync(RegionWorld world, byte[] content) =>
        world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, Content: content, File: "к.xlsx"), Cancel)
        );

    [Theory]
    [InlineData("end.@example.ru")]
    [InlineData("a@x.ru.")]
    public async Task Contacts_WithAnAddressNoLetterGoesTo_AreRefusedAndNoAccountIsMadeOfIt(string email)
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        (await Should.ThrowAsync<InputException>(() => PreviewAsync(world, $"Петров Пётр; {email}; эксперт")))
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldBe($"«{email}» — не адрес электронной почты");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new AddAccount(context, AccountRules.Users(context), world.Clock).RunAsync(
                        Actor.Installation(world.RegionId),
                        new(email, "Петров Пётр", RegionWorld.Password, []),
                        Cancel
                    )
                )
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("Email");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Link_ExpiredRevokedOrRenewed_OpensNothing(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var sent = new List<LetterSheet>();
        const string One = "Петров Пётр, petrov@example.org, эксперт";
        await InviteAsync(world, One, sent);
        world.Clock.Now = world.Clock.Now.AddDays(15);
        (await StateAsync(world, sent[0])).ShouldBe(LinkState.Expired);
        await Should.ThrowAsync<RefusedException>(() => AcceptAsync(world, SecretOf(sent[0]), "Пётр", "тихая река за лесом"));
        (await InviteAsync(world, One, sent)).Contacts[0].Outcome.ShouldBe(ContactOutcome.Renewed);
        (await StateAsync(world, sent[0])).ShouldBe(LinkState.Unknown);
        (await StateAsync(world, sent[1])).ShouldBe(LinkState.Open);
        var id = await world.In(context => context.Invitations.Select(row => row.Id).SingleAsync(Cancel));
        var renewed = await world.In(context =>
            new RenewInvitations(context, world.Clock).RunAsync(world.Operator, new([id], Site), Cancel)
        );
        (await StateAsync(world, sent[1])).ShouldBe(LinkState.Unknown);
        await world.In(context => new RevokeInvitation(context, world.Clock).RunAsync(world.Operator, id, Cancel));
        (await StateAsync(world, renewed.ToPrint.Single())).ShouldBe(LinkState.Revoked);
        await Should.ThrowAsync<RefusedException>(() =>
            AcceptAsync(world, SecretOf(renewed.ToPrint.Single()), "Пётр", "тихая река за лесом")
        );
    }

    [Fact]
    public async Task Contacts_ByWhoMayNot_AreRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        foreach (var role in Enum.GetValues<Role>().Except([Role.Administrator, Role.Operator]))
            (
                await Should.ThrowAsync<RefusedException>(() =>
                    world.In(context =>
                        new InvitePeople(context, world.Clock).RunAsync(
                            world.As(new ActorGrant(role, null, null)),
                            new(Site, "А, a@example.org, эксперт"),
                            Cancel
                        )
                    )
                )
            ).Kind.ShouldBe(RefusalKind.Forbidden);
        var administrator = new Actor(1, "Администратор", null, [new(Role.Administrator, null, null)], "");
        await Should.ThrowAsync<InputException>(() =>
            world.In(context =>
                new InvitePeople(context, world.Clock).RunAsync(
                    administrator,
                    new(Site, "А, a@example.org, эксперт", RegionId: world.RegionId),
                    Cancel
                )
            )
        );
        (
            await world.In(context =>
                new InvitePeople(context, world.Clock).RunAsync(
                    administrator,
                    new(Site, "А, a@example.org, оператор", RegionId: world.RegionId),
                    Cancel
                )
            )
        ).Contacts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_ConfirmedByFourAtOnce_AreInvitedOnce(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var known = await world.AccountAsync("known", new NewGrant(Role.Expert, world.RegionId));
        var preview = await PreviewAsync(world, "Новый; new@example.org; эксперт\nЗнакомый; known@example.org; министерство");
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            try
                            {
                                await world.In(context =>
                                    new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                                        world.Operator,
                                        new(Site, preview.Rows, Confirmed: preview.Fingerprint),
                                        Cancel
                                    )
                                );
                                return null;
                            }
                            catch (RefusedException refused)
                            {
                                return refused.Message;
                            }
                        },
                        Cancel
                    )
                )
        );
        done.Count(refusal => refusal is null).ShouldBe(1);
        done.OfType<string>().ShouldAllBe(refusal => refusal.StartsWith("По этому списку уже всё сделано"));
        (await world.In(context => context.Invitations.CountAsync(Cancel))).ShouldBe(1);
        (await world.In(context => context.Grants.CountAsync(row => row.UserId == known && row.Role == Role.Ministry, Cancel))).ShouldBe(1);
        (await world.In(context => context.Letters.CountAsync(Cancel))).ShouldBe(2);
    }

    private static string SecretOf(LetterSheet letter) => letter.Link![(letter.Link!.LastIndexOf('/') + 1)..];

    private static async Task<LinkState> StateAsync(RegionWorld world, LetterSheet letter) =>
        (await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(SecretOf(letter), Cancel))).State;

    private static Task<Invited> PreviewAsync(RegionWorld world, string list) =>
        world.In(context => new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, list), Cancel));

    private static async Task<Invited> InviteAsync(RegionWorld world, string list, List<LetterSheet> sent)
    {
        var preview = await PreviewAsync(world, list);
        var made = await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, preview.Rows, Confirmed: preview.Fingerprint), Cancel)
        );
        sent.AddRange(made.Letters!.ToPrint);
        return made;
    }

    private static Task<int> AcceptAsync(RegionWorld world, string secret, string name, string password) =>
        world.In(async context =>
        {
            var services = new ServiceCollection();
            services.AddSingleton(context);
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
            services.AddLogging();
            services.AddAccountRules().AddDefaultTokenProviders();
            await using var provider = services.BuildServiceProvider();
            return await new AcceptInvitation(context, provider.GetRequiredService<UserManager<User>>(), world.Clock).RunAsync(
                new Actor(0, "", null, [], "127.0.0.1"),
                new(secret, name, password),
                Cancel
            );
        });
}
