namespace Orientir.Core;

/// <summary>Where OpenTelemetry is sent.</summary>
public static class CollectorAddress
{
    /// <summary>The setting.</summary>
    public const string Setting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The address of the collector; null where it is not set.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static Uri? Read(Func<string, string?> setting) =>
        setting(Setting) is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new InputException([new(Setting, "это не адрес сборщика", "напишите http://127.0.0.1:4317")]);
}
