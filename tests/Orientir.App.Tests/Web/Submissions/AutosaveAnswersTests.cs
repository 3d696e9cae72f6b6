using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// The script that saves, in a browser, upon each answer a server may give. The answers are given for the site where the test says so;
/// everything else the site answers itself.
/// </summary>
public sealed class AutosaveAnswersTests
{
    private const string Bad = "Этого сайт не берёт";
    private const string Corrected = "Исправлено";
    private const string Patches = "**/submissions/patches";
    private const string Evidence = "**/submissions/*/evidence";
    private const string Full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
    private static readonly FilePayload Order = new()
    {
        Name = "приказ.pdf",
        MimeType = "application/pdf",
        Buffer = [.. "%PDF-1.7"u8],
    };
    private static readonly string[] Leaves = ["1.1.1", "1.1.2", "1.1.3", "1.1.5", "1.1.6"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, null)]
    [InlineData(403, null)]
    [InlineData(404, null)]
    [InlineData(409, null)]
    [InlineData(413, null)]
    [InlineData(422, "Так писать нельзя.")]
    public async Task Refused_OneOfSeveral_HoldsBackNoOtherAndGoesAtOnceWhenCorrected(int status, string? message)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var (sent, renewals) = (0, 0);
        page.Request += (_, request) => renewals += request.Method == "GET" && request.ResourceType == "fetch" ? 1 : 0;
        await page.RouteAsync(
            Patches,
            route =>
            {
                sent++;
                return route.Request.PostData!.Contains(Bad, StringComparison.Ordinal)
                    ? route.FulfillAsync(
                        new()
                        {
                            Status = status,
                            ContentType = "application/json",
                            Body = message is null ? "" : $$"""{"message":"{{message}}"}""",
                        }
                    )
                    : route.ContinueAsync();
            }
        );
        await TypeTogetherAsync(page, bad: "1.1.2");

        await CommentsAsync(site, Leaves.Except(["1.1.2"]));
        var note = Leaf(page, "1.1.2").Locator(".conflict");
        await Assertions.Expect(note).ToContainTextAsync(Bad);
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(1);
        if (message is not null)
            await Assertions.Expect(note).ToContainTextAsync(message);
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Не всё сохранено");
        // Five changes, halved until one is left: no storm, and nobody asks for a token.
        sent.ShouldBeLessThan(12);
        renewals.ShouldBe(0);

        // It stays there until it is settled.
        await page.ReloadAsync();
        await Assertions.Expect(note).ToContainTextAsync(Bad);
        (await Comment(page, "1.1.2").InputValueAsync()).ShouldBe(Bad);
        await Comment(page, "1.1.2").FillAsync(Corrected);
        await SavedAsync(page);
        await Assertions.Expect(note).ToHaveCountAsync(0);
        await CommentsAsync(site, Leaves, corrected: "1.1.2");
    }

    [Fact]
    public async Task Token_ThatIsNotTaken_IsRenewedOnceAndTheAnswersAreKept()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var (sent, renewals) = (0, 0);
        page.Request += (_, request) => renewals += request.Method == "GET" && request.ResourceType == "fetch" ? 1 : 0;
        Func<IRoute, Task> never = route =>
        {
            sent++;
            return route.FulfillAsync(
                new()
                {
                    Status = 400,
                    ContentType = "application/json",
                    Body = """{"renew":true}""",
                }
            );
        };
        await page.RouteAsync(Patches, never);
        await Comment(page, "1.1.1").FillAsync("Останется.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("обновите её");
        (sent, renewals).ShouldBe((2, 1));
        await page.UnrouteAsync(Patches, never);
        await page.ReloadAsync();
        await SavedAsync(page);
        (await CommentsAsync(site)).ShouldHaveSingleItem().Value.ShouldBe("Останется.");
    }

    [Fact]
    public async Task Text_LargerThanTheSiteTakes_IsToldWithoutSendingAndHoldsBackNoOther()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        // The script knows the bound of the site.
        (await page.EvaluateAsync<string>("() => fetch('/autosave.js').then(answer => answer.text())")).ShouldContain(
            $"mostBytes = {Orientir.Web.Shared.BodyLimits.OfForms >> 20} << 20"
        );
        var sent = 0;
        page.Request += (_, request) => sent += request.Url.EndsWith("/patches", StringComparison.Ordinal) ? 1 : 0;
        await Comment(page, "1.1.1")
            .EvaluateAsync(
                "box => { box.style.display = 'none'; box.value = 'слово\\n'.repeat(400_000); box.dispatchEvent(new Event('change', { bubbles: true })); }"
            );
        await Assertions.Expect(Leaf(page, "1.1.1").Locator(".conflict")).ToContainTextAsync("Текст слишком длинный");
        sent.ShouldBe(0);
        // Not drawn: a browser is slow to lay out so much.
        await page.EvaluateAsync(
            "() => { for (const box of document.querySelectorAll('textarea[style]')) { box.value = ''; box.style.display = ''; } }"
        );
        await Comment(page, "1.1.2").FillAsync("1.1.2");
        await CommentsAsync(site, ["1.1.2"]);
        await Comment(page, "1.1.1").FillAsync("1.1.1");
        await CommentsAsync(site, ["1.1.1", "1.1.2"]);
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Texts_LargerTogetherThanTheSiteTakes_GoInSeveralTurns()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var sizes = new List<int>();
        await page.RouteAsync(
            Patches,
            route =>
            {
                sizes.Add(route.Request.PostDataBuffer!.Length);
                return route.FulfillAsync(new() { Status = 503, Body = "" });
            }
        );
        await page.EvaluateAsync(
            """
            () => {
              for (const box of [...document.querySelectorAll('textarea[name^="new/"]')].slice(0, 5)) {
                box.value = 'слово\n'.repeat(120_000);
                box.dispatchEvent(new Event('change', { bubbles: true }));
              }
              dispatchEvent(new Event('online'));
            }
            """
        );
        await UntilAsync(() => Task.FromResult(sizes.Exists(size => size > 1_000_000)));
        sizes.ShouldAllBe(size => size <= Orientir.Web.Shared.BodyLimits.OfForms);
    }

    [Fact]
    public async Task Refused_AndPutBack_IsSettled()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        await Comment(page, "1.1.1").FillAsync(new string('о', 20_001));
        var note = Leaf(page, "1.1.1").Locator(".conflict");
        await Assertions.Expect(note).ToContainTextAsync("20");
        await Comment(page, "1.1.1").FillAsync("");
        await Assertions.Expect(note).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Failed_OneOfSeveral_GoesBehindTheOthersAndIsNamedUntilTheSiteIsMended()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var mended = false;
        await page.RouteAsync(
            Patches,
            route =>
                !mended && route.Request.PostData!.Contains(Bad, StringComparison.Ordinal)
                    ? route.FulfillAsync(new() { Status = 500, Body = "" })
                    : route.ContinueAsync()
        );
        await TypeTogetherAsync(page, bad: "1.1.1");
        await CommentsAsync(site, Leaves.Except(["1.1.1"]));
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Пока не сохраняется из-за ошибки сайта: 1.1.1");
        mended = true;
        // A reload does not lose it.
        await page.ReloadAsync();
        await SavedAsync(page);
        await CommentsAsync(site, Leaves, bad: "1.1.1");
    }

    [Theory]
    [InlineData(429, "Сайт просит подождать")]
    [InlineData(408, "Связь слишком медленная")]
    [InlineData(503, "Сайт пока недоступен")]
    public async Task SentAway_ForAWhile_ComesAgainWhenItWasToldTo(int status, string said)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var times = new List<long>();
        await page.RouteAsync(
            Patches,
            route =>
            {
                times.Add(Stopwatch.GetTimestamp());
                return times.Count == 1
                    ? route.FulfillAsync(
                        new()
                        {
                            Status = status,
                            Headers = [new("Retry-After", "3")],
                            Body = "",
                        }
                    )
                    : route.ContinueAsync();
            }
        );
        await Comment(page, "1.1.1").FillAsync("Подождёт.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync(said);
        await SavedAsync(page);
        times.Count.ShouldBe(2);
        // Chromium's timers may be a few milliseconds early.
        Stopwatch.GetElapsedTime(times[0], times[1]).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"results\":[")]
    [InlineData("<!DOCTYPE html><title>Войдите в сеть гостиницы</title>")]
    public async Task CutOff_OrNotOfTheSite_IsSentAgainAndSavedOnce(string body)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var first = true;
        await page.RouteAsync(
            Patches,
            async route =>
            {
                if (!first)
                {
                    await route.ContinueAsync();
                    return;
                }
                first = false;
                await route.FetchAsync();
                await route.FulfillAsync(new() { Status = 200, Body = body });
            }
        );
        await Comment(page, "1.1.1").FillAsync("Один раз.");
        await SavedAsync(page);
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
        (
            await site.WithAsync(
                site.RegionId,
                (_, context) => context.AuditEntries.CountAsync(entry => entry.Action == "answer.comment", Cancel)
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Slow_WhileTypedOn_SavesTheLastWord()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var answer = new TaskCompletionSource();
        await page.RouteAsync(
            Patches,
            async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }
        );
        var sent = page.WaitForRequestAsync(Patches);
        await Comment(page, "1.1.1").FillAsync("Первое.");
        await sent;
        await Comment(page, "1.1.1").FillAsync("Второе.");
        await Comment(page, "1.1.1").BlurAsync();
        await Comment(page, "1.1.1").FillAsync("Третье.");
        await Comment(page, "1.1.1").BlurAsync();
        answer.SetResult();
        await SavedAsync(page);
        await UntilAsync(async () => (await CommentsAsync(site)).GetValueOrDefault("1.1.1") == "Третье.");
        await Assertions.Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WithoutRoom_InTheBrowser_KeepsWhatIsTypedWhileThePageIsOpen()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site, Full);
        await TypeTogetherAsync(page, bad: "1.1.1");
        await SavedAsync(page);
        await CommentsAsync(site, Leaves, bad: "1.1.1");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(400, """{"renew":true}""")]
    [InlineData(401, "")]
    [InlineData(429, "")]
    [InlineData(500, "")]
    public async Task WithoutRoom_WhileNothingGetsThrough_IsToldSoAndSignsInInANewTab(int status, string body)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site, Full);
        await page.RouteAsync(
            Patches,
            route =>
                status == 0
                    ? route.AbortAsync()
                    : route.FulfillAsync(
                        new()
                        {
                            Status = status,
                            ContentType = "application/json",
                            Body = body,
                        }
                    )
        );
        await Comment(page, "1.1.1").FillAsync("Только здесь.");
        await Assertions
            .Expect(page.Locator("[data-status]"))
            .ToContainTextAsync(
                status switch
                {
                    400 => "скопируйте, что ввели",
                    401 => "Ответы есть только на этой странице",
                    _ => "не закрывайте страницу",
                }
            );
        await Assertions.Expect(page.Locator("[data-status]")).Not.ToContainTextAsync("сохранены в этом браузере");
        if (status != 401)
            return;
        var signIn = await page.Context.RunAndWaitForPageAsync(() => page.Locator("[data-status] a").ClickAsync());
        await signIn.WaitForURLAsync("**/sign-in?next=*");
        (await Comment(page, "1.1.1").InputValueAsync()).ShouldBe("Только здесь.");
    }

    [Fact]
    public async Task SomebodyElse_SignedInForAWhile_IsAskedForAgainUntilThePersonIsBack()
    {
        await using var site = await SiteHost.StartAsync();
        // What is asked in a quarter of a minute is asked at once.
        var page = await OpenAsync(site, "const wait = setTimeout; setTimeout = (act, after) => wait(act, after / 20);");
        var isAway = true;
        await page.RouteAsync(
            Patches,
            route =>
                isAway
                    ? route.FulfillAsync(
                        new()
                        {
                            Status = 400,
                            ContentType = "application/json",
                            Body = """{"renew":true}""",
                        }
                    )
                    : route.ContinueAsync()
        );
        await page.RouteAsync(
            page.Url,
            async route =>
            {
                var shown = await route.FetchAsync();
                var own = await shown.TextAsync();
                await route.FulfillAsync(
                    new() { Response = shown, Body = isAway ? own.Replace("data-user=\"", "data-user=\"1", StringComparison.Ordinal) : own }
                );
            }
        );
        await Comment(page, "1.1.1").FillAsync("Подождёт своего.");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("вошёл другой человек");
        isAway = false;
        await SavedAsync(page);
        (await CommentsAsync(site)).ShouldHaveSingleItem().Value.ShouldBe("Подождёт своего.");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Upload_ThatMayGetThroughYet_KeepsTheFileChosenAndAddsItOnce(int status)
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var first = true;
        await page.RouteAsync(
            Evidence,
            async route =>
            {
                if (!first)
                {
                    await route.ContinueAsync();
                    return;
                }
                first = false;
                // Taken, and the answer breaks off.
                if (status == 200)
                    await route.FetchAsync();
                await route.FulfillAsync(new() { Status = status, Body = "" });
            }
        );
        var leaf = Leaf(page, "1.1.1");
        await ChooseAsync(leaf);
        await Assertions.Expect(leaf.Locator(".failed")).ToContainTextAsync("повторите позже");
        (await leaf.GetByLabel("Файл до 20 МБ").EvaluateAsync<int>("input => input.files.length")).ShouldBe(1);
        await leaf.GetByRole(AriaRole.Button, new() { Name = "Добавить подтверждение" }).ClickAsync();
        await Assertions.Expect(leaf.Locator(".failed")).ToHaveCountAsync(0);
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(1);
        (await leaf.GetByLabel("Файл до 20 МБ").EvaluateAsync<int>("input => input.files.length")).ShouldBe(0);
    }

    [Fact]
    public async Task Leaving_WithAFileOnItsWay_IsAskedAbout()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var asked = System.Threading.Channels.Channel.CreateUnbounded<string>();
        page.Dialog += async (_, dialog) =>
        {
            await dialog.DismissAsync();
            asked.Writer.TryWrite(dialog.Type);
        };
        var leaf = Leaf(page, "1.1.1");
        await leaf.GetByText("Файл или реквизиты документа").ClickAsync();
        var onItsWay = new TaskCompletionSource();
        await page.RouteAsync(
            Evidence,
            async route =>
            {
                await onItsWay.Task;
                await route.ContinueAsync();
            }
        );
        var sent = page.WaitForRequestAsync(Evidence);
        await leaf.GetByLabel("Файл до 20 МБ").SetInputFilesAsync(Order);
        await sent;
        await LeaveAsync(page);
        (await asked.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel)).ShouldBe(DialogType.BeforeUnload);

        onItsWay.SetResult();
        await Assertions.Expect(leaf.Locator(".evidence-list li")).ToHaveCountAsync(1);
        await LeaveAsync(page);
        await page.WaitForURLAsync("**/submissions");
        asked.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task RefusedLinks_OfOnePlace_AreAllShownAndSettledOneByOne()
    {
        await using var site = await SiteHost.StartAsync();
        var page = await OpenAsync(site);
        var leaf = Leaf(page, "1.1.3");
        foreach (var link in (string[])["не ссылка", "тоже не ссылка", "и это"])
        {
            await leaf.GetByLabel("Ссылка").First.FillAsync(link);
            await leaf.GetByLabel("Ссылка").First.PressAsync("Enter");
            await Assertions.Expect(leaf.Locator(".conflict").Last).ToContainTextAsync(link);
        }
        await Assertions.Expect(leaf.Locator(".conflict")).ToHaveCountAsync(3);
        await leaf.Locator(".conflict").Nth(1).GetByRole(AriaRole.Button, new() { Name = "Не добавлять" }).ClickAsync();
        await Assertions.Expect(leaf.Locator(".conflict")).ToHaveCountAsync(2);
        await Assertions.Expect(leaf.Locator(".conflict").First).ToContainTextAsync("не ссылка");
        await Assertions.Expect(leaf.Locator(".conflict").Last).ToContainTextAsync("и это");
        while (await leaf.Locator(".conflict").CountAsync() > 0)
            await leaf.Locator(".conflict").First.GetByRole(AriaRole.Button, new() { Name = "Не добавлять" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("");
    }

    private static async Task LeaveAsync(IPage page) =>
        await page.EvaluateAsync("() => { setTimeout(() => { location.href = '/submissions'; }); }");

    private static async Task ChooseAsync(ILocator leaf)
    {
        await leaf.GetByText("Файл или реквизиты документа").ClickAsync();
        await leaf.GetByLabel("Файл до 20 МБ").SetInputFilesAsync(Order);
    }

    /// <summary>Types into several fields while nothing gets through, so that they wait together, and lets them go.</summary>
    private static async Task TypeTogetherAsync(IPage page, string bad)
    {
        Func<IRoute, Task> dead = route => route.AbortAsync();
        await page.RouteAsync(Patches, dead);
        foreach (var uid in Leaves)
        {
            await Comment(page, uid).FillAsync(uid == bad ? Bad : uid);
            await Comment(page, uid).BlurAsync();
        }
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Нет связи");
        await page.UnrouteAsync(Patches, dead);
        await page.EvaluateAsync("dispatchEvent(new Event('online'))");
    }

    private static async Task<IPage> OpenAsync(SiteHost site, string? script = null)
    {
        var id = (await site.OpenCampaignAsync())[0];
        var page = await site.PageAsync("coordinator");
        if (script is not null)
            await page.AddInitScriptAsync(script);
        await page.GotoAsync($"/submissions/{id}/directions/1.1");
        return page;
    }

    private static ILocator Leaf(IPage page, string uid) => page.Locator($"[id='leaf-{uid}']");

    private static ILocator Comment(IPage page, string uid) => Leaf(page, uid).GetByLabel("Комментарий");

    private static Task SavedAsync(IPage page) =>
        Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено", new() { Timeout = 60_000 });

    /// <summary>Waits until exactly these leaves hold their comments.</summary>
    private static async Task CommentsAsync(SiteHost site, IEnumerable<string> leaves, string? bad = null, string? corrected = null)
    {
        var expected = leaves.ToDictionary(
            uid => uid,
            uid =>
                uid == bad ? Bad
                : uid == corrected ? Corrected
                : uid
        );
        await UntilAsync(async () =>
            await CommentsAsync(site) is var kept && kept.Count == expected.Count && kept.All(pair => expected[pair.Key] == pair.Value)
        );
    }

    private static Task<Dictionary<string, string>> CommentsAsync(SiteHost site) =>
        site.WithAsync(
            site.RegionId,
            (_, context) =>
                context
                    .Answers.Where(answer => answer.Comment != null)
                    .ToDictionaryAsync(answer => answer.Uid, answer => answer.Comment!, Cancel)
        );

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(50, Cancel))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }
}
