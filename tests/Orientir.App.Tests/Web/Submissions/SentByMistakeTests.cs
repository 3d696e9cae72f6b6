using System.Net;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>What stands in one choice, what is taken back, and what a return asks for.</summary>
public sealed class SentByMistakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_TakenBack_IsAnsweredAgainUntilItIsReturned(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        var address = $"/submissions/{id}";
        using var own = await site.SignedInAsync("coordinator");
        using var manager = await site.SignedInAsync("operator");
        await own.PostPageAsync($"{address}/directions/1.1", "direction", ($"new/{id}/Value/1.1.1/", "1"));
        await own.PostPageAsync($"{address}/check", "send");
        (await own.PageAsync(address)).ShouldContain("Отозвать анкету");
        (await own.PostPageAsync(address, "takeback")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await own.PageAsync($"{address}?done=takeback")).ShouldContain("Анкета отозвана");
        await own.PostPageAsync($"{address}/directions/1.1", "direction", ($"new/{id}/Value/1.1.2/", "no-document"));
        await own.PostPageAsync($"{address}/check", "send");

        // Ticking keeps what is typed, and returns nothing yet.
        var ticked = await manager.PostPageAsync(
            $"{address}/return",
            "return",
            ("mark", "bare"),
            ("note/1.1.2/", ""),
            ("note/1.1.3", "Приложите план.")
        );
        ticked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = WebUtility.HtmlDecode(await ticked.Content.ReadAsStringAsync(Cancel));
        page.ShouldContain("Отметить все без подтверждения: 1");
        page.ShouldContain("value=\"1.1.1\" checked");
        page.ShouldContain("value=\"Приложите план.\"");
        (await own.PageAsync(address)).ShouldContain("отправлено");
        (
            await manager.PostPageAsync(
                $"{address}/return",
                "return",
                ("Uids", (string[])["1.1.1"]),
                ("note/1.1.1", "Нет приказа."),
                ("note/1.1.3", "Приложите план.")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var direction = await own.PageAsync($"{address}/directions/1.1");
        direction.ShouldContain("Нет приказа.");
        direction.ShouldContain("Приложите план.");
        direction.ShouldContain("Что исправить, написано у показателей.");
        await own.PostPageAsync($"{address}/check", "send");
        (await own.PageAsync(address)).ShouldNotContain("Отозвать анкету");
    }

    [Fact]
    public async Task Choice_OfOneAnswer_TakesTheOtherAwayAndSaysWhatItCosts()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var page = await site.PageAsync("coordinator");
        await page.GotoAsync($"/submissions/{id}/directions/1.1");
        var leaf = page.Locator("[id='leaf-1.1.1']");
        await leaf.Locator("input[type=radio]").First.CheckAsync();
        await leaf.GetByLabel("документа нет").CheckAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Сохранено");
        await Assertions.Expect(leaf.Locator("input[type=radio]:checked")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-state='1.1.1']")).ToHaveTextAsync("заполнено");
        (await site.ValueAsync(id, "1.1.1")).ShouldBeNull();
        (await leaf.Locator(".scale").InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("подтвердить нечем"),
            text => text.ShouldContain("уйдёт и из баллов"),
            text => text.ShouldContain("не считается")
        );
        await Look.AtAsync(page, "choice", "choice");
    }
}
