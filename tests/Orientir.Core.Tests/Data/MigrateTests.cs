using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Territories;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class MigrateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnEmptyStore_MakesTheSchemaOfTheModel(Database database)
    {
        using var migrated = await TestStore.MigratedAsync(database);
        using var made = TestStore.Empty(database);
        if (made.Store.File is { } file)
            await File.WriteAllBytesAsync(file, [], Cancel);
        await using (var context = made.Store.Open())
            await context.Database.EnsureCreatedAsync(Cancel);

        var expected = await StoreSchema.OfAsync(made.Store, Cancel);
        expected.Count.ShouldBeGreaterThan(150);
        (await StoreSchema.OfAsync(migrated.Store, Cancel))
            .Where(line => !line.Contains("schema_versions", StringComparison.Ordinal))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByFourProcessesAtOnce_AppliesEachScriptOnce(Database database)
    {
        using var store = TestStore.Empty(database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new Migrate(store.Store).RunAsync(Cancel), Cancel)));
        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        (await context.Database.SqlQueryRaw<int>("SELECT number AS \"Value\" FROM schema_versions").ToListAsync(Cancel)).ShouldBe(
            Migrate.Written(store.Store).Select(migration => migration.Number)
        );
    }

    [Fact]
    public async Task Run_OfAScriptLongerThanAnyOtherStatementMayTake_IsAppliedWhole()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var impatient = new Orientir.Data.Store(store.Connection + ";Command Timeout=1");
        Migration longest = new(9999, "9999-long", "SELECT pg_sleep(2); ALTER TABLE territories ADD COLUMN \"Short\" text");
        await new Migrate(impatient, [.. Migrate.Written(impatient), longest]).RunAsync(Cancel);
        await using var context = store.Store.Open();
        (await context.Database.SqlQueryRaw<string?>("SELECT \"Short\" AS \"Value\" FROM territories").CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithAStepAfterTheScript_RunsItOnceOverTheRowsOfEveryRegion(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var (first, second) = await TwoRegionsAsync(store.Store);
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            context.Territories.AddRange(Municipality(first), Municipality(second));
            await context.SaveChangesAsync(Cancel);
        }
        var runs = 0;
        Migration later = new(
            9999,
            "9999-later",
            "ALTER TABLE territories ADD COLUMN \"Short\" text",
            async (migrated, cancel) =>
            {
                runs++;
                await using var command = migrated.Connection.CreateCommand();
                command.Transaction = migrated.Transaction;
                command.CommandText = "UPDATE territories SET \"Short\" = \"Code\" || '!'";
                (await command.ExecuteNonQueryAsync(cancel)).ShouldBe(2);
            }
        );

        await new Migrate(store.Store, [.. Migrate.Written(store.Store), later]).RunAsync(Cancel);
        await new Migrate(store.Store, [.. Migrate.Written(store.Store), later]).RunAsync(Cancel);

        runs.ShouldBe(1);
        await using var after = store.Store.Open();
        after.AllRegions = true;
        (await after.Database.SqlQueryRaw<string>("SELECT \"Short\" AS \"Value\" FROM territories").ToListAsync(Cancel)).ShouldBe([
            "a!",
            "a!",
        ]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithAStepThatFails_LeavesNothingOfItsMigration(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var before = await StoreSchema.OfAsync(store.Store, Cancel);
        Migration later = new(
            9999,
            "9999-later",
            "ALTER TABLE territories ADD COLUMN \"Short\" text",
            (_, _) => throw new InvalidOperationException("no")
        );

        await Should.ThrowAsync<InvalidOperationException>(() =>
            new Migrate(store.Store, [.. Migrate.Written(store.Store), later]).RunAsync(Cancel)
        );

        (await StoreSchema.OfAsync(store.Store, Cancel)).ShouldBe(before);
        await new Migrate(store.Store).RunAsync(Cancel);
    }

    [Fact]
    public async Task Run_MakingATableAnew_KeepsTheRowsThatReferToItAndRefusesLooseOnes()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var (first, _) = await TwoRegionsAsync(store.Store);
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            context.Territories.Add(Municipality(first));
            await context.SaveChangesAsync(Cancel);
        }
        var written = Migrate.Written(store.Store);
        Migration anew = new(
            9998,
            "9998-anew",
            "CREATE TABLE aside AS SELECT * FROM regions; DROP TABLE regions; CREATE TABLE regions (\"Id\" INTEGER PRIMARY KEY, \"Code\" TEXT); "
                + "INSERT INTO regions SELECT \"Id\", \"Code\" FROM aside; DROP TABLE aside"
        );
        await new Migrate(store.Store, [.. written, anew]).RunAsync(Cancel);
        await using (var context = store.Store.Open())
            (
                await context
                    .Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM territories JOIN regions r ON r.Id = RegionId")
                    .SingleAsync(Cancel)
            ).ShouldBe(1);

        Migration losing = new(9999, "9999-losing", "DELETE FROM regions");
        (
            await Should.ThrowAsync<InputException>(() => new Migrate(store.Store, [.. written, anew, losing]).RunAsync(Cancel))
        ).Message.ShouldContain("territories");
        await using var after = store.Store.Open();
        await after.Database.OpenConnectionAsync(Cancel);
        (await after.Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM regions").SingleAsync(Cancel)).ShouldBe(2);
        (await after.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnAnOlderStore_TellsFromWhereByWhatAndHowLong(Database database)
    {
        using var store = TestStore.Empty(database);
        var migrate = new Migrate(store.Store);
        var told = new List<string>();
        await migrate.RunAsync(19, alone: null, told.Add, Cancel);
        told.ShouldBeEmpty("nothing was there");
        await using (await RunningSite.BeginAsync(store.Store, tell: told.Add, cancel: Cancel)) { }
        Upgrades()
            .ShouldHaveSingleItem()
            .Replace(Russian.NoBreakSpace, ' ')
            .ShouldMatch(
                $"^База данных \\(.+\\) обновлена со схемы 19 до {migrate.Newest} за [0-9]+,[0-9] с: 0020-what-jobs-did, 0021-names-kept.*[.]$"
            );
        await using (await RunningSite.BeginAsync(store.Store, tell: told.Add, cancel: Cancel)) { }
        Upgrades().ShouldHaveSingleItem();

        // A site that begins may have other things to tell: whom it waits for, that keys are not encrypted.
        IEnumerable<string> Upgrades() => told.Where(line => line.StartsWith("База данных (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverRolesNobodyKnows_RemovesThemAndLetsNoneIn(Database database)
    {
        const int Before = 21;
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            await context.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO regions ("Id", "Code", "Title", "TimeZone") VALUES (1, 'a', 'А', 'Europe/Moscow');
                INSERT INTO users ("Id", "DisplayName", "FoldedName", "LowVision", "EmailConfirmed", "PhoneNumberConfirmed",
                    "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount") VALUES (1, 'И', 'и', {0}, {0}, {0}, {0}, {0}, 0);
                INSERT INTO grants ("Id", "UserId", "Role", "RegionId") VALUES (1, 1, 3, 1), (2, 1, 99, 1), (3, 1, -1, 1);
                INSERT INTO invitations ("Id", "TokenHash", "Email", "DisplayName", "Role", "RegionId", "CreatedAt", "ExpiresAt")
                VALUES (1, 'a', 'a@x.test', 'А', NULL, 1, {1}, {1}), (2, 'b', 'b@x.test', 'Б', 99, 1, {1}, {1});
                INSERT INTO named_directions ("GrantId", "Uid") VALUES (2, '1');
                """,
                [false, new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc)],
                Cancel
            );
        }

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var after = store.Store.Open();
        (await after.Database.SqlQueryRaw<int>("SELECT \"Id\" AS \"Value\" FROM grants").ToListAsync(Cancel)).ShouldBe([1]);
        (await after.Database.SqlQueryRaw<int>("SELECT \"Id\" AS \"Value\" FROM invitations").ToListAsync(Cancel)).ShouldBe([1]);
        foreach (
            var forged in (string[])
                [
                    "INSERT INTO grants (\"UserId\", \"Role\", \"RegionId\") VALUES (1, 99, 1)",
                    "UPDATE grants SET \"Role\" = 8",
                    "UPDATE invitations SET \"Role\" = 99",
                ]
        )
            await Should.ThrowAsync<System.Data.Common.DbException>(() => after.Database.ExecuteSqlRawAsync(forged, Cancel), forged);
    }

    private static Territory Municipality(int region) =>
        new()
        {
            RegionId = region,
            Code = "a",
            Kind = "municipality",
            Name = "А",
        };

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnStoreOfNewerProgram_RefusesInWords(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = store.Store.Open())
            await context.Database.ExecuteSqlRawAsync("INSERT INTO schema_versions (number, name) VALUES (9999, '9999-later')", Cancel);

        var refusal = await Should.ThrowAsync<InputException>(() => new Migrate(store.Store).RunAsync(Cancel));
        refusal.Message.ShouldContain("новее программы");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAScriptBelowTheNewestApplied_RefusesInsteadOfPassingItOver(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var written = Migrate.Written(store.Store);
        Migration late = new(8, "0008-late", "CREATE TABLE late (number integer)");
        var before = await StoreSchema.OfAsync(store.Store, Cancel);

        var refusal = await Should.ThrowAsync<InputException>(() =>
            new Migrate(store.Store, [.. written.Append(late).OrderBy(one => one.Number)]).RunAsync(Cancel)
        );

        refusal.Message.ShouldContain("0008-late");
        (await StoreSchema.OfAsync(store.Store, Cancel)).ShouldBe(before);
    }

    [Fact]
    public void Written_OnBothDatabases_HasTheSameNumbersAndNoneThatWasPassedOver()
    {
        using TestStore sqlite = TestStore.Empty(Database.Sqlite),
            postgres = TestStore.Empty(Database.Postgres);
        var numbers = Migrate.Written(sqlite.Store).Select(one => one.Number).ToList();
        Migrate.Written(postgres.Store).Select(one => one.Number).ShouldBe(numbers);
        numbers.ShouldBe(numbers.Distinct().Order());
        // Numbers only grow: 8 and 9 were never given, and stores are past them.
        numbers.ShouldNotContain(8);
        numbers.ShouldNotContain(9);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_AfterAScriptWasEditedWhereItStood_RefusesInWords(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var written = Migrate.Written(store.Store);
        await new Migrate(store.Store, written).RunAsync(Cancel);
        Migration edited = new(1, written[0].Name, written[0].Sql + "\n-- edited");

        var refusal = await Should.ThrowAsync<InputException>(() =>
            new Migrate(store.Store, [edited, .. written.Skip(1)]).RunAsync(Cancel)
        );

        refusal.Message.ShouldContain("0001-initial");
        refusal.Message.ShouldContain("другой сборкой");
        // Where lines end says nothing.
        new Migration(1, "", "a\r\nb").Hash.ShouldBe(new Migration(1, "", "a\nb").Hash);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnAStoreOfABuildBeforeTheScriptWasEdited_NamesWhatIsMissing(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(7, Cancel);
        await using (var context = store.Store.Open())
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE users DROP COLUMN \"LastCodeStep\"", Cancel);

        (await Should.ThrowAsync<InputException>(() => new Migrate(store.Store).RunAsync(Cancel))).Message.ShouldContain(
            "users.LastCodeStep"
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Query_ContextOfAnotherRegion_SeesNothing(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var (first, second) = await TwoRegionsAsync(store.Store);

        await using var own = store.Store.Open();
        own.RegionId = first;
        own.Territories.Add(
            new Territory
            {
                RegionId = first,
                Code = "a",
                Kind = "municipality",
                Name = "Ёлкинский район",
            }
        );
        await own.SaveChangesAsync(Cancel);
        (await own.Territories.CountAsync(Cancel)).ShouldBe(1);

        await using var other = store.Store.Open();
        other.RegionId = second;
        (await other.Territories.CountAsync(Cancel)).ShouldBe(0);
        if (database == Database.Postgres) // the database itself, past the filter of the model
            (await other.Territories.IgnoreQueryFilters().CountAsync(Cancel)).ShouldBe(0);

        await using var none = store.Store.Open();
        (await none.Territories.CountAsync(Cancel)).ShouldBe(0);
        await using var all = store.Store.Open();
        all.AllRegions = true;
        (await all.Territories.CountAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_OverAnothersChange_FailsAndLosesNothing(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var (region, _) = await TwoRegionsAsync(store.Store);
        await using var one = store.Store.Open();
        one.RegionId = region;
        var mine = new Territory
        {
            RegionId = region,
            Code = "a",
            Kind = "municipality",
            Name = "А",
        };
        one.Territories.Add(mine);
        await one.SaveChangesAsync(Cancel);

        await using var two = store.Store.Open();
        two.RegionId = region;
        (await two.Territories.SingleAsync(Cancel)).Rename("Б");
        await two.SaveChangesAsync(Cancel);
        mine.Rename("В");
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => one.SaveChangesAsync(Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_OfAPartOverAnothersChange_FailsWithItsWhole(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var (region, _) = await TwoRegionsAsync(store.Store);
        await using (var context = store.Store.Open())
        {
            context.RegionId = region;
            var made = new Territory
            {
                RegionId = region,
                Code = "a",
                Kind = "municipality",
                Name = "А",
            };
            made.CallAlso(["Первая", "Вторая", "Первая"]);
            context.Territories.Add(made);
            await context.SaveChangesAsync(Cancel);
            made.Version.ShouldBe(1);
        }
        await using var one = store.Store.Open();
        await using var two = store.Store.Open();
        (one.RegionId, two.RegionId) = (region, region);
        var (mine, theirs) = (await one.Territories.SingleAsync(Cancel), await two.Territories.SingleAsync(Cancel));
        theirs.OtherNames.ShouldBe(["Первая", "Вторая"]);
        theirs.CallAlso(["Вторая", "Третья"]);
        await two.SaveChangesAsync(Cancel);
        theirs.Version.ShouldBe(2);
        theirs.CallAlso(["Вторая", "Третья"]);
        await two.SaveChangesAsync(Cancel);
        theirs.Version.ShouldBe(2);
        mine.CallAlso([]);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => one.SaveChangesAsync(Cancel));
        await using var after = store.Store.Open();
        after.RegionId = region;
        (await after.Territories.SingleAsync(Cancel)).OtherNames.ShouldBe(["Вторая", "Третья"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_OfAKeyAnotherAddedMeanwhile_FailsAsLate(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await TwoRegionsAsync(store.Store);
        await using var context = store.Store.Open();
        context.Regions.Add(
            new Region
            {
                Code = "a",
                Title = "Ещё раз А",
                TimeZone = "Europe/Moscow",
            }
        );
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancel));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Audit_WrittenEntry_CanBeNeitherChangedNorDeleted(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using var context = store.Store.Open();
        context.AllRegions = true;
        context.AuditEntries.Add(
            new AuditEntry
            {
                At = new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc),
                UserId = 1,
                Address = "127.0.0.1",
                Action = "test",
                ObjectKind = "test",
                ObjectId = 1,
            }
        );
        await context.SaveChangesAsync(Cancel);

        await Should.ThrowAsync<Exception>(() => context.AuditEntries.ExecuteDeleteAsync(Cancel));
        await Should.ThrowAsync<Exception>(() =>
            context.AuditEntries.ExecuteUpdateAsync(entry => entry.SetProperty(row => row.Action, "forged"), Cancel)
        );
        (await context.AuditEntries.AsNoTracking().SingleAsync(Cancel)).Action.ShouldBe("test");
    }

    /// <summary>Tables whose rows are of the installation, or are read before it is known whose region is at hand (docs/architecture.md).</summary>
    private static readonly string[] OfNoRegion =
    [
        "audit_seals",
        "grants",
        "invitations",
        "named_directions",
        "protection_keys",
        "regions",
        "schema_versions",
        "sessions",
        "sign_in_attempts",
        "user_claims",
        "user_logins",
        "user_tokens",
        "users",
    ];

    [Fact]
    public async Task Run_OnPostgres_GuardsTheRowsOfEveryTableThatHasRegions()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var guards = await StoreSchema.GuardsOfAsync(store.Store, Cancel);

        foreach (var table in (await StoreSchema.TablesOfAsync(store.Store, Cancel)).Except(OfNoRegion, StringComparer.Ordinal))
        {
            var policy = guards.Where(line => line.StartsWith($"{table} USING ", StringComparison.Ordinal)).ShouldHaveSingleItem(table);
            policy.ShouldContain("current_setting('orientir.region'::text, true) = '*'::text", customMessage: table);
            policy.ShouldContain("\"RegionId\"", customMessage: table);
        }
        guards.Count(line => line.Contains(" USING ", StringComparison.Ordinal)).ShouldBeGreaterThan(22);
    }

    [Theory]
    [InlineData(Database.Sqlite, 2)]
    [InlineData(Database.Postgres, 1)]
    public async Task Run_OnEmptyStore_LetsNobodyChangeTheAudit(Database database, int triggers)
    {
        using var store = await TestStore.MigratedAsync(database);
        var guards = await StoreSchema.GuardsOfAsync(store.Store, Cancel);
        foreach (var table in (string[])["audit_entries", "audit_seals"])
            guards.Count(line => line.StartsWith($"{table} TRIGGER ", StringComparison.Ordinal)).ShouldBe(triggers, table);
    }

    [Fact]
    public async Task Audit_OfAnotherRegion_IsNeitherSeenNorWrittenInPostgres()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var (first, second) = await TwoRegionsAsync(store.Store);
        foreach (var region in (int?[])[first, second, null])
        {
            await using var context = store.Store.Open();
            context.RegionId = region;
            context.AuditEntries.Add(Entry(region));
            await context.SaveChangesAsync(Cancel);
        }

        foreach (var region in (int?[])[first, second, null])
        {
            await using var context = store.Store.Open();
            context.RegionId = region;
            // The database itself, past the filter of the model.
            (await context.AuditEntries.IgnoreQueryFilters().Select(row => row.RegionId).ToListAsync(Cancel)).ShouldBe([region]);
            context.AuditEntries.Add(Entry(region == first ? second : first));
            await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancel));
        }
        await using var all = store.Store.Open();
        all.AllRegions = true;
        (await all.AuditEntries.CountAsync(Cancel)).ShouldBe(3);
    }

    private static AuditEntry Entry(int? region) =>
        new()
        {
            RegionId = region,
            At = new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc),
            UserId = 1,
            Address = "127.0.0.1",
            Action = "test",
            ObjectKind = "test",
            ObjectId = 1,
        };

    private static async Task<(int First, int Second)> TwoRegionsAsync(Orientir.Data.Store store)
    {
        await using var context = store.Open();
        var (first, second) = (
            new Region
            {
                Code = "a",
                Title = "А",
                TimeZone = "Europe/Moscow",
            },
            new Region
            {
                Code = "b",
                Title = "Б",
                TimeZone = "Asia/Yekaterinburg",
            }
        );
        context.Regions.AddRange(first, second);
        await context.SaveChangesAsync(Cancel);
        return (first.Id, second.Id);
    }
}
