using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orientir.Core;
using Orientir.Web.Layout;

namespace Orientir.App.Tests.Web.Layout;

public sealed class TelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WithPrometheus_TellsThisMachineAlone()
    {
        var port = FreePort();
        await using var site = await StartAsync(("ORIENTIR_METRICS", $"{port}"));
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(site.Urls.First() + "/invitations/secret123"), Cancel);
        var told = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Cancel);
        told.ShouldContain("http_server_request_duration");
        told.ShouldNotContain("secret123");
        // Not on the site itself.
        (await client.GetAsync(new Uri(site.Urls.First() + "/metrics"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Add_WithACollector_SendsTracesMetricsAndLogsWithoutPaths()
    {
        var heard = new ConcurrentDictionary<string, ConcurrentBag<string>>(StringComparer.Ordinal);
        var building = WebApplication.CreateBuilder();
        building.Logging.ClearProviders();
        await using var collector = building.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost(
            "/v1/{kind}",
            async (string kind, HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, Cancel);
                heard.GetOrAdd(kind, _ => []).Add(Encoding.UTF8.GetString(body.ToArray()));
            }
        );
        await collector.StartAsync(Cancel);
        await using (
            var site = await StartAsync(
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            )
        )
        {
            using var client = new HttpClient();
            client.DefaultRequestHeaders.UserAgent.ParseAdd("secret123");
            await client.GetStringAsync(new Uri(site.Urls.First() + "/invitations/secret123?key=secret123"), Cancel);
            await site.StopAsync(Cancel);
        }
        heard.Keys.Order(StringComparer.Ordinal).ShouldBe(["logs", "metrics", "traces"]);
        heard["traces"].ShouldContain(told => told.Contains("/invitations/{key}", StringComparison.Ordinal));
        heard.Values.SelectMany(told => told).ShouldAllBe(told => !told.Contains("secret123"));
    }

    [Theory]
    [InlineData("ORIENTIR_METRICS", "prometheus")]
    [InlineData("ORIENTIR_METRICS", "example.ru:9464")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    public void Add_WithAWrongSetting_IsRefusedByName(string setting, string value)
    {
        var builder = WebApplication.CreateBuilder([$"--{setting}={value}"]);
        Should.Throw<InputException>(builder.AddTelemetry).Errors.Single().Place.ShouldBe(setting);
    }

    [Fact]
    public void Add_WithoutSettings_AddsNothing()
    {
        var builder = WebApplication.CreateBuilder();
        var before = builder.Services.Count;
        builder.AddTelemetry();
        builder.Services.Count.ShouldBe(before);
    }

    private static async Task<WebApplication> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(one => one.Name, one => (string?)one.Value));
        // As the site does: the framework's own lines hold the whole path.
        builder.Logging.ClearProviders().AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddTelemetry();
        var site = builder.Build();
        site.Urls.Add("http://127.0.0.1:0");
        site.MapGet("/invitations/{key}", (string key) => key.Length);
        await site.StartAsync(Cancel);
        return site;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
