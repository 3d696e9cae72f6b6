using System.IO.Pipelines;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Web.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>
/// Draws pages so many at a time, networks by turns. A page being drawn holds its rows and its text: two thousand at once took the site to
/// 700 MB and answered nobody sooner, and a stranger who asks on four hundred connections kept everybody waiting. Whoever waits holds a
/// connection alone; leaving the page ends the waiting. A page is drawn whole before any of it is sent: who takes it slowly, or not at all,
/// keeps nobody's place.
/// </summary>
/// <param name="turns">Places for as many pages as are drawn at once.</param>
/// <param name="longest">After so long the place is given on, though the page is not drawn yet.</param>
internal sealed class PageTurns(Turns turns, TimeSpan longest)
{
    // Enough to keep the processors busy while some ask the database. Of one network a page a processor: more of a crowd would stand before
    // whatever comes to be read.
    public PageTurns()
        : this(new Turns(4 * Environment.ProcessorCount, share: Environment.ProcessorCount), TimeSpan.FromSeconds(5)) { }

    /// <summary>Pages asked for wait before anything asks the database.</summary>
    public Task AskedAsync(HttpContext http, RequestDelegate next) =>
        IsPage(http) && !HttpMethods.IsPost(http.Request.Method) ? DrawAsync(http, next) : next(http);

    /// <summary>
    /// Forms of pages wait when they are read and it is known who sends them: a place is not for the time of sending. The doors of the site
    /// have turns of their own.
    /// </summary>
    public Task SentAsync(HttpContext http, RequestDelegate next) =>
        IsPage(http) && HttpMethods.IsPost(http.Request.Method) && !LimitSignIns.IsDoor(http) ? DrawAsync(http, next) : next(http);

    /// <summary>Draws a page in its turn; one that is drawn instead of another has the turn of that.</summary>
    public async Task DrawAsync(HttpContext http, RequestDelegate draw)
    {
        var line = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (line is Drawn)
        {
            await draw(http);
            return;
        }
        var page = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        try
        {
            using (var place = await turns.TakeAsync(Network.Of(FindSignedIn.AddressOf(http)), http.RequestAborted))
            using (new Timer(_ => place.Dispose(), null, longest, Timeout.InfiniteTimeSpan))
                await DrawAsync(http, line, draw, page.Writer);
            await page.Reader.CopyToAsync(http.Response.BodyWriter, http.RequestAborted);
        }
        finally
        {
            await page.Reader.CompleteAsync();
        }
    }

    private static async Task DrawAsync(HttpContext http, IHttpResponseBodyFeature line, RequestDelegate draw, PipeWriter page)
    {
        var drawn = new Drawn(page.AsStream());
        http.Features[typeof(IHttpResponseBodyFeature)] = drawn;
        try
        {
            await draw(http);
            await drawn.CompleteAsync();
        }
        finally
        {
            http.Features.Set(line);
            await page.CompleteAsync();
        }
    }

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    /// <summary>Where a page in its turn is written.</summary>
    private sealed class Drawn(Stream page) : StreamResponseBodyFeature(page);
}
