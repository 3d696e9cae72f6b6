using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class ImportTerritoriesTests
{
    private const string Header = "id,name,kind,parent,oktmo,contact_email,attributes\n";

    private static Task<TerritoryImport> PreviewAsync(RegionWorld world, string rows) =>
        world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(Bytes(rows), "r.csv"), RegionWorld.Cancel)
        );

    private static byte[] Bytes(string rows) => Encoding.UTF8.GetBytes(Header + rows);

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WholeRegister_ShowsItFirstThenKeepsTerritoriesAndSubjects(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var file = RegionWorld.File("demo", "lo-2020", "register.csv");
        var preview = await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(file, "register.csv"), RegionWorld.Cancel)
        );

        preview.Count(ImportOutcome.New).ShouldBe(18);
        preview.Applied.ShouldBeFalse();
        (await world.In(context => context.Territories.CountAsync(RegionWorld.Cancel))).ShouldBe(0);

        await world.ImportAsync(file, "register.csv");
        await using var store = world.Open();
        (await store.Territories.CountAsync(row => row.Kind == "municipality" && row.ParentId == null, RegionWorld.Cancel)).ShouldBe(18);
        (await store.Subjects.CountAsync(row => row.Kind == "municipality", RegionWorld.Cancel)).ShouldBe(18);
        (await store.AuditEntries.CountAsync(row => row.Action == "territory.create", RegionWorld.Cancel)).ShouldBe(18);
        (
            await world.In(context =>
                new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(file, "register.csv"), RegionWorld.Cancel)
            )
        )
            .Count(ImportOutcome.Same)
            .ShouldBe(18);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_RenamedSchoolsAndContacts_TellsWhatChangesAndKnowsAgain(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(
            Bytes(
                "m1,Лужский район,municipality,,41633000,,\nm2,Тихвинский район,municipality,,41645000,,\ns1,Школа № 1,school,m1,,,тип=городская\n"
            ),
            "r.csv"
        );

        var preview = await PreviewAsync(
            world,
            "luga,Лужский муниципальный район,municipality,,41633000,luga@example.org,\nm2,Тихвинский район,municipality,,,,\n"
                + "s1,Школа № 1,school,m1,,,тип=сельская\ns9,Школа № 1,school,m2,,,\nh1,Иванова,head,s1,,,\n"
        );

        preview
            .Entries.Select(entry => entry.Outcome)
            .ShouldBe([ImportOutcome.Changed, ImportOutcome.Same, ImportOutcome.Changed, ImportOutcome.New, ImportOutcome.New]);
        preview.Entries[0].Code.ShouldBe("m1");
        preview.Entries[0].RecognisedBy.ShouldBe("по коду ОКТМО 41633000");
        preview.Entries[0].Changes.Select(change => change.Field).ShouldBe(["название", "адрес для писем"]);
        preview.Entries[2].Changes.ShouldHaveSingleItem().New.ShouldBe("""{"тип":"сельская"}""");

        await world.ImportAsync(
            Bytes(
                "luga,Лужский муниципальный район,municipality,,41633000,luga@example.org,\ns9,Школа № 1,school,m2,,,\nh1,Директор,head,s9,,,\n"
            ),
            "r.csv"
        );
        await using var store = world.Open();
        var luga = await store.Territories.SingleAsync(row => row.Code == "m1", RegionWorld.Cancel);
        luga.GivenContacts.ShouldHaveSingleItem().Email.ShouldBe("luga@example.org");
        (await store.Subjects.SingleAsync(row => row.Code == "m1", RegionWorld.Cancel)).Name.ShouldBe("Лужский муниципальный район");
        var school = await store.Territories.SingleAsync(row => row.Code == "s9", RegionWorld.Cancel);
        (await store.Territories.SingleAsync(row => row.Id == school.ParentId, RegionWorld.Cancel)).Code.ShouldBe("m2");
        (await store.Subjects.SingleAsync(row => row.Kind == "head", RegionWorld.Cancel)).TerritoryId.ShouldBe(school.Id);
        (
            await store.AuditEntries.Where(row => row.ObjectKind == "territory").Select(row => row.New).ToListAsync(RegionWorld.Cancel)
        ).ShouldAllBe(text => text == null || !text.Contains("luga@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SubjectUnlikeItsTerritory_ShowsWhatChangesOfIt()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        const string Row = "m1,Лужский район,municipality,,41633000,,\n";
        await world.ImportAsync(Bytes(Row), "r.csv");
        await world.In(context => context.Subjects.ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Луга"), RegionWorld.Cancel));
        (await PreviewAsync(world, Row)).Entries.ShouldHaveSingleItem().Changes.ShouldBe([new("название", "Луга", "Лужский район")]);
        await world.In(context => context.Subjects.ExecuteDeleteAsync(RegionWorld.Cancel));
        (await PreviewAsync(world, Row)).Entries.ShouldHaveSingleItem().Changes.ShouldBe([new("объект оценки", "нет", "муниципалитет")]);
        await world.ImportAsync(Bytes(Row), "r.csv");
        (await world.In(context => context.Subjects.SingleAsync(RegionWorld.Cancel))).Name.ShouldBe("Лужский район");
    }

    [Fact]
    public async Task Run_Workbook_IsReadAsCsvIs()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var book = new WorkbookBuilder()
            .Table(
                "Справка",
                [
                    ["прочее"],
                ]
            )
            .Table(
                "Реестр",
                [
                    ["id", "name", "kind", "parent", "oktmo"],
                    ["m1", "Лужский район", "municipality", "", WorkbookBuilder.Number("41633000")],
                    ["m1", "Второй", "municipality", "", "4163"],
                ]
            )
            .Build();

        var errors = (
            await Should.ThrowAsync<InputException>(() =>
                world.In(context =>
                    new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(book, "r.xlsx"), RegionWorld.Cancel)
                )
            )
        ).Errors;
        errors.Select(error => error.Place).ShouldBe(["r.xlsx:Реестр!A3", "r.xlsx:Реестр!E3"]);
    }

    [Fact]
    public async Task Run_FaultsBeyondTheFile_NameTheirPlace()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.ImportAsync(Bytes("m1,Лужский район,municipality,,41633000,,\n"), "r.csv");
        var errors = (
            await Should.ThrowAsync<InputException>(() => PreviewAsync(world, "h1,Директор,head,,,,\nm1,Лужский район,school,,,,\n"))
        ).Errors;
        errors.Select(error => error.Place).ShouldBe(["r.csv:2:1", "r.csv:3:1"]);
    }

    [Fact]
    public async Task Run_StoreChangedSincePreview_IsRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var preview = await PreviewAsync(world, "m1,Лужский район,municipality,,41633000,,\n");
        await world.ImportAsync(Bytes("m1,Другой район,municipality,,,,\n"), "r.csv");

        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new ImportTerritories(context, world.Clock).RunAsync(
                        world.Operator,
                        new(Bytes("m1,Лужский район,municipality,,41633000,,\n"), "r.csv", preview.Fingerprint),
                        RegionWorld.Cancel
                    )
                )
            )
        ).Kind.ShouldBe(RefusalKind.Conflict);
    }

    [Theory]
    [InlineData(Database.Sqlite, "m2,Тихвинский район,municipality,,41645000,,\n")]
    [InlineData(Database.Postgres, "m2,Тихвинский район,municipality,,41645000,,\n")]
    [InlineData(Database.Sqlite, "m1,Другой район,municipality,,41633000,,\n")]
    [InlineData(Database.Postgres, "m1,Другой район,municipality,,41633000,,\n")]
    public async Task Run_StoreChangedWhileItImports_IsRefusedInWordsAndChangesNothing(Database database, string rival)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Bytes("m1,Лужский район,municipality,,41633000,,\n"), "r.csv");
        var file = Bytes("m1,Лужский округ,municipality,,41633000,,\nm2,Тихвинский округ,municipality,,41645000,,\n");
        var preview = await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(file, "r.csv"), RegionWorld.Cancel)
        );
        // What was chosen is looked at once the territories have been read.
        var chosen = new Substitute(() => world.ImportAsync(Bytes(rival), "r.csv").GetAwaiter().GetResult());

        var refused = await Should.ThrowAsync<RefusedException>(() =>
            world.In(context =>
                new ImportTerritories(context, world.Clock).RunAsync(
                    world.Operator,
                    new(file, "r.csv", preview.Fingerprint, chosen),
                    RegionWorld.Cancel
                )
            )
        );
        (refused.Kind, refused.Message).ShouldBe(
            (
                RefusalKind.Conflict,
                "Пока вы смотрели изменения, территории поменялись. Загрузите файл ещё раз и проверьте изменения заново."
            )
        );
        await using var after = world.Open();
        (await after.Territories.Where(row => row.Name.Contains("округ")).CountAsync(RegionWorld.Cancel)).ShouldBe(0);
    }

    /// <summary>Nothing chosen, and something done the first time it is looked at.</summary>
    private sealed class Substitute(Action once) : IReadOnlyDictionary<string, string>
    {
        private Action? once = once;

        private Dictionary<string, string> Nothing
        {
            get
            {
                Interlocked.Exchange(ref once, null)?.Invoke();
                return [];
            }
        }

        public IEnumerable<string> Keys => Nothing.Keys;

        public IEnumerable<string> Values => Nothing.Values;

        public int Count => Nothing.Count;

        public string this[string key] => Nothing[key];

        public bool ContainsKey(string key) => Nothing.ContainsKey(key);

        public bool TryGetValue(string key, out string value)
        {
            value = "";
            return Nothing.ContainsKey(key);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Nothing.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public async Task Run_ByCoordinator_IsForbidden()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var coordinator = world.As(new ActorGrant(Role.Coordinator, new HashSet<int> { 1 }, null));
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new ImportTerritories(context, world.Clock).RunAsync(coordinator, new(Bytes(""), "r.csv"), RegionWorld.Cancel)
                )
            )
        ).Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_TerritoryAndSubject_CheckFieldsAndVersions(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var fields = new TerritoryFields(null, 0, "m1", "municipality", null, "Лужский район", "41633000", "Луга", []);
        var id = await world.In(context => new SaveTerritory(context, world.Clock).RunAsync(world.Operator, fields, RegionWorld.Cancel));
        await world.In(context =>
            new SaveTerritory(context, world.Clock).RunAsync(
                world.Operator,
                fields with
                {
                    Id = id,
                    Version = 1,
                    Name = "Лужский округ",
                },
                RegionWorld.Cancel
            )
        );

        (await world.In(context => context.Subjects.SingleAsync(RegionWorld.Cancel))).Name.ShouldBe("Лужский округ");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new SaveTerritory(context, world.Clock).RunAsync(
                        world.Operator,
                        fields with
                        {
                            Id = id,
                            Version = 1,
                        },
                        RegionWorld.Cancel
                    )
                )
            )
        ).Kind.ShouldBe(RefusalKind.Conflict);
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new SaveTerritory(context, world.Clock).RunAsync(
                        world.Operator,
                        fields with
                        {
                            Id = id,
                            Version = 2,
                            ParentId = id,
                            Oktmo = "12",
                            Contacts = [new("", "", "", "нет")],
                        },
                        RegionWorld.Cancel
                    )
                )
            )
        )
            .Errors.Select(error => error.Field)
            .ShouldBe(["Oktmo", "ContactEmail", "ParentId"]);
        var school = await world.In(context =>
            new SaveSubject(context, world.Clock).RunAsync(
                world.Operator,
                new(null, 0, id, "school", "s", "Школа", "тип=сельская"),
                RegionWorld.Cancel
            )
        );
        (await world.In(context => context.Subjects.SingleAsync(row => row.Id == school, RegionWorld.Cancel))).Attributes.ShouldBe(
            """{"тип":"сельская"}"""
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_NamesInsteadOfIds_AreResolvedOrAskedAbout(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Bytes("m1,Лужский район,municipality,,41633000,,\nm2,Тихвинский район,municipality,,,,\n"), "r.csv");
        const string Rows =
            "s1,Школа № 1,school,Лужский муниципальный р-н,,,\ns2,Школа № 2,school,Тихвинкий район,,,\nx,Лужскии район,municipality,,,,\n";
        var preview = await PreviewAsync(world, Rows);
        preview.IsSettled.ShouldBeFalse();
        preview
            .Questions.Select(question => (question.Key, question.IsParent))
            .ShouldBe([("parent:Тихвинкий район", true), ("entry:x", false)]);
        preview.Questions[0].Candidates[0].Code.ShouldBe("m2");
        preview.Questions[1].Candidates[0].Code.ShouldBe("m1");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new ImportTerritories(context, world.Clock).RunAsync(
                        world.Operator,
                        new(Bytes(Rows), "r.csv", preview.Fingerprint),
                        RegionWorld.Cancel
                    )
                )
            )
        ).Kind.ShouldBe(RefusalKind.Conflict);

        Dictionary<string, string> chosen = new() { ["parent:Тихвинкий район"] = "m2", ["entry:x"] = "m1" };
        var settled = await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(
                world.Operator,
                new(Bytes(Rows), "r.csv", null, chosen),
                RegionWorld.Cancel
            )
        );
        settled.IsSettled.ShouldBeTrue();
        settled
            .Entries.Select(entry => (entry.Code, entry.Outcome))
            .ShouldBe([("s1", ImportOutcome.New), ("s2", ImportOutcome.New), ("m1", ImportOutcome.Changed)]);
        settled.Entries[1].Changes.ShouldContain(new FieldChange("родитель", "", "Тихвинский район"));
        await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(
                world.Operator,
                new(Bytes(Rows), "r.csv", settled.Fingerprint, chosen),
                RegionWorld.Cancel
            )
        );
        (await world.In(context => context.Territories.SingleAsync(row => row.Code == "m1", RegionWorld.Cancel))).Name.ShouldBe(
            "Лужскии район"
        );
    }

    [Fact]
    public async Task Write_RegisterOfTheRegion_ReadsBackUnchanged()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.ImportAsync(
            Encoding.UTF8.GetBytes(
                "id,name,kind,parent,oktmo,aliases,contact_name,contact_email,attributes\nm1,Лужский район,municipality,,41633000,Луга|Лужский,Отдел,a@example.org,\n"
                    + "s1,Школа № 1,school,m1,,,,,тип=сельская|учащихся=12\no1,Центр,organisation,m1,,,,,\nh1,Директор,head,s1,,,,,стаж=5\n"
            ),
            "r.csv"
        );
        using var book = new MemoryStream();
        await using (var store = world.Open())
            new WriteRegister().Write(
                book,
                WriteRegister.EntriesOf(
                    await store.Territories.ToListAsync(RegionWorld.Cancel),
                    await store.Subjects.ToListAsync(RegionWorld.Cancel)
                )
            );
        var again = await world.In(context =>
            new ImportTerritories(context, world.Clock).RunAsync(world.Operator, new(book.ToArray(), "реестр.xlsx"), RegionWorld.Cancel)
        );
        again.Count(ImportOutcome.Same).ShouldBe(4);
        again.Entries.Count.ShouldBe(4);
    }
}
