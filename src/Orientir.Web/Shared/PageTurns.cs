using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Web.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>What is asked for here is sent as it is read, a kept file in whatever size, and needs no turn.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SendsFileAttribute : Attribute;

/// <summary>
/// Draws pages and documents so many at a time, networks by turns. A page being drawn holds its rows and its text: two thousand at once
/// took the site to 700 MB and answered nobody sooner, and a stranger who asks on four hundred connections kept everybody waiting.
/// Whoever waits holds a connection alone; leaving the page ends the waiting. All is drawn whole before any of it is sent, what is large
/// into a file: who takes it slowly, or not at all, keeps nobody's place.
/// </summary>
/// <param name="pages">Places for as many pages as are drawn at once.</param>
/// <param name="documents">Places for as many tables, forms and letters as are made at once to be saved.</param>
/// <param name="longest">After so long the place is given on, though the page is not drawn yet.</param>
/// <param name="folder">Where what is large waits to be sent.</param>
internal sealed class PageTurns(Turns pages, Turns documents, TimeSpan longest, TemporaryFolder folder)
{
    // The largest form is a third of it.
    private const int InMemory = 1 << 20;

    // Enough pages to keep the processors busy while some ask the database. Of one network a page a processor: more of a crowd would stand
    // before whatever comes to be read.
    public PageTurns(TemporaryFolder folder)
        : this(
            new Turns(4 * Environment.ProcessorCount, share: Environment.ProcessorCount),
            new Turns(Environment.ProcessorCount),
            TimeSpan.FromSeconds(5),
            folder
        ) { }

    /// <summary>What is asked for waits before anything asks the database.</summary>
    public Task AskedAsync(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint() is { } asked
        && !HttpMethods.IsPost(http.Request.Method)
        && asked.Metadata.GetMetadata<SendsFileAttribute>() is null
            ? DrawAsync(http, IsPage(asked) ? pages : documents, next)
            : next(http);

    /// <summary>
    /// Forms of pages wait when they are read and it is known who sends them: a place is not for the time of sending. The doors of the site
    /// have turns of their own.
    /// </summary>
    public Task SentAsync(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint() is { } asked && IsPage(asked) && HttpMethods.IsPost(http.Request.Method) && !LimitSignIns.IsDoor(http)
            ? DrawAsync(http, pages, next)
            : next(http);

    /// <summary>Draws a page in its turn; one that is drawn instead of another has the turn of that.</summary>
    public Task DrawAsync(HttpContext http, RequestDelegate draw) => DrawAsync(http, pages, draw);

    private async Task DrawAsync(HttpContext http, Turns turns, RequestDelegate draw)
    {
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (body is Drawn)
        {
            await draw(http);
            return;
        }
        await using var page = new FileBufferingWriteStream(InMemory, tempFileDirectoryAccessor: folder.OfProcess);
        using (var place = await turns.TakeAsync(Network.Of(FindSignedIn.AddressOf(http)), http.RequestAborted))
        using (new Timer(_ => place.Dispose(), null, longest, Timeout.InfiniteTimeSpan))
            await DrawAsync(http, body, draw, page);
        await page.DrainBufferAsync(http.Response.BodyWriter, http.RequestAborted);
    }

    private static async Task DrawAsync(HttpContext http, IHttpResponseBodyFeature body, RequestDelegate draw, Stream page)
    {
        var drawn = new Drawn(page);
        http.Features[typeof(IHttpResponseBodyFeature)] = drawn;
        try
        {
            await draw(http);
            await drawn.CompleteAsync();
        }
        finally
        {
            http.Features.Set(body);
        }
    }

    private static bool IsPage(Endpoint asked) => asked.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    /// <summary>Where what is drawn in its turn is written.</summary>
    private sealed class Drawn(Stream page) : StreamResponseBodyFeature(page);
}
