using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Web.Shared;

namespace Orientir.App.Tests.Web;

public sealed class PageTurnsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_MoreThanMayBeDrawn_WaitInTheOrderTheyCame()
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 2, Long);
        var asked = Enumerable.Range(0, 5).Select(page => turns.InvokeAsync(Asked(page))).ToList();

        drawn.Select(one => one.Page).ShouldBe([0, 1]);
        drawn[1].End.SetResult();
        await asked[1];
        await Until(() => drawn.Count == 3);
        drawn[2].End.SetResult();
        await Until(() => drawn.Count == 4);
        drawn.Select(one => one.Page).ShouldBe([0, 1, 2, 3]);
        asked[0].IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Invoke_PageTakenSlowly_KeepsNobodysPlace()
    {
        var turns = new Site(http => http.Response.WriteAsync("страница", Cancel), atOnce: 1, Long);
        var (slow, other) = (Asked(0), Asked(1));
        var line = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        slow.Response.Body = line.Writer.AsStream();
        other.Response.Body = new MemoryStream();
        var sent = turns.InvokeAsync(slow);
        await turns.InvokeAsync(other);

        other.Response.Body.Length.ShouldBe(16);
        sent.IsCompleted.ShouldBeFalse();
        var taken = (await line.Reader.ReadAtLeastAsync(16, Cancel)).Buffer;
        taken.Length.ShouldBe(16);
        line.Reader.AdvanceTo(taken.End);
        await sent;
    }

    [Fact]
    public async Task Invoke_PageThatFails_SendsNothingOfIt()
    {
        var turns = new Site(
            async http =>
            {
                await http.Response.WriteAsync("начало", Cancel);
                throw new InvalidOperationException();
            },
            atOnce: 1,
            Long
        );
        var asked = Asked(0);
        asked.Response.Body = new MemoryStream();
        await Should.ThrowAsync<InvalidOperationException>(() => turns.InvokeAsync(asked));
        asked.Response.Body.Length.ShouldBe(0);
        asked.Response.HasStarted.ShouldBeFalse();
    }

    [Fact]
    public async Task Invoke_PageDrawnSlowly_GivesItsPlaceOnOnce()
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 1, TimeSpan.FromMilliseconds(50));
        var asked = Enumerable.Range(0, 2).Select(page => turns.InvokeAsync(Asked(page))).ToList();

        await Until(() => drawn.Count == 2);
        asked.ShouldAllBe(one => !one.IsCompleted);
        drawn.ForEach(one => one.End.SetResult());
        await Task.WhenAll(asked);
        // Ended and lapsed, each place was given on once: one page is drawn at a time still.
        drawn.Clear();
        _ = Enumerable.Range(2, 2).Select(page => turns.InvokeAsync(Asked(page))).ToList();
        drawn.Select(one => one.Page).ShouldBe([2]);
    }

    [Fact]
    public async Task Invoke_ReaderGoesAwayWhileWaiting_LeavesThePlaceToOthers()
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 1, Long);
        var first = turns.InvokeAsync(Asked(0));
        using var gone = new CancellationTokenSource();
        var second = turns.InvokeAsync(Asked(1, gone));
        var third = turns.InvokeAsync(Asked(2));

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        drawn[0].End.SetResult();
        await first;
        await Until(() => drawn.Count == 2);
        drawn[1].Page.ShouldBe(2);
        drawn[1].End.SetResult();
        await third;
    }

    [Theory]
    [InlineData("GET", "/submissions", "page", false)]
    [InlineData("HEAD", "/submissions", "page", false)]
    [InlineData("POST", "/submissions", "page", false)]
    [InlineData("GET", "/board.xlsx", "document", true)]
    [InlineData("GET", "/evidence/1/file", "file", true)]
    [InlineData("POST", "/submissions/patches", "document", true)]
    [InlineData("GET", "/nowhere", "nothing", true)]
    [InlineData("POST", "/sign-in", "page", true)]
    public void Invoke_WhatHasTurnsOfItsOwnOrNone_DoesNotWaitForPages(string method, string path, string what, bool isDrawn)
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 1, Long);
        _ = turns.InvokeAsync(Asked(0));
        var other = Asked(1);
        (other.Request.Method, other.Request.Path) = (method, path);
        if (what != "page")
            other.SetEndpoint(what == "nothing" ? null : new Endpoint(null, what == "file" ? new(new SendsFileAttribute()) : [], what));
        _ = turns.InvokeAsync(other);

        drawn.Select(one => one.Page).ShouldBe(isDrawn ? [0, 1] : [0]);
    }

    [Theory]
    [InlineData("document", 1)]
    [InlineData("file", 3)]
    public void Invoke_DocumentsAtOnce_WaitForEachOtherAndFilesDoNot(string what, int drawnAtOnce)
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 1, Long);
        foreach (var page in Enumerable.Range(0, 3))
        {
            var asked = Asked(page);
            asked.SetEndpoint(new Endpoint(null, what == "file" ? new(new SendsFileAttribute()) : [], what));
            _ = turns.InvokeAsync(asked);
        }
        drawn.Count.ShouldBe(drawnAtOnce);
    }

    [Fact]
    public async Task Invoke_WhatIsLarge_IsSentWholeFromAFileThatGoes()
    {
        var folder = new TemporaryFolder(Path.Combine(Path.GetTempPath(), "orientir-turns-large"));
        var large = new byte[3 << 20];
        new Random(20261128).NextBytes(large);
        var files = -1;
        var pages = new PageTurns(new Turns(1), new Turns(1), Long, folder);
        var asked = Asked(0);
        asked.Response.Body = new MemoryStream();
        await pages.AskedAsync(
            asked,
            async http =>
            {
                await http.Response.Body.WriteAsync(large, Cancel);
                await http.Response.Body.FlushAsync(Cancel);
                files = Directory.GetFiles(folder.OfProcess()).Length;
            }
        );
        files.ShouldBe(1);
        ((MemoryStream)asked.Response.Body).ToArray().ShouldBe(large);
        Directory.GetFiles(folder.OfProcess()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Draw_OfAFailureInsteadOfAPage_HasTheTurnOfThePage()
    {
        PageTurns? pages = null;
        var turns = new Site(
            http => pages!.DrawAsync(http, failed => failed.Response.WriteAsync("не вышло", Cancel)),
            atOnce: 1,
            TimeSpan.FromMinutes(10)
        );
        pages = turns.Pages;
        var asked = Asked(0);
        asked.Response.Body = new MemoryStream();
        await turns.InvokeAsync(asked);
        asked.Response.Body.Length.ShouldBe(15);
    }

    [Fact]
    public async Task Invoke_CrowdOfOneAddress_IsNotWaitedFor()
    {
        var drawn = new List<(int Page, TaskCompletionSource End)>();
        var turns = Drawing(drawn, atOnce: 1, Long);
        var crowd = Enumerable.Range(0, 50).Select(page => turns.InvokeAsync(Asked(page, from: "198.51.100.7"))).ToList();
        _ = turns.InvokeAsync(Asked(50, from: "203.0.113.9"));

        drawn[0].End.SetResult();
        await crowd[0];
        await Until(() => drawn.Count == 2);
        drawn[1].End.SetResult();
        await crowd[1];
        await Until(() => drawn.Count == 3);
        drawn.Select(one => one.Page).ShouldBe([0, 1, 50]);
    }

    private static Site Drawing(List<(int Page, TaskCompletionSource End)> drawn, int atOnce, TimeSpan longest) =>
        new(
            http =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (drawn)
                    drawn.Add(((int)http.Items["page"]!, end));
                return end.Task;
            },
            atOnce,
            longest
        );

    /// <summary>The two places of the line of the site at which pages wait, and what answers behind them.</summary>
    private sealed class Site(RequestDelegate answer, int atOnce, TimeSpan longest)
    {
        public PageTurns Pages { get; } =
            new(new Turns(atOnce), new Turns(atOnce), longest, new TemporaryFolder(Path.Combine(Path.GetTempPath(), "orientir-turns")));

        public Task InvokeAsync(HttpContext http) => Pages.AskedAsync(http, read => Pages.SentAsync(read, answer));
    }

    private static DefaultHttpContext Asked(int page, CancellationTokenSource? gone = null, string from = "203.0.113.1")
    {
        var http = new DefaultHttpContext { RequestAborted = gone?.Token ?? default };
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        http.Request.Method = "GET";
        http.Items["page"] = page;
        http.SetEndpoint(new Endpoint(null, new(new ComponentTypeMetadata(typeof(PageTurnsTests))), "page"));
        return http;
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var look = 0; look < 1000 && !holds(); look++)
            await Task.Delay(10, Cancel);
        holds().ShouldBeTrue();
    }
}
