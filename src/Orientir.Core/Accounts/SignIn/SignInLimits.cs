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

    /// <summary>Where nothing else is set.</summary>
    public static readonly SignInLimits Usual = new(600, 200);
}
