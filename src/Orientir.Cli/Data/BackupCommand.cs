using System.CommandLine;
using Orientir.Core.Files;
using Orientir.Data;

namespace Orientir.Cli.Data;

/// <summary>backup FILE</summary>
internal sealed class BackupCommand : Verb
{
    private readonly Argument<string> _file = new("FILE") { HelpName = "ФАЙЛ", Description = "Куда записать резервную копию (zip)." };
    private readonly Option<bool> _withoutFiles = new("--without-files")
    {
        Description = "Без файлов: в копии останутся только ссылки на хранилище; для хранилища S3, у которого свои копии.",
    };

    public BackupCommand()
        : base(
            "backup",
            "Записать всю базу данных и все файлы в один файл и проверить его; сайт может работать. База — ORIENTIR_DATABASE, иначе "
                + "data/orientir.db.",
            "backup orientir-2026-11-22.zip"
        )
    {
        Add(_file);
        Add(_withoutFiles);
    }

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var store = Store.Configured();
        var written = new WriteBackup(store, TimeProvider.System).Run(file, !parse.GetValue(_withoutFiles), Tool.Interruption);
        // Whole: where the command goes to its folder first, the name alone does not tell where the file is.
        Terminal.Write($"{Path.GetFullPath(file)}: записано и проверено — {BackupWords.Of(written)}\n");
        if (written.Missing > 0)
            throw new IncompleteException(
                $"В хранилище ({store.Files.Place}) нет или повреждено: {FileWords.Count(written.Missing)}. Копия записана без них. "
                    + "Каких — покажет orientir files check."
            );
    }
}
