using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orientir.Core;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>The table of rights, and docs/permissions.md, which is made of it and of what the addresses of the site declare.</summary>
public partial class PermissionsTests
{
    private const string Anew =
        "docs/permissions.md is not what the table of rights and the addresses of the site give. To make it anew: "
        + "ORIENTIR_DOCS=write dotnet test --project tests/Orientir.App.Tests -c Release -- --filter-class '*PermissionsTests'";

    public static TheoryData<Ability> Abilities => [.. Enum.GetValues<Ability>()];

    [Fact]
    public async Task Document_OfRightsAndAddresses_IsWhatTheTableAndTheSiteGive()
    {
        await using var site = await SiteHost.StartAsync();
        var file = Repository.PathOf("docs", "permissions.md");
        var kept = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var tables = new Queue<string>([TableOfRights(), TableOfAddresses(SiteRoute.Of(site))]);
        var made = Table().Replace(kept, _ => tables.Dequeue());
        tables.ShouldBeEmpty("The document has two tables.");
        if (Environment.GetEnvironmentVariable("ORIENTIR_DOCS") == "write")
            await File.WriteAllTextAsync(file, made, TestContext.Current.CancellationToken);
        else
            made.ShouldBe(kept, Anew);
    }

    [Theory]
    [MemberData(nameof(Abilities))]
    public void Ability_ByRoleAndStage_IsRefusedOutsideTheTable(Ability ability)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var actor = new Actor(1, "Проверка", 1, [new(role, null, null)], "");
            var states = Permissions.StatesOf(ability, role);
            Permissions.Allows(actor, ability).ShouldBe(states.Count > 0, $"{ability} {role}");
            foreach (var state in Stages.All)
            {
                Permissions.Allows(actor, ability, 7, state).ShouldBe(states.Contains(state), $"{ability} {role} {state}");
                if (states.Contains(state))
                    Permissions.Require(actor, ability, 7, state);
                else
                    Should
                        .Throw<RefusedException>(() => Permissions.Require(actor, ability, 7, state))
                        .Kind.ShouldBe(states.Count == 0 ? RefusalKind.Forbidden : RefusalKind.Conflict);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Abilities))]
    public void Ability_OverAForeignTerritoryOrDirection_IsForbidden(Ability ability)
    {
        foreach (var role in Enum.GetValues<Role>())
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

    private static string TableOfRights()
    {
        var table = new StringBuilder(
            "| Действие | Код | Администратор | Оператор | Министерство | Эксперт | Координатор | Исполнитель | Публикатор | Организация |\n|---|---|---|---|---|---|---|---|---|---|\n"
        );
        // What an ability is called stands beside it in the code, for people: the first words of its summary.
        var words = WordsOfAnAbility()
            .Matches(File.ReadAllText(Repository.PathOf("src", "Orientir.Core", "Accounts", "Permissions", "Ability.cs")))
            .ToDictionary(match => Enum.Parse<Ability>(match.Groups[2].Value), match => match.Groups[1].Value);
        foreach (var ability in Enum.GetValues<Ability>())
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {words[ability]} | `{ability}` | {string.Join(" | ", Enum.GetValues<Role>().Select(role => CellOf(Permissions.StatesOf(ability, role))))} |\n"
            );
        return table.ToString();
    }

    private static string CellOf(IReadOnlyList<CampaignState> states) =>
        states.Count == 0 ? "—"
        : states.Count == Stages.All.Count ? "все"
        : string.Join(' ', states.Select(state => Stages.Of(state).Letter));

    private static string TableOfAddresses(IEnumerable<SiteRoute> routes)
    {
        var table = new StringBuilder("| Адрес | Способ | Право |\n|---|---|---|\n");
        foreach (var route in routes)
            table.Append(
                CultureInfo.InvariantCulture,
                $"| `{route.Address.Replace("|", "\\|", StringComparison.Ordinal)}` | {route.Method}{(route.Form is null ? "" : $" `{route.Form}`")} | {RightOf(route)} |\n"
            );
        return table.ToString();
    }

    private static string RightOf(SiteRoute route) =>
        route switch
        {
            { IsOpen: true } => "без входа",
            { IsDeclared: false } => "не названо",
            { Ability: null } => "любой вошедший",
            { Needs.AtAnyStage: true } => $"`{route.Ability}`, на любом этапе",
            _ => $"`{route.Ability}`",
        };

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"<summary>([^<.;:]+)[^<]*</summary>\s+(\w+),")]
    private static partial Regex WordsOfAnAbility();
}
