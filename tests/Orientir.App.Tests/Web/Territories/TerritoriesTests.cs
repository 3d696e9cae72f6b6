using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Territories;

public class TerritoriesTests
{
    private const string Header = "код;название;вид;выше;ОКТМО;другие имена;контакт;электронная почта;свойства\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Register(params string[] rows) => Encoding.UTF8.GetBytes(Header + string.Join('\n', rows) + "\n");

    private static async Task<string> GetAsync(HttpClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.RelativeOrAbsolute), Cancel));

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    private static async Task ImportAsync(SiteHost site, byte[] register) =>
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                var import = new ImportTerritories(context, TimeProvider.System);
                var preview = await import.RunAsync(Actor.Installation(site.RegionId), new(register, "r.csv"), Cancel);
                return await import.RunAsync(Actor.Installation(site.RegionId), new(register, "r.csv", preview.Fingerprint), Cancel);
            }
        );

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Register_FromAFile_IsShownAskedAboutAndAppliedAsShown(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        (await client.GetAsync(new Uri("/territories/template.xlsx", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var file = Register(
            "m1;Первый район;муниципалитет;;;;Отдел;otdel@example.org;",
            "s1;Школа № 1;школа;Первый р-н;;;;;тип=сельская",
            "s2;Ёлочка;школа;Вторый район;;;;;"
        );

        var preview = await TextAsync(
            await SiteHost.PostFileAsync(client, "/territories/import", "File", "школы.csv", file, null, "import")
        );
        preview.ShouldContain("«Вторый район»");
        preview.ShouldContain("Второй район");
        preview.ShouldNotContain("Применить изменения");
        var fields = HiddenOf(preview);
        fields["parent:Вторый район"] = "m2";
        var chosen = await PostAsync(client, new(fields) { ["Act"] = "preview" });
        chosen.StatusCode.ShouldBe(HttpStatusCode.OK);
        var settled = await TextAsync(chosen);
        settled.ShouldContain("Применить изменения");
        settled.ShouldContain("otdel@example.org");
        var again = HiddenOf(settled);
        again["parent:Вторый район"] = "m2";
        var tampered = await PostAsync(client, new(again) { ["Act"] = "apply", ["Fingerprint"] = "0000" });
        tampered.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var done = await PostAsync(client, new(again) { ["Act"] = "apply" });
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(done));
        done.Headers.Location!.ToString().ShouldContain("imported-2-1");
        (await GetAsync(client, done.Headers.Location!.ToString())).ShouldContain(
            "Список загружен: 2\u00A0записи добавлены, 1\u00A0изменена."
        );

        (await GetAsync(client, "/territories?q=" + Uri.EscapeDataString("елОЧКА"))).ShouldContain("Второй район");
        (await GetAsync(client, "/territories/subjects?kind=school&q=" + Uri.EscapeDataString("ШКОЛА"))).ShouldContain("тип: сельская");
        var register = await client.GetByteArrayAsync(new Uri("/territories/register.xlsx", UriKind.Relative), Cancel);
        var same = await TextAsync(
            await SiteHost.PostFileAsync(client, "/territories/import", "File", "реестр.xlsx", register, null, "import")
        );
        same.ShouldContain("0\u00A0новых записей");
        same.ShouldContain("3 без изменений");
        // The second district has no subject yet: an import makes one, and says so.
        Regex
            .Replace(same, @"\s+", " ")
            .ShouldContain("объект оценки: <del>нет</del> <span aria-hidden=\"true\">→ </span><ins>муниципалитет</ins>");
    }

    [Theory]
    [InlineData("письмо.docx", "PK\u0003\u0004", "повреждён")]
    [InlineData("пусто.csv", "", "Файл «пусто.csv» пуст")]
    [InlineData("не тот.csv", "имя;адрес\nа;б\n", "Нет столбца с названиями")]
    [InlineData("ошибки.csv", Header + "m1;;муниципалитет;;123;;;нет;\n", "строка 2", "Пустое название", "не код ОКТМО")]
    public async Task File_ThatIsNoRegister_IsRefusedInWordsAndChangesNothing(string name, string content, params string[] said)
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        var answer = await SiteHost.PostFileAsync(
            client,
            "/territories/import",
            "File",
            name.Replace("docx", "xlsx", StringComparison.Ordinal),
            Encoding.UTF8.GetBytes(content),
            null,
            "import"
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await TextAsync(answer);
        foreach (var words in said)
            page.ShouldContain(words, Case.Insensitive);
        (
            await site.WithAsync(
                site.RegionId,
                (_, context) => new Visible(context, Actor.Installation(site.RegionId), TimeProvider.System).Territories.CountAsync(Cancel)
            )
        ).ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Territory_AddedRenamedAndRemoved_KeepsWhatWasEnteredOnRefusal(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        Dictionary<string, string> fields = new()
        {
            ["Kind"] = "municipality",
            ["Code"] = "m1",
            ["Name"] = "Новый округ",
            ["Oktmo"] = "12",
            ["ContactEmail"] = "нет",
        };
        var wrong = await SiteHost.PostAsync(client, "/territories/new", fields, "territory");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await TextAsync(wrong);
        page.ShouldContain("уже занят");
        page.ShouldContain("8 или 11 цифр");
        page.ShouldContain("value=\"Новый округ\"");
        var created = await SiteHost.PostAsync(
            client,
            "/territories/new",
            new(fields)
            {
                ["Code"] = "m3",
                ["Oktmo"] = "41606000",
                ["ContactEmail"] = "a@example.org",
            },
            "territory"
        );
        created.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(created));
        var address = created
            .Headers.Location!.OriginalString.Split('?')[0]
            .Replace(site.Address.ToString().TrimEnd('/'), "", StringComparison.Ordinal);
        (await GetAsync(client, address)).ShouldContain("a@example.org");

        using var other = await site.SignedInAsync("operator");
        var form = HiddenOf(await GetAsync(other, address + "/edit"));
        (
            await SiteHost.PostAsync(client, address + "/edit", new() { ["Name"] = "Округ раньше", ["Oktmo"] = "41606000" }, "territory")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var late = await PostAsync(other, new(form) { ["Name"] = "Округ позже", ["Oktmo"] = "41606000" }, address + "/edit");
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var both = await TextAsync(late);
        both.ShouldContain("Округ раньше");
        both.ShouldContain("Проверка (operator)");
        both.ShouldContain("value=\"Округ позже\"");
        var replaced = await PostAsync(other, new(HiddenOf(both)) { ["Name"] = "Округ позже", ["Oktmo"] = "41606000" }, address + "/edit");
        replaced.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(replaced));

        var removed = await SiteHost.PostAsync(client, address, [], "remove");
        removed.Headers.Location!.ToString().ShouldContain("/territories?done=deleted");
        (await client.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // The first municipality has people: it is kept, out of use, until it is taken back.
        var kept = await SiteHost.PostAsync(client, $"/territories/{site.Municipalities[0]}", [], "remove");
        (await GetAsync(client, kept.Headers.Location!.ToString())).ShouldContain("Территория в архиве");
        (await GetAsync(client, "/territories")).ShouldNotContain("Первый район");
        (await GetAsync(client, "/territories?archive=yes")).ShouldContain("Первый район");
        await SiteHost.PostAsync(client, $"/territories/{site.Municipalities[0]}", [], "restore");
        (await GetAsync(client, "/territories")).ShouldContain("Первый район");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Subject_ApartFromItsTerritory_IsAddedEditedAndRemoved(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        Dictionary<string, string> fields = new()
        {
            ["Kind"] = "service",
            ["Code"] = "c1",
            ["Name"] = "Методическая служба",
            ["TerritoryId"] = "m1",
            ["Attributes"] = "тип=городская\nштат=5",
        };
        (
            await TextAsync(
                await SiteHost.PostAsync(client, "/territories/subjects/new", new(fields) { ["TerritoryId"] = "нет такой" }, "subject")
            )
        ).ShouldContain("Выберите территорию");
        (await SiteHost.PostAsync(client, "/territories/subjects/new", fields, "subject")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await GetAsync(client, $"/territories/{site.Municipalities[0]}");
        page.ShouldContain("тип: городская; штат: 5");
        var id = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                new Visible(context, Actor.Installation(site.RegionId), TimeProvider.System)
                    .Subjects.Where(row => row.Kind == "service")
                    .Select(row => row.Id)
                    .SingleAsync(Cancel)
        );
        (
            await SiteHost.PostAsync(
                client,
                $"/territories/subjects/{id}",
                new()
                {
                    ["Name"] = "Служба",
                    ["TerritoryId"] = "m2",
                    ["Attributes"] = "тип=городская",
                },
                "subject"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(client, $"/territories/{site.Municipalities[1]}")).ShouldContain("Служба");
        (await SiteHost.PostAsync(client, $"/territories/subjects/{id}", [], "remove"))
            .Headers.Location!.ToString()
            .ShouldContain("subject-deleted");
        (await GetAsync(client, "/territories/subjects?q=" + Uri.EscapeDataString("служба"))).ShouldContain("Ничего не нашлось");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Territories_ByRole_ShowNoMoreThanItsOwn(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        await ImportAsync(
            site,
            Register(
                "m1;Первый район;муниципалитет;;;;Начальник;secret@example.org;",
                "s1;Школа первая;школа;m1;;;;;",
                "s2;Школа вторая;школа;m2;;;;;"
            )
        );
        var first = $"/territories/{site.Municipalities[0]}";
        foreach (var role in (string[])["coordinator", "publisher", "executor", "organisation"])
        {
            using var client = await site.SignedInAsync(role);
            foreach (
                var address in (string[])
                    [
                        "/territories",
                        "/territories?q=" + Uri.EscapeDataString("школа"),
                        "/territories/subjects",
                        "/territories/export.csv?q=" + Uri.EscapeDataString("школа"),
                        first,
                    ]
            )
            {
                var page = await GetAsync(client, address);
                page.ShouldNotContain("Школа вторая", customMessage: $"{role} {address}");
                page.ShouldNotContain("Второй район", customMessage: $"{role} {address}");
                page.ShouldNotContain("secret@", customMessage: $"{role} {address}");
            }
            (await GetAsync(client, "/territories/subjects")).ShouldContain("Школа первая");
            (await client.GetAsync(new Uri($"/territories/{site.Municipalities[1]}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(
                HttpStatusCode.NotFound
            );
            foreach (
                var address in (string[])
                    [
                        "/territories/new",
                        first + "/edit",
                        "/territories/import",
                        "/territories/register.xlsx",
                        "/territories/template.xlsx",
                        "/territories/subjects/new",
                    ]
            )
                (await client.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(
                    HttpStatusCode.Forbidden,
                    $"{role} {address}"
                );
        }
        using var other = await site.SignedInAsync("operator@other.test");
        (await GetAsync(other, "/territories")).ShouldContain("Территорий пока нет");
        (await other.GetAsync(new Uri(first, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(new Uri(first + "/edit", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var administrator = await site.SignedInAsync("administrator@site.test");
        (await administrator.GetAsync(new Uri("/territories", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var ministry = await site.SignedInAsync("ministry");
        (await GetAsync(ministry, first)).ShouldNotContain("secret@");
    }

    [Fact]
    public async Task Pages_OfTwoThousandSchools_StayLightAndQuick()
    {
        await using var site = await SiteHost.StartAsync(Database.Sqlite);
        await ImportAsync(
            site,
            Register([
                .. Enumerable.Range(1, 60).Select(number => $"m-{number};Муниципальный округ {number};муниципалитет;;;;;;"),
                .. Enumerable
                    .Range(1, 2000)
                    .Select(number => $"s-{number};Средняя школа № {number};школа;m-{(number % 60) + 1};;;;;тип=городская"),
            ])
        );
        using var client = await site.SignedInAsync("operator");
        foreach (var address in (string[])["/territories", "/territories?q=" + Uri.EscapeDataString("школа"), "/territories/subjects"])
        {
            await GetAsync(client, address);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var page = await GetAsync(client, address);
            TestContext.Current.SendDiagnosticMessage($"{address}: {Encoding.UTF8.GetByteCount(page)} B, {clock.ElapsedMilliseconds} ms");
            Encoding.UTF8.GetByteCount(page).ShouldBeLessThan(100_000, address);
        }
    }

    [Fact]
    public async Task Pages_InABrowser_AreAccessibleAndFitAPhone()
    {
        await using var site = await SiteHost.StartAsync();
        await ImportAsync(
            site,
            Register(
                "m1;Первый район;муниципалитет;;41606000;Первый муниципальный район;Отдел образования;otdel@example.org;",
                "s1;Школа № 1 города Первого;школа;m1;;;;;тип=городская|учащихся=812",
                "s2;Ёлкинская основная школа;школа;m1;;;;;тип=сельская",
                "h1;Директор школы № 1;руководитель;s1;;;;;"
            )
        );
        var page = await site.PageAsync("operator");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Text}");
        string[] addresses =
        [
            "/territories",
            "/territories?q=xyz",
            $"/territories/{site.Municipalities[0]}",
            $"/territories/{site.Municipalities[0]}/edit",
            "/territories/new",
            "/territories/subjects",
            "/territories/subjects/1",
            "/territories/import",
        ];
        for (var index = 0; index < addresses.Length; index++)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(addresses[index]);
            await Look.AtAsync(page, $"territories-{index}", addresses[index]);
        }
        await page.GotoAsync("/territories/import");
        await page.SetInputFilesAsync(
            "#File",
            new Microsoft.Playwright.FilePayload
            {
                Name = "школы.csv",
                MimeType = "text/csv",
                Buffer = Register(
                    "m1;Первый муниципальный район;муниципалитет;;41606000;;;;",
                    "s9;Школа № 9;школа;Вторый район;;;;;тип=городская",
                    "s1;Школа № 1;школа;m1;;;;;",
                    "m7;Второй округ;муниципалитет;;;;;;"
                ),
            }
        );
        await page.ClickAsync("main button");
        await page.GetByLabel("Второй район").First.CheckAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Обновить список изменений" }).ClickAsync();
        await Look.AtAsync(page, "territories-preview", "preview");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Применить изменения" }).ClickAsync();
        (await page.Locator(".done").TextContentAsync())!.ShouldContain("Список загружен");
        complaints.ShouldBeEmpty();
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        Dictionary<string, string> fields,
        string address = "/territories/import"
    )
    {
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancel);
    }

    private static Dictionary<string, string> HiddenOf(string page) =>
        System
            .Text.RegularExpressions.Regex.Matches(
                page[page.IndexOf("<main", StringComparison.Ordinal)..],
                "<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\""
            )
            .GroupBy(match => match.Groups[1].Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => WebUtility.HtmlDecode(group.First().Groups[2].Value), StringComparer.Ordinal);
}
