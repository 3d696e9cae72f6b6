using Orientir.Core;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Made from docs/permissions.md: what people read is what holds.</summary>
public class PermissionsTests
{
    private static readonly Role[] Columns =
    [
        Role.Administrator,
        Role.Operator,
        Role.Ministry,
        Role.Expert,
        Role.Coordinator,
        Role.Executor,
        Role.Publisher,
        Role.Organisation,
    ];

    public static TheoryData<string> Rows =>
        [
            .. File.ReadLines(Repository.PathOf("docs", "permissions.md"))
                .Where(line => line.Contains("| `", StringComparison.Ordinal) && !line.StartsWith("| `/", StringComparison.Ordinal)),
        ];

    [Fact]
    public void Table_OfTheDocument_HasARowForEveryAbilityAndAColumnForEveryRole()
    {
        Rows.Select(row => CellsOf(row.Data)[1].Trim('`')).ShouldBe(Enum.GetNames<Ability>());
        Columns.ShouldBe(Enum.GetValues<Role>(), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Ability_ByRoleAndStage_IsWhatTheDocumentSays(string row)
    {
        var cells = CellsOf(row);
        cells.Length.ShouldBe(2 + Columns.Length);
        var ability = Enum.Parse<Ability>(cells[1].Trim('`'));
        for (var column = 0; column < Columns.Length; column++)
        {
            var said = cells[column + 2];
            var actor = new Actor(1, "Проверка", 1, [new(Columns[column], null, null)], "");
            Permissions.Allows(actor, ability).ShouldBe(said != "—", $"{ability} {Columns[column]}");
            foreach (var state in Stages.All)
            {
                var allowed = said == "все" || said != "—" && said.Contains(Stages.Of(state).Letter, StringComparison.Ordinal);
                Permissions.Allows(actor, ability, 7, state).ShouldBe(allowed, $"{ability} {Columns[column]} {state}");
                if (allowed)
                    Permissions.Require(actor, ability, 7, state);
                else
                    Should
                        .Throw<RefusedException>(() => Permissions.Require(actor, ability, 7, state))
                        .Kind.ShouldBe(said == "—" ? RefusalKind.Forbidden : RefusalKind.Conflict);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Ability_OverAForeignTerritoryOrDirection_IsForbidden(string row)
    {
        var ability = Enum.Parse<Ability>(CellsOf(row)[1].Trim('`'));
        foreach (var role in Columns)
        {
            var actor = new Actor(
                1,
                "Проверка",
                1,
                [new(role, new HashSet<int> { 7 }, new HashSet<string>(StringComparer.Ordinal) { "1.1" })],
                ""
            );
            Permissions.Allows(actor, ability, 8).ShouldBeFalse();
            Permissions.Allows(actor, ability, 7, null, "1.2").ShouldBeFalse();
            // Over the region as a whole nobody acts who holds a part of it.
            Permissions
                .Allows(actor, ability, 7, null, "1.1")
                .ShouldBe(Permissions.StatesOf(ability, role).Count > 0 && Permissions.Allows(actor, ability, null, null, "1.1"));
        }
    }

    private static string[] CellsOf(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];
}
