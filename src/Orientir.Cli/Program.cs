using System.CommandLine;
using Orientir.Cli;
using Orientir.Cli.Data;
using Orientir.Cli.Demo;
using Orientir.Cli.Reports;
using Orientir.Cli.Results;
using Orientir.Core.Accounts;
using Orientir.Core.Demo;
using Orientir.Data;
using Accounts = Orientir.Cli.Accounts;
using Methodologies = Orientir.Cli.Methodologies;
using Territories = Orientir.Cli.Territories;

var root = new RootCommand("Ориентир: мониторинг муниципальных управленческих механизмов — от методики и оценок до отчёта.")
{
    new CommandGroup("methodology", "Методики: проверка и просмотр.") { new Methodologies.CheckCommand(), new Methodologies.ShowCommand() },
    new ScoreCommand(),
    new CommandGroup("register", "Реестры территорий и организаций: проверка и поиск имён.")
    {
        new Territories.CheckCommand(),
        new Territories.ResolveCommand(),
    },
    new ReportCommand(),
    new BackupCommand((file, cancel) => new WriteBackup(Store.Configured(), TimeProvider.System).Run(file, cancel)),
    new RestoreCommand(
        (file, replace, cancel) => new RestoreBackup(Store.Configured()).RunAsync(file, replace, cancel).GetAwaiter().GetResult()
    ),
    new CommandGroup("account", "Учётные записи: первый администратор.")
    {
        new Accounts.AddCommand(
            (email, name, password, cancel) =>
                AddAdministratorAsync(Store.Configured(), new(email, name, password, [new(Role.Administrator, null)]), cancel)
        ),
    },
    new CommandGroup("demo", "Демонстрационные данные.")
    {
        new ReconstructCommand(),
        new FillCommand((folder, districts, cancel) => FillAsync(Store.Configured(), folder, districts, cancel).GetAwaiter().GetResult()),
    },
};
return Tool.Run(root, args);

static async Task AddAdministratorAsync(Store store, NewAccount account, CancellationToken cancel)
{
    await using var running = await BeginAsync(store, cancel);
    await using var context = store.Open();
    await new AddAccount(context, AccountRules.Users(context), TimeProvider.System).RunAsync(Actor.Installation(), account, cancel);
}

// Held as a site holds it: a restoration must not begin under a command that writes.
static async Task<IAsyncDisposable> BeginAsync(Store store, CancellationToken cancel)
{
    var running = await RunningSite.HoldAsync(store, cancel);
    await new Migrate(store).RunAsync(cancel);
    return running;
}

static async Task<bool> FillAsync(Store store, string folder, int districts, CancellationToken cancel)
{
    await using var running = await BeginAsync(store, cancel);
    return await new FillDemonstration(store.Open, TimeProvider.System, folder, districts).RunAsync(cancel);
}
