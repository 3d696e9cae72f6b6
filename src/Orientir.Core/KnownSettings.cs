namespace Orientir.Core;

/// <summary>The names settings have: one that is misspelt does nothing, and who wrote it must be told.</summary>
public static class KnownSettings
{
    private static readonly string[] Beginnings = ["ORIENTIR_", "SignIn__", "Evidence__"];

    private static readonly string[] Names =
    [
        "ORIENTIR_ADDRESS",
        "ORIENTIR_BACKUP_AT",
        "ORIENTIR_BACKUP_FOLDER",
        "ORIENTIR_BACKUP_KEEP",
        // How the tool was called, set by ./run.
        "ORIENTIR_COMMAND",
        "ORIENTIR_DATABASE",
        "ORIENTIR_FILES",
        "ORIENTIR_JOBS",
        "ORIENTIR_KEYS_CERTIFICATE",
        "ORIENTIR_KEYS_PASSWORD",
        "ORIENTIR_MAIL_FROM",
        "ORIENTIR_MAIL_PER_MINUTE",
        "ORIENTIR_MAIL_TIMEOUT",
        "ORIENTIR_METRICS",
        "ORIENTIR_PROXIES",
        "ORIENTIR_S3_ACCESS_KEY",
        "ORIENTIR_S3_REGION",
        "ORIENTIR_S3_SECRET_KEY",
        "ORIENTIR_SMTP",
        "ORIENTIR_SMTP_ROOT",
        "SignIn__PerAddressPerMinute",
        "SignIn__SecondFactorRequired",
        "SignIn__WrongPerAddressPerHour",
        "Evidence__MegabytesPerCampaign",
        "Evidence__MegabytesPerSubmission",
    ];

    /// <summary>Names that begin as those of settings and are none, in order, each with the one that was meant, if any is near.</summary>
    public static IEnumerable<(string Name, string? Meant)> Unknown(IEnumerable<string> names) =>
        names
            .Where(name =>
                Array.Exists(Beginnings, one => name.StartsWith(one, StringComparison.OrdinalIgnoreCase))
                && !Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            .Order(StringComparer.Ordinal)
            .Select(name => (name, Spelling.Meant(name, Names)));

    /// <summary>As whoever sets it in the environment writes it: «SignIn__X» for «SignIn:X».</summary>
    public static string InEnvironment(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
