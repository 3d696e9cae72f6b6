using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>What is done to one's own second factor.</summary>
public enum SecondFactorStep
{
    /// <summary>A new key for the telephone; the factor is not on yet.</summary>
    Begin,

    /// <summary>A code of the telephone switches it on and gives recovery codes.</summary>
    Confirm,

    /// <summary>New recovery codes; the old ones die. Takes the password.</summary>
    NewCodes,

    /// <summary>Off. Takes the password.</summary>
    Off,
}

/// <summary>A step and what proves it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Proof">The code of the telephone, or the password.</param>
public sealed record SecondFactorChange(SecondFactorStep Step, string Proof = "");

/// <summary>Changes the second factor of the actor.</summary>
public sealed class ChangeSecondFactor(OrientirContext context, UserManager<User> users, TimeProvider time, SignInLimits limits)
{
    /// <summary>Why a code was refused and what to do.</summary>
    public const string WrongCode =
        "Код не подошёл или уже использован. Коды меняются каждые полминуты: дождитесь нового. Часы телефона должны идти точно.";

    private const int RecoveryCodes = 10;

    /// <summary>Makes the step; gives recovery codes, once, where there are new ones.</summary>
    /// <exception cref="RefusedException">The code or the password is wrong, or was too often.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(Actor actor, SecondFactorChange input, CancellationToken cancel = default)
    {
        var user =
            await users.FindByIdAsync(actor.UserId.ToString(CultureInfo.InvariantCulture))
            ?? throw RefusedException.NotFound("Учётная запись", "а");
        await ProveAsync(actor, user, input, cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var codes = await StepAsync(user, input.Step);
        new AuditTrail(context, time).Add(actor, "account.second-factor", "user", user.Id, null, new { Step = input.Step.ToString() });
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return codes;
    }

    private Task ProveAsync(Actor actor, User user, SecondFactorChange input, CancellationToken cancel)
    {
        var self = new ProveSelf(context, users, time, limits);
        switch (input.Step)
        {
            case SecondFactorStep.Begin when user.TwoFactorEnabled:
                throw RefusedException.Conflict("Вход по коду уже включён. Чтобы подключить другой телефон, сначала отключите его.");
            case SecondFactorStep.Begin:
                return Task.CompletedTask;
            case SecondFactorStep.Confirm when user.TwoFactorEnabled:
                throw RefusedException.Conflict("Вход по коду уже включён.");
            case SecondFactorStep.Confirm:
                var code = string.Concat(input.Proof.Where(letter => !char.IsWhiteSpace(letter)));
                return self.ByCodeAsync(actor, user, code, new("Code", WrongCode), cancel);
            default:
                return self.ByPasswordAsync(actor, user, input.Proof, new("Password", "Пароль указан неверно."), cancel);
        }
    }

    private async Task<IReadOnlyList<string>> StepAsync(User user, SecondFactorStep step)
    {
        switch (step)
        {
            case SecondFactorStep.Begin:
                user.ForgetCodes();
                await users.ResetAuthenticatorKeyAsync(user);
                return [];
            case SecondFactorStep.Confirm:
                await users.SetTwoFactorEnabledAsync(user, true);
                return await CodesAsync(user);
            case SecondFactorStep.NewCodes:
                return await CodesAsync(user);
            default:
                await users.SetTwoFactorEnabledAsync(user, false);
                await users.ResetAuthenticatorKeyAsync(user);
                return [];
        }
    }

    private async Task<IReadOnlyList<string>> CodesAsync(User user) =>
        [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
}
