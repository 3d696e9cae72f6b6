using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

/// <summary>What the rules of accounts refuse, in words.</summary>
internal sealed class RussianErrors : IdentityErrorDescriber
{
    private static IdentityError Of(string code, string text) => new() { Code = code, Description = text };

    public override IdentityError DefaultError() => Of(nameof(DefaultError), "Не получилось. Повторите.");

    public override IdentityError ConcurrencyFailure() =>
        Of(nameof(ConcurrencyFailure), "Учётную запись изменил кто-то другой. Обновите страницу и повторите.");

    public override IdentityError PasswordMismatch() => Of(nameof(PasswordMismatch), "Нынешний пароль указан неверно.");

    public override IdentityError PasswordTooShort(int length) =>
        Of(
            nameof(PasswordTooShort),
            $"Пароль короче {Russian.Count(length, "знака", "знаков", "знаков")}. Подойдёт фраза из нескольких слов."
        );

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Of(
            nameof(PasswordRequiresUniqueChars),
            $"В пароле должно быть не меньше {Russian.Count(uniqueChars, "разного знака", "разных знаков", "разных знаков")}."
        );

    public override IdentityError InvalidEmail(string? email) =>
        Of(nameof(InvalidEmail), "Адрес электронной почты записан неверно. Пример: ivanova@example.org.");

    public override IdentityError InvalidUserName(string? userName) =>
        Of(nameof(InvalidUserName), "Адрес электронной почты записан неверно. Пример: ivanova@example.org.");

    public override IdentityError DuplicateUserName(string userName) =>
        Of(nameof(DuplicateUserName), "Учётная запись с таким адресом уже есть.");

    public override IdentityError DuplicateEmail(string email) => Of(nameof(DuplicateEmail), "Учётная запись с таким адресом уже есть.");

    public override IdentityError InvalidToken() => Of(nameof(InvalidToken), "Код не подошёл. Введите новый код из приложения.");
}
