using System.CommandLine;
using Orientir.Data;

namespace Orientir.Cli.Files;

/// <summary>files own</summary>
internal sealed class OwnCommand : Verb
{
    public OwnCommand()
        : base(
            "own",
            "Отметить хранилище файлов как хранилище этой базы: файлы, о которых в ней нет записей, ежедневная очистка уберёт через "
                + "неделю. Нужно после переезда базы; хранилище, которым пользуется и другая база, так не отмечают.",
            "files own"
        ) { }

    public override void Run(ParseResult parse)
    {
        var store = Store.Configured();
        OwnAsync(store, Tool.Interruption).GetAwaiter().GetResult();
        Terminal.Write($"{store.Files.Place}: отмечено как хранилище базы {store.Place}\n");
    }

    private static async Task OwnAsync(Store store, CancellationToken cancel)
    {
        await using var running = await RunningSite.LookAsync(store, cancel);
        await store.OwnFilesAsync(cancel);
    }
}
