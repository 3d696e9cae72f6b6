namespace Orientir.Core.Accounts;

/// <summary>
/// How often one network may try to enter, whoever stands behind it: the gateway of a ministry has three hundred people at nine on Monday.
/// </summary>
/// <param name="PerMinute">Entries of any kind, right or wrong.</param>
/// <param name="WrongPerHour">Wrong ones; after them only accounts that were entered from there before are let try.</param>
public sealed record SignInLimits(int PerMinute, int WrongPerHour)
{
    /// <summary>Name of the setting of <see cref="PerMinute"/>.</summary>
    public const string PerMinuteSetting = "SignIn:PerAddressPerMinute";

    /// <summary>Name of the setting of <see cref="WrongPerHour"/>.</summary>
    public const string WrongPerHourSetting = "SignIn:WrongPerAddressPerHour";

    private const int Most = 1_000_000;

    /// <summary>Where nothing else is set.</summary>
    public static readonly SignInLimits Usual = new(600, 200);

    /// <summary>Name of the setting by which administrators and operators need a second factor.</summary>
    public const string SecondFactorSetting = "SignIn:SecondFactorRequired";

    /// <summary>The limits by settings.</summary>
    /// <exception cref="InputException">A setting is no number, or out of its range.</exception>
    public static SignInLimits Read(Func<string, string?> setting)
    {
        var errors = new List<InputError>();
        var read = new SignInLimits(
            SettingNumber.Read(setting, PerMinuteSetting, Usual.PerMinute, (1, Most), "попыток в минуту", errors),
            SettingNumber.Read(setting, WrongPerHourSetting, Usual.WrongPerHour, (1, Most), "попыток в час", errors)
        );
        return errors.Count == 0 ? read : throw new InputException(errors);
    }

    /// <summary>Whether administrators and operators need a second factor; off where nothing is set.</summary>
    /// <exception cref="InputException">It is neither on nor off.</exception>
    public static bool ReadSecondFactor(Func<string, string?> setting) =>
        setting(SecondFactorSetting) is { Length: > 0 } text
        && (
            bool.TryParse(text, out var required)
                ? required
                : throw new InputException([
                    new(KnownSettings.InEnvironment(SecondFactorSetting), $"«{text}» — не true и не false", "укажите true или false"),
                ])
        );
}
