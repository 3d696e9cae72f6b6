using System.CommandLine;
using Orientir.Cli;
using Orientir.Cli.Methodologies;

var root = new RootCommand("Ориентир: мониторинг муниципальных управленческих механизмов — от методики и оценок до отчёта.")
{
    new CommandGroup("methodology", "Методики: проверка и просмотр.") { new CheckCommand(), new ShowCommand() },
};
return Tool.Run(root, args);
