using System.Text.Json;

namespace Orientir.App.Tests.Cli.Territories;

public class ResolveCommandTests
{
    private const string Register =
        "id,name,kind,parent,oktmo\nrzhev,г. Ржев,municipality,,\nrzhev-r,Ржевский район,municipality,,\nluga,Лужский муниципальный район,municipality,,\n";

    [Fact]
    public async Task Resolve_KnownAndUnknownNames_AnswersAllInOrder()
    {
        using var folder = new TempFolder();
        var run = await ToolRun.Of(
            "register",
            "resolve",
            "--register",
            folder.Write("register.csv", Register),
            "--names",
            folder.Write("names.txt", "город Ржев\nЛужский р-н\nЛунный район\n")
        );
        run.ShouldSucceed();
        using var json = JsonDocument.Parse(run.OutputBytes);
        var answers = json.RootElement.EnumerateArray().ToList();
        answers.Select(answer => answer.GetProperty("name").GetString()).ShouldBe(["город Ржев", "Лужский р-н", "Лунный район"]);
        answers.Select(answer => answer.GetProperty("id").GetString()).ShouldBe(["rzhev", "luga", null]);
        answers[2].GetProperty("candidates").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task Resolve_WithoutAList_IsRefused() =>
        (await ToolRun.Of("register", "resolve", "--register", "demo/lo-2020/register.csv", "--names", "нет.txt")).ShouldBeRefused(
            "нет.txt: файл не найден; проверьте имя и папку"
        );

    [Fact]
    public async Task Resolve_OptionMissing_NamesIt() =>
        (await ToolRun.Of("register", "resolve", "--register", "demo/lo-2020/register.csv")).ShouldBeRefused(
            "--names: обязательный параметр не указан; нужно --names ФАЙЛ"
        );
}
