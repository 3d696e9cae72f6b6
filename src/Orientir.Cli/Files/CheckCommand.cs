using System.CommandLine;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Core.Reports;
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
        var (check, packages) = CheckAsync(store, Tool.Interruption).GetAwaiter().GetResult();
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
                        + (
                            packages.Contains(file.Hash)
                                ? "сделайте пакет заново: на сайте, «Итоги» → расчёт → «Документы отчёта» → «Составить ещё раз»"
                                : "верните его из резервной копии: команда restore или тот же файл, загруженный заново"
                        )
                )),
            ]);
    }

    /// <summary>Gives what was found, and the files that are report packages: nobody has them to upload.</summary>
    private static async Task<(FilesCheck Check, IReadOnlySet<string> Packages)> CheckAsync(Store store, CancellationToken cancel)
    {
        await using var running = await RunningSite.LookAsync(store, cancel);
        var check = await new CheckFiles(store.Open, store.Files).RunAsync(cancel);
        return (check, await new ListReportFiles(store.Open).RunAsync(cancel));
    }
}
