using System.CommandLine;
using Orientir.Core.Demo;

namespace Orientir.Cli.Demo;

/// <summary>demo fill [--source FOLDER]</summary>
internal sealed class FillCommand : Verb
{
    private readonly Option<string?> _source = Optional("--source", "ПАПКА", "Папка программы, в которой лежат demo и methodologies; по умолчанию текущая.");
    private readonly Func<string, CancellationToken, bool> _fill;

    /// <param name="fill">Fills a fresh store from a folder; false where it is not fresh.</param>
    public FillCommand(Func<string, CancellationToken, bool> fill)
        : base("fill", "Заполнить пустую базу демонстрацией: архивы трёх регионов и живой мониторинг учебного. База — ORIENTIR_DATABASE, иначе data/orientir.db.", "demo fill")
    {
        _fill = fill;
        Add(_source);
    }

    public override void Run(ParseResult parse)
    {
        if (!_fill(parse.GetValue(_source) ?? ".", Tool.Interruption))
        {
            Terminal.Write("В базе уже есть данные: демонстрация заполняет только пустую. Ничего не изменено.\n");
            return;
        }
        Terminal.Write($"База заполнена демонстрацией. Пароль у всех учётных записей один: {FillDemonstration.Password}\n\n");
        foreach (var account in FillDemonstration.Accounts) Terminal.Write($"  {account.Email,-32}{account.What}\n");
    }
}
