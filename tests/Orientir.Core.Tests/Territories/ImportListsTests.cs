using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

/// <summary>Lists as regions have them, imported; and what is kept, written as a register and read back.</summary>
public class ImportListsTests
{
    private static Task<TerritoryImport> RunAsync(
        RegionWorld world,
        byte[] content,
        string? confirmed = null,
        bool partly = false,
        IReadOnlyDictionary<string, string>? columns = null,
        IReadOnlyDictionary<string, string>? chosen = null
    ) =>
        world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(
                world.Operator,
                new(content, "r.csv", confirmed, chosen, columns, partly),
                RegionWorld.Cancel
            )
        );

    private static async Task<TerritoryImport> ApplyAsync(
        RegionWorld world,
        byte[] content,
        bool partly = false,
        IReadOnlyDictionary<string, string>? columns = null
    ) => await RunAsync(world, content, (await RunAsync(world, content, null, partly, columns)).Fingerprint, partly, columns);

    private static byte[] Bytes(string csv) => Encoding.UTF8.GetBytes(csv);

    private static async Task<byte[]> RegisterAsync(RegionWorld world)
    {
        await using var context = world.Open();
        using var stream = new MemoryStream();
        new WriteRegister().Write(
            stream,
            WriteRegister.EntriesOf(
                await context.Territories.ToListAsync(RegionWorld.Cancel),
                await context.Subjects.ToListAsync(RegionWorld.Cancel)
            )
        );
        return stream.ToArray();
    }

    [Theory]
    [InlineData(Database.Sqlite, "mari-el.csv", 17)]
    [InlineData(Database.Postgres, "penza.csv", 30)]
    public async Task Run_PublicListTwice_KnowsEachMunicipalityAgain(Database database, string file, int count)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var content = RegionWorld.File("TestData", "registers", file);

        (await ApplyAsync(world, content)).Count(ImportOutcome.New).ShouldBe(count);
        (await RunAsync(world, content)).Count(ImportOutcome.Same).ShouldBe(count);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Register_AcceptedBySite_ReadsBack(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await ApplyAsync(
            world,
            Bytes(
                "Муниципалитет;ОКТМО;Тип;ФИО;Телефон;Почта\n"
                    + "Гдовский район;58608000;муниципальный район;Первая А. А.;1, 2;a@example.org b@example.org\nПсков;58701000;городской округ;;;\n"
            )
        );
        var pskov = await world.In(context => context.Territories.SingleAsync(row => row.Name == "Псков", RegionWorld.Cancel));
        var fields = new TerritoryFields(
            null,
            0,
            "s1",
            "school",
            pskov.Id,
            "Школа «Итого»",
            "",
            "Первая|Та самая",
            [new("", "директор", "", ""), new("Вторая Б. Б.; Третья В. В.", "нет", "3; 4", "c@example.org")]
        );
        var school = await world.In(context =>
            new SaveTerritory(context, world.Clock).RunAsync(world.Operator, fields, RegionWorld.Cancel)
        );
        foreach (var (kind, code) in ((string, string)[])[("head", "h1"), ("service", "v1"), ("programme", "p1")])
            await world.In(context =>
                new SaveSubject(context, world.Clock).RunAsync(
                    world.Operator,
                    new(null, 0, school, kind, code, "Всего", "ключ=значение|тип=сельская"),
                    RegionWorld.Cancel
                )
            );

        var register = await RegisterAsync(world);
        var back = await RunAsync(world, register);

        back.Count(ImportOutcome.Same).ShouldBe(6);
        back.Entries.Count.ShouldBe(6);
        back.Passed.ShouldBeEmpty();
        back.Columns.ShouldAllBe(column => column.Field.Length > 0);
        using var empty = await RegionWorld.MakeAsync(database);
        await ApplyAsync(empty, register);
        await using var store = empty.Open();
        var copied = await store.Territories.SingleAsync(row => row.Code == "58608000", RegionWorld.Cancel);
        copied.GivenContacts.ShouldBe([new("Первая А. А.", "", "1, 2", "a@example.org"), new("", "", "", "b@example.org")]);
        (await store.Subjects.SingleAsync(row => row.Code == "58701000", RegionWorld.Cancel)).Attributes.ShouldBe(
            """{"тип":"городской округ"}"""
        );
        (await store.Territories.SingleAsync(row => row.Code == "s1", RegionWorld.Cancel)).GivenContacts.ShouldBe([
            fields.Contacts[0],
            new("Вторая Б. Б., Третья В. В.", "", "3, 4", "c@example.org"),
        ]);
    }

    [Fact]
    public async Task Save_NameAnotherAnswersTo_IsRefusedAsFilesRefuseIt()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        Task<int> SaveAsync(string code, string name, string aliases = "") =>
            world.In(context =>
                new SaveTerritory(context, world.Clock).RunAsync(
                    world.Operator,
                    new(null, 0, code, "municipality", null, name, "", aliases, []),
                    RegionWorld.Cancel
                )
            );
        var first = await SaveAsync("m1", "г. Псков");

        (await Should.ThrowAsync<RefusedException>(() => SaveAsync("m2", "Г. ПСКОВ"))).Errors.ShouldHaveSingleItem().Field.ShouldBe("Name");
        (await Should.ThrowAsync<RefusedException>(() => SaveAsync("m2", "Дно", "город Псков")))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("Aliases");
        await SaveAsync("m2", "Псковский район");
        // Its own name is no other's.
        await world.In(context =>
            new SaveTerritory(context, world.Clock).RunAsync(
                world.Operator,
                new(first, 1, "", "", null, "город Псков", "", "", []),
                RegionWorld.Cancel
            )
        );
        (await RunAsync(world, await RegisterAsync(world))).Count(ImportOutcome.Same).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_Partly_TakesRightRowsAndTellsTheOthers(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await ApplyAsync(world, Bytes("код;название;вид;ОКТМО\nm1;Гдовский район;муниципалитет;58608000\n"));
        var list = Bytes(
            "код;название;вид;выше;ОКТМО\nm1;Гдов;школа;;\nh1;Директор;руководитель;m1;\nm2;Островский район;муниципалитет;;58633000\n"
                + "m3;Дно;муниципалитет;;5\n"
        );

        (await Should.ThrowAsync<InputException>(() => RunAsync(world, list))).Errors.ShouldHaveSingleItem().Place.ShouldBe("r.csv:5:23");
        var preview = await RunAsync(world, list, partly: true);
        preview.Entries.ShouldHaveSingleItem().Code.ShouldBe("m2");
        preview.Left.Select(error => error.Place).ShouldBe(["r.csv:5:23", "r.csv:2:1", "r.csv:3:1"]);
        await ApplyAsync(world, list, partly: true);
        (await world.In(context => context.Territories.CountAsync(RegionWorld.Cancel))).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ColumnsSaidToHoldSomething_AreRememberedInTheRegion(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var list = Bytes("Объект;ОКТМО;Куратор;Вид\nГдовский район;58608000;Первая А. А.;муниципалитет\n");
        await Should.ThrowAsync<InputException>(() => RunAsync(world, list));
        var columns = new Dictionary<string, string>
        {
            ["Объект"] = "name",
            ["Куратор"] = "contact_name",
            ["ОКТМО"] = "oktmo",
        };

        await ApplyAsync(world, list, columns: columns);

        var next = await RunAsync(world, Bytes("ОБЪЕКТ;Вид;Куратор:\nОстровский район;муниципалитет;Вторая Б. Б.\n"));
        next.Entries.ShouldHaveSingleItem().Changes.ShouldHaveSingleItem().ShouldBe(new("контакт", "", "Вторая Б. Б."));
        // What was understood anyhow is not kept.
        (
            await world.In(context =>
                context.ColumnChoices.Select(row => row.Title).OrderBy(title => title).ToListAsync(RegionWorld.Cancel)
            )
        ).ShouldBe(["куратор", "объект"]);
    }

    [Fact]
    public async Task Run_NameInUseWithAnotherOktmo_MustBeSaidToBeItBeforeItIsTaken()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await ApplyAsync(world, Bytes("код;название;вид;ОКТМО\nm1;Гдовский район;муниципалитет;58608000\n"));
        var list = Bytes("название;ОКТМО\nГдовский муниципальный округ;58508000\n");
        var preview = await RunAsync(world, list);

        preview.IsSettled.ShouldBeFalse();
        var chosen = new Dictionary<string, string> { [preview.Questions.ShouldHaveSingleItem().Key] = "m1" };
        var settled = await RunAsync(world, list, chosen: chosen);
        settled.Entries.ShouldHaveSingleItem().Changes.Select(change => change.Field).ShouldBe(["название", "ОКТМО"]);
        await RunAsync(world, list, settled.Fingerprint, chosen: chosen);
        (await world.In(context => context.Territories.SingleAsync(RegionWorld.Cancel))).Name.ShouldBe("Гдовский муниципальный округ");
    }
}
