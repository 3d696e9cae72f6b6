using System.CommandLine;
using Orientir.Core.Territories;

namespace Orientir.Cli.Territories;

/// <summary>register check FILE</summary>
internal sealed class CheckCommand : Verb
{
    private readonly Argument<string> _file = new("FILE")
    {
        HelpName = "ФАЙЛ",
        Description =
            "Реестр: csv, xlsx, xls или ods, какой есть. Нужен столбец с названиями (name, «название», «наименование»); id, kind, parent, "
            + "oktmo, aliases, attributes, contact_name и другие узнаются по заголовкам, остальные не читаются.",
    };

    public CheckCommand()
        : base(
            "check",
            "Проверить реестр: виды, родителей, коды ОКТМО с контрольной цифрой, неразличимые имена.",
            "register check demo/lo-2020/register.csv"
        ) => Add(_file);

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var bytes = InputFile.Read(file);
        var register = new ReadRegister().Read(bytes, file);
        foreach (var column in register.Columns.Where(column => column.Field.Length == 0))
            Terminal.Write($"{file}: не читается: {column.Shown}\n");
        foreach (var row in register.Passed)
            Terminal.Write($"{row.Place}: пропущено «{row.Text}» — {row.Why}\n");
        Terminal.Write($"{file}: в порядке — {Russian.Count(register.Entries.Count, "запись", "записи", "записей")}\n");
    }
}
