namespace Orientir.App.Tests.Cli.Accounts;

public class AddCommandTests
{
    [Fact]
    public async Task Add_OnAFreshDatabase_MakesAnAdministratorOnce()
    {
        using var folder = new TempFolder();
        string[] command = ["account", "add", "--email", "admin@example.ru", "--name", "Администратор"];
        var first = await ToolRun.Of(command, folder.Path);
        first.ShouldSucceed();
        first.Output.ShouldContain("Пароль: ");
        File.Exists(Path.Combine(folder.Path, "data", "orientir.db")).ShouldBeTrue();
        (await ToolRun.Of(command, folder.Path)).ShouldBeRefused("--email", "уже есть");
    }

    [Fact]
    public async Task Add_WithoutAnAddress_IsRefused()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "никто", "--name", "Администратор"], folder.Path)).ShouldBeRefused(
            "--email",
            "записан неверно"
        );
    }
}
