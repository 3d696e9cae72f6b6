using System.CommandLine;
using Orientir.Core.Territories;

namespace Orientir.Cli.Territories;

/// <summary>register resolve --register FILE --names FILE</summary>
internal sealed class ResolveCommand : Verb
{
    private readonly Option<string> _register = Required("--register", "ФАЙЛ", "Реестр (CSV).");
    private readonly Option<string> _names = Required("--names", "ФАЙЛ", "Имена, по одному в строке.");

    public ResolveCommand()
        : base(
            "resolve",
            "Найти имена в реестре. Ответ — JSON: id записи или, если имя не узнано, ближайшие записи.",
            "register resolve --register demo/lo-2020/register.csv --names имена.txt"
        )
    {
        Add(_register);
        Add(_names);
    }

    public override void Run(ParseResult parse)
    {
        var (file, names) = (parse.GetRequiredValue(_register), parse.GetRequiredValue(_names));
        var bytes = InputFile.Read(file);
        var register = new ReadRegister().Read(bytes, file);
        var resolved = new ResolveNames().Resolve(register, InputFile.Read(names), names);
        Terminal.Write(stream =>
        {
            ResolveNames.WriteJson(resolved, stream);
            stream.WriteByte((byte)'\n');
        });
    }
}
