using System.CommandLine;
using System.Security.Cryptography;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Data;

namespace Orientir.Cli.Accounts;

/// <summary>account add: the first administrator of an installation; everybody else is invited on the site.</summary>
internal sealed class AddCommand : Verb
{
    private readonly Option<string> _email = Required("--email", "АДРЕС", "Электронная почта: с этим адресом входят.");
    private readonly Option<string> _name = Required("--name", "ИМЯ", "Как человека увидят другие.");

    public AddCommand()
        : base(
            "add",
            "Завести администратора системы и напечатать его пароль. База — ORIENTIR_DATABASE, иначе data/orientir.db.",
            "account add --email admin@example.ru --name \"Администратор\""
        )
    {
        Add(_email);
        Add(_name);
    }

    public override void Run(ParseResult parse)
    {
        var (email, name) = (parse.GetRequiredValue(_email), parse.GetRequiredValue(_name));
        var password = string.Join(
            '-',
            Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 4))
        );
        try
        {
            AddAsync(new(email, name, password, [new(Role.Administrator, null)]), Tool.Interruption).GetAwaiter().GetResult();
        }
        catch (RefusedException refused)
        {
            throw InputFile.Refused(
                _email.Name,
                refused.Errors.Count > 0 ? refused.Errors[0].Message.TrimEnd('.') : refused.Message.TrimEnd('.'),
                "исправьте и повторите"
            );
        }
        Terminal.Write($"Администратор заведён: {email}\nПароль: {password}\nСмените его после первого входа: «Мои настройки».\n");
    }

    private static async Task AddAsync(NewAccount account, CancellationToken cancel)
    {
        var store = Store.Configured();
        await using var running = await RunningSite.BeginAsync(store, NewStore.AskedFor, Terminal.Complain, cancel: cancel);
        await using var context = store.Open();
        await new AddAccount(context, AccountRules.Users(context), TimeProvider.System).RunAsync(Actor.Installation(), account, cancel);
    }
}
