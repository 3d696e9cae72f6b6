using System.CommandLine;

namespace Orientir.Cli.Data;

/// <summary>restore FILE [--replace]</summary>
internal sealed class RestoreCommand : Verb
{
    private readonly Argument<string> _file = new("FILE")
    {
        HelpName = "ФАЙЛ",
        Description = "Резервная копия, записанная командой backup на любой из двух баз данных.",
    };
    private readonly Option<bool> _replace = new("--replace") { Description = "Заменить то, что в базе данных есть: оно будет потеряно." };
    private readonly Func<string, bool, CancellationToken, (int Tables, long Rows)> _restore;

    /// <param name="restore">Puts a backup into the store.</param>
    public RestoreCommand(Func<string, bool, CancellationToken, (int Tables, long Rows)> restore)
        : base(
            "restore",
            "Восстановить базу данных из резервной копии и сверить её с копией построчно; сайт должен быть остановлен.",
            "restore orientir-2026-11-22.zip",
            "restore orientir-2026-11-22.zip --replace"
        )
    {
        _restore = restore;
        Add(_file);
        Add(_replace);
    }

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var (tables, rows) = _restore(file, parse.GetValue(_replace), Tool.Interruption);
        Terminal.Write(
            $"{file}: восстановлено и сверено — {Russian.Count(tables, "таблица", "таблицы", "таблиц")}, {Russian.Count(rows, "строка", "строки", "строк")}\n"
        );
    }
}
