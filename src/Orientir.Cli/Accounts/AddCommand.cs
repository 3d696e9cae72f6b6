using System.CommandLine;
using System.Security.Cryptography;
using Orientir.Core;

namespace Orientir.Cli.Accounts;

/// <summary>account add: the first administrator of an installation; everybody else is invited on the site.</summary>
internal sealed class AddCommand : Verb
{
    private readonly Option<string> _email = Required("--email", "АДРЕС", "Электронная почта: с этим адресом входят.");
    private readonly Option<string> _name = Required("--name", "ИМЯ", "Как человека увидят другие.");
    private readonly Func<string, string, string, CancellationToken, Task> _add;

    /// <param name="add">Adds an administrator by address, name and password.</param>
    public AddCommand(Func<string, string, string, CancellationToken, Task> add)
        : base(
            "add",
            "Завести администратора системы и напечатать его пароль. База — ORIENTIR_DATABASE, иначе data/orientir.db.",
            "account add --email admin@example.ru --name \"Администратор\""
        )
    {
        _add = add;
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
            _add(email, name, password, Tool.Interruption).GetAwaiter().GetResult();
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
}
