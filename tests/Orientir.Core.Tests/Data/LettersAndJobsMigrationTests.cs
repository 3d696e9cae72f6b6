using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

/// <summary>Rows as programs before wrote them, brought to what today's program means by them.</summary>
public class LettersAndJobsMigrationTests
{
    private const int Before = 19;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnRemindersMarkedAsPrintedWhenTheyWereWritten_LeavesThemToBePrinted(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        const string Written = "2026-12-01 06:00:00";
        const string Later = "2026-12-01 06:05:00";
        await ExecuteAsync(
            store,
            string.Join(
                ";\n",
                [
                    RegionSql,
                    LetterSql(1, LetterWhy.Reminder, LetterState.Printed, Written, Written),
                    // Printed again by a person; shown in answer to who invited; sent by mail.
                    LetterSql(2, LetterWhy.Reminder, LetterState.Printed, Written, Later),
                    LetterSql(3, LetterWhy.Invitation, LetterState.Printed, Written, Written),
                    LetterSql(4, LetterWhy.Reminder, LetterState.Sent, Written, null),
                ]
            )
        );

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        context.AllRegions = true;
        var letters = await context.Letters.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
        letters
            .Select(letter => (letter.State, letter.PrintedAt is null, letter.PrintedBy))
            .ShouldBe([
                (LetterState.ToPrint, true, null),
                (LetterState.Printed, false, 7),
                (LetterState.Printed, false, 7),
                (LetterState.Sent, true, null),
            ]);
        // It is printed and put away like any other.
        letters[0].Print(8, letters[0].CreatedAt.AddDays(1));
        letters[0].State.ShouldBe(LetterState.Printed);

        static string LetterSql(int id, LetterWhy why, LetterState state, string written, string? printed) =>
            $"""
                INSERT INTO letters ("Id", "RegionId", "Why", "CauseId", "ToName", "FoldedName", "Subject", "Text", "State", "CreatedAt", "CausedBy",
                    "MessageId", "WaitingSince", "NotBefore", "Attempts", "PrintedAt", "PrintedBy", "Version")
                VALUES ({id}, 1, {(int)why}, 1, 'Имя', 'имя', 'Тема', 'Текст', {(int)state}, '{written}', 7, 'm{id}', '{written}', '{written}', 0,
                    {(printed is null ? "NULL, NULL" : $"'{printed}', 7")}, 1)
                """;
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnJobsThatLostTheirNames_GivesThemBackToThoseThatHadOne(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        await ExecuteAsync(
            store,
            string.Join(
                ";\n",
                [
                    RegionSql,
                    JobSql(1, "backup", "NULL", finished: true),
                    JobSql(2, "backup", "NULL", finished: false, "backup"),
                    JobSql(3, "letters", "1", finished: true),
                    JobSql(4, "letters", "NULL", finished: true),
                    JobSql(5, "report", "1", finished: true),
                ]
            )
        );

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        context.AllRegions = true;
        (await context.Jobs.OrderBy(row => row.Id).Select(row => row.JoinedAs).ToListAsync(Cancel)).ShouldBe([
            "backup",
            "backup",
            "letters:1",
            "letters:",
            null,
        ]);

        static string JobSql(int id, string kind, string region, bool finished, string? name = null) =>
            $$"""
                INSERT INTO jobs ("Id", "RegionId", "Kind", "Payload", "CreatedAt", "NotBefore", "State", "Attempts", "Done", "Total", "FinishedAt",
                    "JoinedAs", "Version")
                VALUES ({{id}}, {{region}}, '{{kind}}', '[]', '2026-12-01 06:00:00', '2026-12-01 06:00:00', {{(finished ? 3 : 0)}}, 1, 0, 0,
                    {{(finished ? "'2026-12-01 06:10:00'" : "NULL")}}, {{(name is null ? "NULL" : $"'{name}'")}}, 1)
                """;
    }

    private const string RegionSql = """INSERT INTO regions ("Id", "Code", "Title", "TimeZone") VALUES (1, 'a', 'А', 'Europe/Moscow')""";

    private static async Task ExecuteAsync(TestStore store, string sql)
    {
        await using var context = store.Store.Open();
        context.AllRegions = true;
        await context.Database.ExecuteSqlRawAsync(sql, Cancel);
    }
}
