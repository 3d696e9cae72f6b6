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
            "Реестр: CSV или xlsx со столбцами id, name, kind, parent, oktmo и, если есть, oktmo_control, aliases, contact_name, "
            + "contact_email, attributes.",
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
        Terminal.Write($"{file}: в порядке — {Russian.Count(register.Entries.Count, "запись", "записи", "записей")}\n");
    }
}
