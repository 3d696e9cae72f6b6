namespace Orientir.Data;

/// <summary>How grave a finding is.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>It works, but not as well or as safely as it could.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Wrong,
}

/// <summary>What was found of one setting or of the place, in Russian.</summary>
/// <param name="Subject">The setting, or what was looked at.</param>
/// <param name="Verdict">How grave it is.</param>
/// <param name="Text">What was found; never with a password.</param>
/// <param name="Remedy">What to do; null where there is nothing to do.</param>
public sealed record Finding(string Subject, Verdict Verdict, string Text, string? Remedy = null)
{
    /// <summary>«Subject: Text: Remedy».</summary>
    public override string ToString() => Remedy is null ? $"{Subject}: {Text}" : $"{Subject}: {Text}: {Remedy}";
}
