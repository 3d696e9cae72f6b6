using System.CommandLine;
using Orientir.Core.Demo;
using Orientir.Data;

namespace Orientir.Cli.Demo;

/// <summary>demo fill [--source FOLDER]</summary>
internal sealed class FillCommand : Verb
{
    private readonly Option<string?> _source = Optional(
        "--source",
        "ПАПКА",
        "Папка программы, в которой лежат demo и methodologies; по умолчанию текущая."
    );
    private readonly Option<int> _districts = new("--districts")
    {
        HelpName = "ЧИСЛО",
        Description = "Сколько районов в учебном регионе; больше восемнадцати — для замеров.",
        DefaultValueFactory = _ => FillDemonstration.Districts,
    };

    public FillCommand()
        : base(
            "fill",
            "Заполнить пустую базу демонстрацией: архивы трёх регионов и живой мониторинг учебного. База — ORIENTIR_DATABASE, иначе "
                + "data/orientir.db.",
            "demo fill"
        )
    {
        Add(_source);
        Add(_districts);
    }

    public override void Run(ParseResult parse)
    {
        var districts = parse.GetValue(_districts);
        if (districts is < FillDemonstration.Districts or > 2000)
            throw InputFile.Refused(_districts.Name, $"{districts}", "нужно число от 18 до 2000");
        if (!FillAsync(parse.GetValue(_source) ?? ".", districts, Tool.Interruption).GetAwaiter().GetResult())
        {
            Terminal.Write("В базе уже есть данные: демонстрация заполняет только пустую. Ничего не изменено.\n");
            return;
        }
        Terminal.Write($"База заполнена демонстрацией. Пароль у всех учётных записей один: {FillDemonstration.Password}\n\n");
        foreach (var account in DemonstrationAccount.All)
            Terminal.Write($"  {account.Email, -32}{account.What}\n");
    }

    private static async Task<bool> FillAsync(string folder, int districts, CancellationToken cancel)
    {
        var store = Store.Configured();
        await using var running = await RunningSite.BeginAsync(store, NewStore.AskedFor, Terminal.Complain, cancel: cancel);
        return await new FillDemonstration(store.Open, store.Files, TimeProvider.System, folder, districts).RunAsync(cancel);
    }
}
