using System.CommandLine;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Data;

namespace Orientir.Cli.Files;

/// <summary>files check</summary>
internal sealed class CheckCommand : Verb
{
    public CheckCommand()
        : base(
            "check",
            "Прочитать все файлы хранилища и сверить их с записями базы; ничего не меняется, сайт может работать.",
            "files check"
        ) { }

    public override void Run(ParseResult parse)
    {
        var store = Store.Configured();
        var check = CheckAsync(store, Tool.Interruption).GetAwaiter().GetResult();
        Terminal.Write(
            $"{store.Files.Place}: {FileWords.Count(check.Files)} по записям ({FileWords.Size(check.Bytes)}), "
                + $"без записи — {check.Orphans}"
                + (check.Orphans > 0 ? ": они убираются через неделю сами\n" : "\n")
        );
        if (check.Faulty.Count > 0)
            throw new InputException([
                .. check.Faulty.Select(file => new InputError(
                    $"{file.Hash[..Math.Min(12, file.Hash.Length)]}… «{string.Join("», «", file.Names)}»",
                    file.Fault switch
                    {
                        FileFault.Missing => "файла нет в хранилище",
                        FileFault.Unreadable => "файл не читается",
                        _ => "содержимое файла повреждено",
                    },
                    (file.Fault == FileFault.Unreadable ? "проверьте право на чтение и диск; если файл потерян, " : "")
                        + "верните его из резервной копии: команда restore или тот же файл, загруженный заново"
                )),
            ]);
    }

    private static async Task<FilesCheck> CheckAsync(Store store, CancellationToken cancel)
    {
        await using var running = await RunningSite.LookAsync(store, cancel);
        return await new CheckFiles(store.Open, store.Files).RunAsync(cancel);
    }
}
