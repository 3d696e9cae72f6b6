using System.IO.Pipelines;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Orientir.Web.Shared;

/// <summary>
/// Draws pages so many at a time, in the order they were asked for. A page being drawn holds its rows and its text: two thousand at once
/// took the site to 700 MB and answered nobody sooner. Whoever waits holds a connection alone; leaving the page ends the waiting. A page is
/// drawn whole before any of it is sent: who takes it slowly, or not at all, keeps nobody's place.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="places">As many as pages are drawn at once.</param>
/// <param name="longest">After so long the place is given on, though the page is not drawn yet.</param>
internal sealed class PageTurns(RequestDelegate next, SemaphoreSlim places, TimeSpan longest)
{
    /// <summary>Puts it before whatever asks the database.</summary>
    public static void Use(IApplicationBuilder app) =>
        app.UseMiddleware<PageTurns>(new SemaphoreSlim(16 * Environment.ProcessorCount), TimeSpan.FromSeconds(5));

    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            await next(http);
            return;
        }
        await places.WaitAsync(http.RequestAborted);
        var page = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        try
        {
            using (new Turn(places, longest))
                await DrawAsync(http, page.Writer);
            await page.Reader.CopyToAsync(http.Response.BodyWriter, http.RequestAborted);
        }
        finally
        {
            await page.Reader.CompleteAsync();
        }
    }

    private async Task DrawAsync(HttpContext http, PipeWriter page)
    {
        var line = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var drawn = new StreamResponseBodyFeature(page.AsStream());
        http.Features[typeof(IHttpResponseBodyFeature)] = drawn;
        try
        {
            await next(http);
            await drawn.CompleteAsync();
        }
        finally
        {
            http.Features.Set(line);
            await page.CompleteAsync();
        }
    }

    /// <summary>A place taken; given on once, at the end or when it has lasted too long.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly SemaphoreSlim places;
        private readonly Timer lapse;
        private int given;

        public Turn(SemaphoreSlim places, TimeSpan longest)
        {
            this.places = places;
            lapse = new(_ => GiveOn(), null, longest, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lapse.Dispose();
            GiveOn();
        }

        private void GiveOn()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
                places.Release();
        }
    }
}
