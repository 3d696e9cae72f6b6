using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Rehearsals;

/// <summary>
/// Forty-two municipalities of the Tver region: obligatory self-assessment item by item, requisites instead of links, websites looked up by the
/// operator, one municipality that answers nothing; in the end the sums the region printed.
/// bench/rehearse plays it for its times and pictures.
/// </summary>
public sealed class TverTests : IAsyncLifetime
{
    private const string Silent = "ЗАТО Солнечный";

    private Rehearsal play = null!;
    private IPage operatorPage = null!;
    private IPage coordinator = null!;
    private string register = "",
        campaign = "",
        form = "";
    private string[] names = [];
    private List<string[]> printed = [];
    private Dictionary<string, string> links = [];

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Campaign_WithItemsRequisitesAndWebsites_GivesThePrintedSums(Database database)
    {
        play = await Rehearsal.BeginAsync(database, "tver");
        await play.MustAsync(InviteAsync);
        await play.MustAsync(ClaimItemsAsync);
        await play.AttemptAsync(MeetInOneFieldAsync);
        await play.AttemptAsync(() => play.SendAsync(coordinator, form));
        await play.MustAsync(LookUpWebsitesAsync);
        await play.MustAsync(CloseCollectionAsync);
        await play.MustAsync(MarkAsync);
        await play.MustAsync(ComputeAsync);
        play.ShouldHaveGoneWell();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    private async Task InviteAsync()
    {
        register = Repository.PathOf("demo", "tver-2020", "register.csv");
        names = (await File.ReadAllLinesAsync(register, Rehearsal.Cancel))
            .Where(line => line.Contains(",municipality,", StringComparison.Ordinal))
            .Select(line => line.Split(',')[1])
            .ToArray();
        printed = (await File.ReadAllLinesAsync(Repository.PathOf("demo", "tver-2020", "marks.csv"), Rehearsal.Cancel))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToList();
        operatorPage = await play.OpenRegionAsync("Тверская область", "tver");
        await play.PrepareAsync(operatorPage, register, "tver-2020");
        await operatorPage.GotoAsync("/accounts/invite");
        links = await play.StepAsync(
            "приглашения",
            () =>
                Rehearsal.InviteAsync(
                    operatorPage,
                    $"Координатор; k1@rehearsal.test; координатор; {names[0]}\nИсполнитель; e1@rehearsal.test; исполнитель; {names[0]}; 2\nКоординатор; silent@rehearsal.test; координатор; {Silent}"
                )
        );
        campaign = await play.OpenCampaignAsync(
            operatorPage,
            "Управленческие механизмы муниципалитетов",
            nameof(Core.Campaigns.SelfAssessment.Required)
        );
    }

    private async Task ClaimItemsAsync()
    {
        coordinator = await play.AcceptAsync(links["k1@rehearsal.test"]);
        form = await Rehearsal.SubmissionOfAsync(coordinator);
        await play.StepAsync(
            "пункты заявлены, реквизиты вместо ссылок",
            async () =>
            {
                await coordinator.GotoAsync($"{form}/directions/1");
                var items = await coordinator.Locator("div.item").AllAsync();
                items.Count.ShouldBe(9);
                for (var at = 0; at < items.Count; at++)
                    await items[at].Locator("fieldset.scale input[type=radio]").Nth(at < 5 ? 0 : 1).CheckAsync();
                await items[0].Locator("summary", new() { HasText = "Файл или реквизиты" }).ClickAsync();
                await items[0].GetByLabel("Вид").FillAsync("приказ");
                await items[0].GetByLabel("Номер").FillAsync("17/1");
                await items[0].GetByLabel("Дата").FillAsync("2020-03-12");
                await items[0].GetByLabel("Название").Last.FillAsync("О мониторинге качества подготовки");
                await items[0].Locator("button", new() { HasText = "реквизиты" }).ClickAsync();
                await items[0].Locator(".evidence-list li").WaitForAsync();
                await Rehearsal.SavedAsync(coordinator);
                await coordinator.ReloadAsync();
                (await coordinator.Locator("div.item .evidence-list li").First.InnerTextAsync()).ShouldContain("17/1");
                (await coordinator.Locator("div.item fieldset.scale input[value='1']:checked").CountAsync()).ShouldBe(5);
                await play.PictureAsync(coordinator, "пункты и реквизиты", everywhere: true);
            }
        );
    }

    // Two people at once in the same field: nobody is overwritten silently.
    private async Task MeetInOneFieldAsync()
    {
        var executor = await play.AcceptAsync(links["e1@rehearsal.test"]);
        await play.StepAsync(
            "двое в одном поле",
            async () =>
            {
                await coordinator.GotoAsync($"{form}/directions/2");
                await executor.GotoAsync($"{form}/directions/2");
                var field = "div.field[data-uid='2'][data-item=''][data-field=Comment] textarea";
                await coordinator.FillAsync(field, "Программа принята в марте.");
                await coordinator.Locator(field).BlurAsync();
                await Rehearsal.SavedAsync(coordinator);
                await executor.FillAsync(field, "Программа принята в апреле.");
                await executor.Locator(field).BlurAsync();
                await executor.GetByText("Программа принята в марте.").First.WaitForAsync();
                await play.PictureAsync(executor, "двое в одном поле");
            }
        );
        (await executor.GotoAsync($"{form}/directions/1"))!.Status.ShouldBe(404, "an executor sees the directions named only");
    }

    private async Task LookUpWebsitesAsync()
    {
        await play.StepAsync(
            "сайты узнаёт оператор",
            async () =>
            {
                await operatorPage.GotoAsync($"/submissions/operator/{campaign.Split('/')[^1]}");
                foreach (var row in await operatorPage.Locator("table.operator-grid tbody tr").AllAsync())
                {
                    var name = (await row.Locator("th").InnerTextAsync()).Trim();
                    var value = printed.Single(cells => cells[0] == name && cells[1] == "9")[2];
                    await row.Locator("td[data-field=Value] select").SelectOptionAsync(value);
                }
                await Rehearsal.SavedAsync(operatorPage);
                await operatorPage.ReloadAsync();
                (await operatorPage.Locator("table.operator-grid caption").InnerTextAsync()).ShouldContain("42 из 42");
                await play.PictureAsync(operatorPage, "показатели оператора", everywhere: true);
            }
        );
    }

    private async Task CloseCollectionAsync()
    {
        await play.MoveAsync(operatorPage, campaign, "close-collection", "Срок по приказу вышел.");
        await play.StepAsync(
            "кто ничего не ответил, видит почему нельзя",
            async () =>
            {
                var silent = await play.AcceptAsync(links["silent@rehearsal.test"]);
                await silent.GotoAsync(await Rehearsal.SubmissionOfAsync(silent));
                (await silent.Locator("main").InnerTextAsync()).ShouldContain("не отправлено");
            }
        );
    }

    private async Task MarkAsync()
    {
        var marks = new StringBuilder("subject,code,value,expert\n");
        foreach (var cells in printed.Where(cells => cells[1] is not ("*" or "9") && cells[0] != Silent))
            marks.Append(CultureInfo.InvariantCulture, $"{cells[0]},{cells[1]},{cells[2]},Эксперт\n");
        await play.ImportMarksAsync(operatorPage, campaign, marks.ToString());
    }

    private async Task ComputeAsync()
    {
        await play.MoveAsync(operatorPage, campaign, "close-review", "Оценки поставлены.");
        var run = await play.ComputeAsync(operatorPage);
        await play.PictureAsync(operatorPage, "итоги", everywhere: true);

        var scores = await play.Site.WithAsync(
            play.RegionId,
            async (_, context) =>
                (
                    await new LoadRun(context, TimeProvider.System).RunAsync(
                        Actor.Installation(play.RegionId),
                        int.Parse(run.Split('/')[^1], CultureInfo.InvariantCulture),
                        Rehearsal.Cancel
                    )
                )
                    .Scored
                    .Scores
        );
        Enumerable
            .Range(0, scores.Subjects.Count)
            .ToDictionary(at => scores.Subjects[at].Name, at => scores[at, 0].Points)
            .ShouldBe(
                printed
                    .Where(cells => cells[1] == "*")
                    .ToDictionary(cells => cells[0], cells => (double?)double.Parse(cells[2], CultureInfo.InvariantCulture)),
                ignoreOrder: true
            );
        (await play.ReportAsync(operatorPage, run)).Length.ShouldBeGreaterThan(100_000);
    }
}
