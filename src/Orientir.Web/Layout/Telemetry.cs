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
    private const string Database = "Npgsql";

    /// <summary>Begins to tell where somebody is named to tell to.</summary>
    /// <exception cref="InputException">A setting is wrong.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var collector = CollectorAddress.Read(name => builder.Configuration[name]);
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
}
