using Microsoft.EntityFrameworkCore;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class EntitiesMigrationTests
{
    private const int Before = 5;

    private const string Joined = """
        INSERT INTO regions ("Id", "Code", "Title", "TimeZone") VALUES (1, 'a', 'А', 'Europe/Moscow');
        INSERT INTO territories ("Id", "RegionId", "Code", "Kind", "Name", "FoldedName", "Aliases", "FoldedAliases", "Version") VALUES
            (1, 1, 'm1', 'municipality', 'Лужский район', 'лужский район', 'Луга "старая"|Лужский МР', 'луга старая|лужский мр', 1),
            (2, 1, 'm2', 'municipality', 'Второй район', 'второй район', NULL, NULL, 1);
        INSERT INTO users ("Id", "DisplayName", "FoldedName", "LowVision", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled",
            "LockoutEnabled", "AccessFailedCount") VALUES (1, 'И', 'и', {1}, {1}, {1}, {1}, {1}, 0);
        INSERT INTO grants ("Id", "UserId", "Role", "RegionId", "TerritoryId", "Directions") VALUES (1, 1, 5, 1, 1, '1.2|1.1'), (2, 1, 4, 1, 1, NULL);
        INSERT INTO invitations ("Id", "TokenHash", "Email", "DisplayName", "Role", "RegionId", "TerritoryId", "Directions", "CreatedAt", "ExpiresAt")
            VALUES (1, 'a', 'a@example.org', 'А', 5, 1, 1, '2', '2026-01-01 00:00:00+00', '2026-02-01 00:00:00+00');
        INSERT INTO methodologies ("Id", "RegionId", "PackageId", "Edition", "Revision", "Title", "FoldedName", "SubjectKind", "Json", "Hash")
            VALUES (1, 1, 'p', 1, 0, 'М', 'м', 'municipality', '', '');
        INSERT INTO campaigns ("Id", "RegionId", "MethodologyEditionId", "Title", "FoldedName", "Period", "SelfAssessment", "CollectionFrom",
            "CollectionUntil", "ReviewUntil", "ResultsUntil", "Owner", "Letter", "Instruction", "CompleteFrom", "Version")
            VALUES (1, 1, 1, 'К', 'к', '2026', 1, '2026-01-01 00:00:00+00', '2026-02-01 00:00:00+00', '2026-03-01 00:00:00+00',
                '2026-04-01 00:00:00+00', '', '', '', 0.5, 1);
        INSERT INTO subjects ("Id", "RegionId", "TerritoryId", "Kind", "Code", "Name", "FoldedName", "Attributes", "Version") VALUES
            (1, 1, 1, 'municipality', 'm1', 'А', 'а', '{{}}', 1), (2, 1, 2, 'municipality', 'm2', 'Б', 'б', '{{}}', 1);
        INSERT INTO campaign_subjects ("Id", "RegionId", "CampaignId", "SubjectId", "TerritoryId", "Kind", "Code", "Name", "FoldedName", "Attributes",
            "Version") VALUES (1, 1, 1, 1, 1, 'municipality', 'm1', 'А', 'а', '{{}}', 1), (2, 1, 1, 2, 2, 'municipality', 'm2', 'Б', 'б', '{{}}', 1);
        INSERT INTO submissions ("Id", "RegionId", "CampaignSubjectId", "State", "SentCount", "ReturnNote", "ReturnedUids", "Version") VALUES
            (1, 1, 1, 2, 1, 'Уточните.', '1.1|1.10|1.1', 4), (2, 1, 2, 0, 0, NULL, NULL, 1);
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnTextsJoinedByBars_MakesThemRowsOfTheirOwn(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        await using (var old = store.Store.Open())
        {
            old.AllRegions = true;
            await old.Database.ExecuteSqlRawAsync(
                Joined.Replace("{1}", database == Database.Postgres ? "FALSE" : "0", StringComparison.Ordinal),
                Cancel
            );
        }

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        context.RegionId = 1;
        var returned = await context.Submissions.OrderBy(row => row.Id).ToListAsync(Cancel);
        returned[0].Returned.Select(node => (node.RegionId, node.Uid)).Order().ShouldBe([(1, "1.1"), (1, "1.10")]);
        (returned[0].ReturnNote, returned[0].Version).ShouldBe(("Уточните.", 4));
        returned[1].Returned.ShouldBeEmpty();
        var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(Cancel);
        territories[0].OtherNames.ShouldBe(["Луга \"старая\"", "Лужский МР"]);
        territories[0].Aliases.Select(alias => alias.FoldedName).ShouldBe(["луга старая", "лужский мр"], ignoreOrder: true);
        territories[1].OtherNames.ShouldBeEmpty();
        var grants = await context.Grants.OrderBy(grant => grant.Id).ToListAsync(Cancel);
        grants[0].Directions!.Uids.ShouldBe(["1.2", "1.1"]);
        grants[1].Directions.ShouldBeNull();
        (await context.Invitations.SingleAsync(Cancel)).Directions!.Uids.ShouldBe(["2"]);
        await using var other = store.Store.Open();
        other.RegionId = 2;
        (await other.Territories.CountAsync(Cancel)).ShouldBe(0);
    }
}
