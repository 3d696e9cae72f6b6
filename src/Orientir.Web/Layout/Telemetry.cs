using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orientir.Core;

namespace Orientir.Web.Layout;

/// <summary>
/// Traces, metrics and logs for who watches the site, by OpenTelemetry: to a collector named by OTEL_EXPORTER_OTLP_ENDPOINT, metrics also
/// to Prometheus, which asks at ORIENTIR_METRICS. Without these settings nothing of it is loaded.
/// </summary>
internal static class Telemetry
{
    private const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Database = "Npgsql";

    /// <summary>Begins to tell where somebody is named to tell to.</summary>
    /// <exception cref="InputException">A setting is wrong.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var collector = builder.Configuration[CollectorSetting] is { Length: > 0 } address ? CollectorOf(address) : null;
        var prometheus = MetricsAddress.Read(name => builder.Configuration[name]) is { } asked
            ? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{asked}/"))
            : null;
        if (collector is not null || prometheus is not null)
            Add(builder, collector is not null, prometheus);
    }

    private static void Add(WebApplicationBuilder builder, bool collected, Uri? prometheus)
    {
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService("orientir", serviceVersion: typeof(Telemetry).Assembly.GetName().Version!.ToString(3))
            )
            .WithMetrics(metrics =>
            {
                metrics.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter(Database);
                if (prometheus is not null)
                    metrics.AddPrometheusHttpListener(listener => (listener.Host, listener.Port) = (prometheus.Host, prometheus.Port));
            });
        if (!collected)
            return;
        telemetry
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation(pages =>
                    {
                        pages.Filter = http => !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
                        // Paths hold links of invitation and names; the route tells what is needed, as in the log.
                        pages.EnrichWithHttpRequest = (span, _) =>
                            span.SetTag("url.path", null).SetTag("url.query", null).SetTag("user_agent.original", null);
                    })
                    .AddSource(Database)
            )
            .WithLogging(_ => { }, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    private static Uri CollectorOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw Refused(CollectorSetting, "это не адрес сборщика", "напишите http://127.0.0.1:4317");

    private static InputException Refused(string setting, string found, string allowed) => new([new(setting, found, allowed)]);
}
