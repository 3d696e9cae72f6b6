using System.CommandLine;
using Orientir.Cli;
using Orientir.Cli.Data;
using Orientir.Cli.Demo;
using Orientir.Cli.Reports;
using Orientir.Cli.Results;
using Accounts = Orientir.Cli.Accounts;
using Files = Orientir.Cli.Files;
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
    new BackupCommand(),
    new RestoreCommand(),
    new DoctorCommand(),
    new CommandGroup("files", "Хранилище файлов: проверка и отметка, чьё оно.") { new Files.CheckCommand(), new Files.OwnCommand() },
    new CommandGroup("account", "Учётные записи: первый администратор.") { new Accounts.AddCommand() },
    new CommandGroup("demo", "Демонстрационные данные.") { new ReconstructCommand(), new FillCommand() },
};
root.Add(Tool.All);
return Tool.Run(root, args);
