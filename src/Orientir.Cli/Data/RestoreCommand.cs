using System.CommandLine;
using Orientir.Data;

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

    public RestoreCommand()
        : base(
            "restore",
            "Восстановить базу данных и файлы из резервной копии и сверить с копией построчно; сайт должен быть остановлен.",
            "restore orientir-2026-11-22.zip",
            "restore orientir-2026-11-22.zip --replace"
        )
    {
        Add(_file);
        Add(_replace);
    }

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var store = Store.Configured();
        var restored = new RestoreBackup(store).RunAsync(file, parse.GetValue(_replace), Tool.Interruption).GetAwaiter().GetResult();
        Terminal.Write($"{file}: восстановлено и сверено — {BackupWords.Of(restored)}\nБаза данных: {store.Place}\n");
        if (restored.Upgraded is { } upgraded)
            Terminal.Write($"Данные копии обновлены {upgraded}.\n");
        if (restored.SetAside is { } damaged)
            Terminal.Write($"Прежняя база повреждена или неполна; она оставлена рядом: {damaged}\n");
        if (restored.Held > 0)
            Terminal.Write(
                $"Писем, которые в копии ждали отправки: {Russian.Number(restored.Held)}. Сами они не уйдут; отправьте нужные снова на "
                    + "странице «Письма».\n"
            );
        if (restored.Unknown > 0)
            Terminal.Write(
                $"В хранилище ({store.Files.Place}) есть файлы, о которых в копии нет записей: {Russian.Number(restored.Unknown)}. "
                    + (
                        restored.IsOwn
                            ? "Через неделю ежедневная очистка их удалит.\n"
                            : "Очистка их не тронет. Если это файлы другого сайта, укажите этому своё хранилище: ORIENTIR_FILES; "
                                + "если ничьи — выполните orientir files own.\n"
                    )
            );
        if (restored.Missing > 0)
            throw new IncompleteException(
                $"Файлов, о которых есть записи, нет ни в копии, ни в хранилище ({store.Files.Place}): {restored.Missing}. Каких — "
                    + "покажет orientir files check."
            );
    }
}
