using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;
using Orientir.Data.Jobs;

namespace Orientir.Data;

/// <summary>The settings without which a site does not start: read by the site at each start, and by the doctor.</summary>
public static class StartSettings
{
    private static readonly Action<Func<string, string?>>[] Readers =
    [
        setting => Store.Configured(setting),
        setting => SiteSettings.Read(setting),
        setting => BackupPlan.Of(setting),
        setting => MetricsAddress.Read(setting),
        setting => CollectorAddress.Read(setting),
        setting => KeyCertificates.Read(setting),
        setting => SignInLimits.Read(setting),
        setting => SignInLimits.ReadSecondFactor(setting),
        setting => EvidenceRoom.Read(setting),
    ];

    /// <summary>Reads all before anything begins: whoever wrote several wrongly is told of all at once.</summary>
    /// <exception cref="InputException">Some are wrong.</exception>
    public static void Prove(Func<string, string?> setting)
    {
        if (Faults(setting) is { Count: > 0 } errors)
            throw new InputException(errors);
    }

    /// <summary>What is wrong with them, every one.</summary>
    public static IReadOnlyList<InputError> Faults(Func<string, string?> setting)
    {
        var errors = new List<InputError>();
        foreach (var read in Readers)
            try
            {
                read(setting);
            }
            catch (InputException refused)
            {
                errors.AddRange(refused.Errors);
            }
        return errors;
    }
}
