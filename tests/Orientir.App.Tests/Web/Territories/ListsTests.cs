using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Territories;

/// <summary>Lists as regions have them, loaded in a browser.</summary>
public class ListsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Names =
    [
        .. "Бежаницкий Великолукский Гдовский Дедовичский Дновский Красногородский Куньинский Локнянский Невельский Новоржевский".Split(
            ' '
        ),
        .. "Новосокольнический Опочецкий Островский Палкинский Печорский Плюсский Порховский Псковский Пустошкинский Пыталовский".Split(
            ' '
        ),
    ];

    private static byte[] Messy() =>
        new WorkbookBuilder()
            .Table(
                "Пояснение",
                [
                    ["Данные на 1 сентября"],
                ]
            )
            .Table(
                "Список",
                [
                    ["Список муниципальных образований области"],
                    ["по состоянию на 1 сентября"],
                    ["№ п/п", "Наименование МО", "Код ОКТМО", "ФИО руководителя МОУО", "Должность", "Телефон", "Адреса эл. почты", "Прим."],
                    ["1", "2", "3", "4", "5", "6", "7", "8"],
                    ["", "Муниципальные районы"],
                    .. Names.Select(
                        (name, at) =>
                            (string[])
                                [
                                    $"{at + 1}",
                                    $"{name} район",
                                    $"586{at + 10} 000",
                                    $"Фамилия {at + 1}",
                                    "начальник отдела",
                                    $"8 (000) 0-{at:00}",
                                    $"a{at}@example.org; b{at}@example.org",
                                    "",
                                ]
                    ),
                    ["", "Всего по области", "", "", "", "20"],
                ]
            )
            .Build();

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Import_MessyListOfTwenty_TakesFourClicks(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var page = await site.PageAsync("operator");
        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync("/");
        var clicks = 0;
        async Task ClickAsync(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Территории", Exact = true }).First);
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Загрузить список" }).First);
        await page.SetInputFilesAsync(
            "#File",
            new FilePayload
            {
                Name = "Список.xlsx",
                MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Buffer = Messy(),
            }
        );
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Показать изменения" }));
        (await page.Locator("main .lead").First.TextContentAsync())!.ShouldNotBeEmpty();
        (await page.Locator("main").TextContentAsync())!.ShouldContain("20\u00A0новых записей");
        (await page.Locator("main").TextContentAsync())!.ShouldContain("не читаются: «№ п/п»");
        await Look.AtAsync(page, $"lists-preview-{database}".ToLowerInvariant(), "preview of a messy list");
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Применить изменения" }));
        (await page.Locator(".done").TextContentAsync())!.ShouldContain("20\u00A0записей добавлено");

        clicks.ShouldBeLessThanOrEqualTo(4);
        var kept = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                new Visible(context, Actor.Installation(site.RegionId), TimeProvider.System)
                    .Territories.Where(row => row.Oktmo == "58612000")
                    .SingleAsync(Cancel)
        );
        kept.Code.ShouldBe("58612000");
        kept.GivenContacts.ShouldBe([
            new("Фамилия 3", "начальник отдела", "8 (000) 0-02", "a2@example.org"),
            new("", "", "", "b2@example.org"),
        ]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Import_UnknownColumnsAndWrongRows_AreSaidOnThePageAndRememberedAndLeft(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var page = await site.PageAsync("operator");
        async Task UploadAsync(string csv)
        {
            await page.GotoAsync("/territories/import");
            await page.SetInputFilesAsync(
                "#File",
                new FilePayload
                {
                    Name = "список.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(csv),
                }
            );
            await page.GetByRole(AriaRole.Button, new() { Name = "Показать изменения" }).ClickAsync();
        }

        await UploadAsync("Объект;Вид;Шифр\nГдовский район;муниципалитет;58608000\nОстровский район;муниципалитет;12\n");
        await page.GetByLabel("Объект", new() { Exact = true }).SelectOptionAsync("name");
        await page.GetByLabel("Шифр", new() { Exact = true }).SelectOptionAsync("oktmo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Прочитать заново" }).ClickAsync();
        (await page.Locator("main").TextContentAsync())!.ShouldContain("«12» — не код ОКТМО");
        await page.SetViewportSizeAsync(390, 844);
        await Look.AtAsync(page, $"lists-columns-{database}".ToLowerInvariant(), "columns and wrong rows");
        await page.GetByRole(AriaRole.Button, new() { Name = "Применить верные строки, остальные оставить" }).ClickAsync();
        (await page.Locator(".done").TextContentAsync())!.ShouldContain("1\u00A0запись добавлена");

        await UploadAsync("Объект;Вид;Шифр\nОстровский район;муниципалитет;58633000\n");
        (await page.Locator("main").TextContentAsync())!.ShouldContain("1\u00A0новая запись");
        (await page.Locator("main").TextContentAsync())!.ShouldContain("58633000");
    }
}
