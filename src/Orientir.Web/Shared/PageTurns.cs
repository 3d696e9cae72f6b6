using Microsoft.AspNetCore.Components.Endpoints;

namespace Orientir.Web.Shared;

/// <summary>
/// Draws pages so many at a time, in the order they were asked for. A page being drawn holds its rows and its text: two thousand at once
/// took the site to 700 MB and answered nobody sooner. Whoever waits holds a connection alone; leaving the page ends the waiting.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="places">As many as pages are drawn at once.</param>
/// <param name="longest">After so long the place is given on, however slowly the page is taken.</param>
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
        using var turn = new Turn(places, longest);
        await next(http);
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
