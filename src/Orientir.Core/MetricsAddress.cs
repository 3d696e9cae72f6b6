using System.Net;

namespace Orientir.Core;

/// <summary>Where Prometheus asks.</summary>
public static class MetricsAddress
{
    /// <summary>The setting.</summary>
    public const string Setting = "ORIENTIR_METRICS";

    /// <summary>«9464» or «127.0.0.1:9464»: without an address nobody but this machine reaches it. Null where it is not set.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static IPEndPoint? Read(Func<string, string?> setting)
    {
        if (setting(Setting) is not { Length: > 0 } text)
            return null;
        var stated = text.Contains(':', StringComparison.Ordinal) ? text : "127.0.0.1:" + text;
        return IPEndPoint.TryParse(stated, out var place) && place.Port > 0
            ? place
            : throw new InputException([new(Setting, "это не порт и не адрес с портом", "напишите 9464 или 10.0.0.5:9464")]);
    }
}
