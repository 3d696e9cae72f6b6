using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class AutosaveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Fact]
    public async Task Browser_WithoutScript_FillsSavesAndSends()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var page = await site.PageAsync("coordinator", script: false);
        await page.GotoAsync("/submissions");
        await page.GetByRole(AriaRole.Link, new() { Name = "Заполнить" }).ClickAsync();
        var leaf = Leaf(page, "1.1.1");
        await leaf.Locator("input[type=radio]").First.CheckAsync();
        await leaf.GetByLabel("Ссылка").First.FillAsync("https://example.ru/prikaz.pdf");
        // What is typed elsewhere on the page goes with it.
        await Leaf(page, "1.1.2").GetByLabel("Комментарий").FillAsync("Позже.");
        await leaf.GetByRole(AriaRole.Button, new() { NameRegex = new("^Сохранить показатель") }).DblClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("1");
        (await site.WithAsync(site.RegionId, (_, context) => context.EvidenceItems.CountAsync(Cancel))).ShouldBe(1);
        (await Leaf(page, "1.1.2").GetByLabel("Комментарий").InputValueAsync()).ShouldBe("Позже.");
        await page.GetByText("Проверить и отправить").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Отправить на экспертизу" }).DblClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("-lo-2020-0-1");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TwoEditors_OfOneField_SeeBothValuesAndChoose(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        var mine = await OpenAsync(site, id, "coordinator");
        var theirs = await OpenAsync(site, id, "organisation");

        await Leaf(mine, "1.1.1").GetByLabel("Комментарий").FillAsync("Моё.");
        await Saved(mine);
        await Leaf(theirs, "1.1.1").GetByLabel("Комментарий").FillAsync("Их.");
        var conflict = theirs.Locator(".conflict");
        await Assertions.Expect(conflict).ToContainTextAsync("Моё.");
        await Assertions.Expect(conflict).ToContainTextAsync("Проверка (coordinator)");
        (await CommentAsync(site)).ShouldBe("Моё.");
        // The choice waits for a reload too.
        await theirs.ReloadAsync();
        await Assertions.Expect(conflict).ToContainTextAsync("Их.");
        // Another tab of theirs shares what waits, and what is decided in one.
        var tab = await theirs.Context.NewPageAsync();
        await tab.GotoAsync(theirs.Url);
        await Assertions.Expect(tab.Locator(".conflict")).ToContainTextAsync("Их.");
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Сохранить моё" }).ClickAsync();
        await Saved(theirs);
        (await CommentAsync(site)).ShouldBe("Их.");
        await Assertions.Expect(tab.Locator(".conflict")).ToHaveCountAsync(0);

        await Leaf(mine, "1.1.1").GetByLabel("Комментарий").FillAsync("Снова моё.");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Оставить то, что в анкете" }).ClickAsync();
        (await Leaf(mine, "1.1.1").GetByLabel("Комментарий").InputValueAsync()).ShouldBe("Их.");
        (await CommentAsync(site)).ShouldBe("Их.");
    }

    [Fact]
    public async Task ConnectionLost_WhileFilling_KeepsAnswersAndEvidenceUntilItIsBack()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var page = await OpenAsync(site, id, "coordinator");
        await page.Context.SetOfflineAsync(true);
        await Leaf(page, "1.1.1").Locator("input[type=radio]").First.CheckAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Нет связи");
        await Leaf(page, "1.1.1").GetByLabel("Ссылка").First.FillAsync("https://example.ru/1");
        await Leaf(page, "1.1.1").GetByRole(AriaRole.Button, new() { Name = "Добавить подтверждение" }).ClickAsync();
        await Leaf(page, "1.1.2").GetByLabel("Комментарий").FillAsync("Без связи.");
        // Typed on while the first is on its way: the last word counts.
        await Leaf(page, "1.1.1").Locator("input[type=radio]").Nth(1).CheckAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Нет связи");
        (await site.ValueAsync(id, "1.1.1")).ShouldBeNull();
        await page.Context.SetOfflineAsync(false);
        await Saved(page);
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("0");
        (await CommentAsync(site)).ShouldBe("Без связи.");
        await Assertions.Expect(Leaf(page, "1.1.1").Locator(".evidence-list")).ToContainTextAsync("https://example.ru/1");
    }

    [Fact]
    public async Task ResponseLost_AfterSaving_IsNotSavedTwiceNorInConflictWithOneself()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var page = await OpenAsync(site, id, "coordinator");
        var lost = 0;
        // The server saves, the answer never arrives.
        await page.RouteAsync(
            "**/submissions/**",
            async route =>
            {
                if (route.Request.Method == "POST" && Interlocked.Increment(ref lost) <= 2)
                {
                    await route.FetchAsync();
                    await route.AbortAsync();
                }
                else
                    await route.ContinueAsync();
            }
        );
        await Leaf(page, "1.1.1").GetByLabel("Комментарий").FillAsync("Первое.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Нет связи");
        await Leaf(page, "1.1.1").GetByLabel("Комментарий").FillAsync("Второе.");
        await Saved(page);
        (await CommentAsync(site)).ShouldBe("Второе.");
        (await page.Locator(".conflict").CountAsync()).ShouldBe(0);
        (
            await site.WithAsync(
                site.RegionId,
                (_, context) => context.AuditEntries.CountAsync(entry => entry.Action == "answer.comment", Cancel)
            )
        ).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SessionExpired_WhileFilling_SendsAfterTheSamePersonSignsIn(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        var page = await OpenAsync(site, id, "coordinator");
        await page.GotoAsync($"/submissions/{id}/directions/1.1?saved=10:00");
        await page.Context.ClearCookiesAsync();
        await Leaf(page, "1.1.1").GetByLabel("Комментарий").FillAsync("После сессии.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("войдите");
        // Somebody else signs in to the browser first: the answer waits for its author.
        await page.Locator("[data-status] a").ClickAsync();
        await SignInAsync(page, "organisation");
        // One comes back to the whole address, the query too.
        await page.WaitForURLAsync($"**/submissions/{id}/directions/1.1?saved=10:00");
        (await CommentAsync(site)).ShouldBeNull();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"/sign-in?next={Uri.EscapeDataString($"/submissions/{id}")}");
        await SignInAsync(page, "coordinator");
        await page.WaitForURLAsync($"**/submissions/{id}");
        await CommentedAsync(site, "После сессии.");
    }

    [Fact]
    public async Task Evidence_ByScript_IsAddedUploadedRefusedAndRemoved()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var page = await OpenAsync(site, id, "coordinator");
        var leaf = Leaf(page, "1.1.1");
        await leaf.Locator("input[type=radio]").First.CheckAsync();
        await Assertions.Expect(page.Locator("[data-state='1.1.1']")).ToHaveTextAsync("без подтверждения");
        await leaf.GetByLabel("Ссылка").First.FillAsync("https://example.ru/1");
        // Leaving the line is enough.
        await leaf.GetByLabel("Комментарий").FocusAsync();
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-state='1.1.1']")).ToHaveTextAsync("заполнено");
        // In the list of directions and above the form.
        await Assertions.Expect(page.Locator("[data-direction='1.1']")).ToHaveTextAsync(["1 из 11", "1 из 11"]);
        await leaf.GetByText("Файл или реквизиты документа").ClickAsync();
        await leaf.GetByLabel("Файл до 20 МБ")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "приказ.pdf",
                    MimeType = "application/pdf",
                    Buffer = [.. "%PDF-1.7"u8],
                }
            );
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(2);
        await leaf.GetByLabel("Файл до 20 МБ")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "справка.pdf",
                    MimeType = "application/pdf",
                    Buffer = [],
                }
            );
        await Assertions.Expect(leaf.Locator(".failed")).ToContainTextAsync("Файл «справка.pdf» пуст");
        await leaf.GetByLabel("Ссылка").First.FillAsync("не ссылка");
        await leaf.GetByLabel("Ссылка").First.PressAsync("Enter");
        await Assertions.Expect(leaf.Locator(".conflict")).ToContainTextAsync("не адрес");
        await leaf.GetByRole(AriaRole.Button, new() { Name = "Исправить" }).ClickAsync();
        (await leaf.GetByLabel("Ссылка").First.InputValueAsync()).ShouldBe("не ссылка");
        await leaf.GetByLabel("Ссылка").First.FillAsync("");
        await leaf.GetByRole(AriaRole.Button, new() { NameRegex = new("^Убрать подтверждение приказ") }).ClickAsync();
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(1);
        await leaf.GetByRole(AriaRole.Button, new() { NameRegex = new("^Вернуть") }).ClickAsync();
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(2);
        // The deadline passes over a comment: it is refused, and stands on the page that has no field for it any more.
        await site.EndCollectionAsync();
        await Leaf(page, "1.1.2").GetByLabel("Комментарий").FillAsync("На минуту позже.");
        await Assertions.Expect(Leaf(page, "1.1.2").Locator(".conflict")).ToContainTextAsync("Срок приёма ответов истёк");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-troubles]")).ToContainTextAsync("На минуту позже.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Больше не показывать" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-troubles] li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task OperatorsGrid_ByScript_SavesEachCell()
    {
        await using var site = await SiteHost.StartAsync();
        var subjects = await site.OpenCampaignAsync("tver-2020");
        var page = await site.PageAsync("operator");
        await page.GotoAsync("/submissions/operator/1");
        await page.GetByLabel("Второй район: Ответ").SelectOptionAsync("1");
        await Saved(page);
        await page.GetByLabel("Первый район: комментарий").FillAsync("Сайт работает.");
        await CommentedAsync(site, "Сайт работает.");
        (await site.ValueAsync(subjects[1], "9")).ShouldBe("1");
    }

    [Fact]
    public async Task Pages_OfFilledSubmissions_AreAccessibleAndFitAPhone()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var components = (await site.OpenCampaignAsync("tver-2020"))[0];
        await FillAsync(site, id);
        await FillAsync(site, components, "1");
        var evidence = await site.WithAsync(
            site.RegionId,
            (_, context) => context.EvidenceItems.Select(item => item.Id).FirstAsync(Cancel)
        );
        (string Account, string[] Addresses)[] pages =
        [
            (
                "coordinator",
                [
                    $"/submissions/{id}",
                    $"/submissions/{id}/directions/1.1",
                    $"/submissions/{components}/directions/1",
                    $"/submissions/{id}/check",
                    $"/submissions/{id}/history",
                    $"/submissions/{id}/print",
                    $"/submissions/{id}/evidence/{evidence}",
                ]
            ),
            ("ministry", [$"/submissions/{id}/directions/1.1"]),
            ("operator", ["/submissions/operator/2", $"/submissions/{id}/directions/1.1"]),
        ];
        var complaints = new List<string>();
        foreach (var (account, addresses) in pages)
        {
            var page = await site.PageAsync(account);
            page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Text}");
            foreach (var address in addresses)
            {
                await page.GotoAsync(address);
                await Look.AtAsync(page, $"submissions-{account}{address.Replace('/', '-')}", address);
            }
            await page.Context.CloseAsync();
        }
        complaints.ShouldBeEmpty();
    }

    private static async Task FillAsync(SiteHost site, int id, string direction = "1.1")
    {
        using var client = await site.SignedInAsync("coordinator");
        var address = $"/submissions/{id}/directions/{direction}";
        if (direction == "1.1")
            await client.PostPageAsync(
                address,
                "direction",
                ($"new/{id}/Value/1.1.1/", "1"),
                ($"new/{id}/Value/1.1.2/", "2"),
                ($"new/{id}/Comment/1.1.2/", "Положение принято в марте."),
                ("url/1.1.1/", "https://example.ru/prikaz-15.pdf"),
                ("title/1.1.1/", "Приказ о мониторинге"),
                ("kind/1.1.1/", "приказ"),
                ("number/1.1.1/", "15"),
                ("date/1.1.1/", "12.03.2026"),
                ("document/1.1.1/", "О мониторинге качества"),
                ($"new/{id}/Value/1.1.3/", "0"),
                ($"new/{id}/Value/1.1.3/", "no-document"),
                ($"new/{id}/Value/1.1.9/pupils", "1"),
                ($"new/{id}/Question/1.1.4/", "Считать ли школьные положения?")
            );
        else
            await client.PostPageAsync(
                address,
                "direction",
                ($"new/{id}/Value/1/acts", "1"),
                ("url/1/acts", "https://example.ru/akty.pdf"),
                ($"new/{id}/Value/1/school", "0"),
                ($"new/{id}/Comment/1/school", "Готовим.")
            );
    }

    private static ILocator Leaf(IPage page, string uid) => page.Locator($"[id='leaf-{uid}']");

    private static Task Saved(IPage page) =>
        Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено", new() { Timeout = 15000 });

    private static async Task<IPage> OpenAsync(SiteHost site, int id, string account)
    {
        var page = await site.PageAsync(account);
        await page.GotoAsync($"/submissions/{id}/directions/1.1");
        return page;
    }

    private static async Task SignInAsync(IPage page, string account)
    {
        await page.FillAsync("#Email", account + "@region.test");
        await page.FillAsync("#Password", SiteHost.Password);
        await page.ClickAsync("main button");
    }

    private static async Task CommentedAsync(SiteHost site, string comment)
    {
        for (var wait = 0; wait < 600 && await CommentAsync(site) != comment; wait++)
            await Task.Delay(100, Cancel);
        (await CommentAsync(site)).ShouldBe(comment);
    }

    private static Task<string?> CommentAsync(SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
                context.Answers.Where(answer => answer.Comment != null).Select(answer => answer.Comment).SingleOrDefaultAsync(Cancel)
        );
}
