using Microsoft.EntityFrameworkCore;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class FoldLookAlikesTests
{
    private const int Before = 27;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Of each table with names: one of both alphabets, one of a letter only Latin has beyond ASCII, one of a Latin word.
    private static readonly string[] Tables =
    [
        "territories",
        "territory_aliases",
        "subjects",
        "campaign_subjects",
        "campaigns",
        "methodologies",
        "users",
        "letters",
    ];

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnNamesKeptWithALatinLetter_FoldsThemInEveryTable(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        await using (var old = store.Store.Open())
        {
            old.AllRegions = true;
            await old.Database.ExecuteSqlRawAsync(Filled(database), Cancel);
        }

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        context.AllRegions = true;
        foreach (var table in Tables)
            (
                await context.Database.SqlQueryRaw<string>($"SELECT \"FoldedName\" FROM {table} ORDER BY \"Id\"").ToListAsync(Cancel)
            ).ShouldBe(["лужский район", "щелково", "it-куб"], table);
        var sought = FoldedName.Of("Лужский");
        (await context.Subjects.SingleAsync(row => row.FoldedName.Contains(sought), Cancel)).Name.ShouldBe("Лужcкий район");
    }

    private static string Filled(Database database)
    {
        var (no, at) = database == Database.Sqlite ? ("0", "'2026-09-01 00:00:00'") : ("FALSE", "'2026-09-01T00:00:00Z'");
        var sql = new List<string> { """INSERT INTO regions ("Id", "Code", "Title", "TimeZone") VALUES (1, 'a', 'А', 'Europe/Moscow')""" };
        // As a format has it.
        const string nothing = "{{}}";
        var id = 0;
        foreach (var (name, folded) in new[] { ("Лужcкий район", "лужcкий район"), ("Щëлково", "щëлково"), ("IT-куб", "it-куб") })
        {
            id++;
            sql.AddRange([
                $"""INSERT INTO territories ("Id", "RegionId", "Code", "Kind", "Name", "FoldedName", "Version") VALUES ({id}, 1, 'm{id}', 'municipality', '{name}', '{folded}', 1)""",
                $"""INSERT INTO territory_aliases ("Id", "RegionId", "TerritoryId", "Name", "FoldedName") VALUES ({id}, 1, {id}, '{name}', '{folded}')""",
                $"""INSERT INTO subjects ("Id", "RegionId", "TerritoryId", "Kind", "Code", "Name", "FoldedName", "Attributes", "Version") VALUES ({id}, 1, {id}, 'municipality', 'm{id}', '{name}', '{folded}', '{nothing}', 1)""",
                $"""INSERT INTO methodologies ("Id", "RegionId", "PackageId", "Edition", "Revision", "Title", "FoldedName", "SubjectKind", "Json", "Hash") VALUES ({id}, 1, 'p{id}', 1, 0, '{name}', '{folded}', 'municipality', '{nothing}', 'h{id}')""",
                $"""INSERT INTO campaigns ("Id", "RegionId", "MethodologyEditionId", "Title", "FoldedName", "Period", "SelfAssessment", "CollectionFrom", "CollectionUntil", "ReviewUntil", "ResultsUntil", "Owner", "Letter", "Instruction", "CompleteFrom", "Version") VALUES ({id}, 1, {id}, '{name}', '{folded}', '2026', 1, {at}, {at}, {at}, {at}, '', '', '', 0.9, 1)""",
                $"""INSERT INTO campaign_subjects ("Id", "RegionId", "CampaignId", "SubjectId", "TerritoryId", "Kind", "Code", "Name", "FoldedName", "Attributes", "Version") VALUES ({id}, 1, {id}, {id}, {id}, 'municipality', 'm{id}', '{name}', '{folded}', '{nothing}', 1)""",
                $"""INSERT INTO users ("Id", "DisplayName", "FoldedName", "LowVision", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount") VALUES ({id}, '{name}', '{folded}', {no}, {no}, {no}, {no}, {no}, 0)""",
                $"""INSERT INTO letters ("Id", "RegionId", "Why", "CauseId", "ToName", "FoldedName", "Subject", "Text", "State", "CreatedAt", "CausedBy", "MessageId", "WaitingSince", "NotBefore", "Attempts", "Version") VALUES ({id}, 1, 0, {id}, '{name}', '{folded}', '', '', 0, {at}, 1, 'x{id}', {at}, {at}, 0, 1)""",
            ]);
        }
        return string.Join(";\n", sql);
    }
}
