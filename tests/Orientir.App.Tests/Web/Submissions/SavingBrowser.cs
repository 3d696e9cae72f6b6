using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// A browser with a form open, as autosave.js behaves: changes wait in its queue with their keys and are sent again, the same ones, until they
/// are answered. Signed in once; the session outlives the site.
/// </summary>
/// <param name="address">The site.</param>
/// <param name="user">Who.</param>
/// <param name="place">What is open.</param>
internal sealed class SavingBrowser(Uri address, int user, SavingBrowser.Form place) : IDisposable
{
    /// <summary>A form: of answers, or of marks.</summary>
    /// <param name="Subject">Whose.</param>
    /// <param name="Own">The indicator nobody else writes to.</param>
    /// <param name="AreMarks">Whether marks are given there.</param>
    public sealed record Form(int Subject, string Own, bool AreMarks = false)
    {
        /// <summary>The indicator everybody writes to.</summary>
        public string Common => AreMarks ? "2.1" : "1.1.1";

        internal string Page =>
            AreMarks
                ? string.Create(CultureInfo.InvariantCulture, $"/reviews/{Subject}")
                : string.Create(CultureInfo.InvariantCulture, $"/submissions/{Subject}/directions/1.1");

        internal Uri Patches => new(AreMarks ? "/reviews/patches?expert=" : "/submissions/patches", UriKind.Relative);
    }

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address,
    };
    private readonly Dictionary<(string Uid, string Field), string> known = [];
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"{user}-{place.Own}-{(place.AreMarks ? 'm' : 'a')}");
    private string token = "";
    private int number;

    /// <summary>A change that was answered.</summary>
    public sealed record Answer(string Key, Form At, string Uid, string Field, string Base, string Value, string Outcome, string Raw);

    /// <summary>The changes answered, in order.</summary>
    public ConcurrentQueue<Answer> Answered { get; } = [];

    public async Task SignInAsync(string account, CancellationToken cancel)
    {
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await SiteHost.SignInAsync(client, account, SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        token = SubmissionSite.Token(await client.PageAsync(place.Page));
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Changes its own value and comment and the comment everybody changes, over and over; ends with nothing unanswered.</summary>
    /// <param name="turn">What it waits for before each change.</param>
    /// <param name="over">When it ends.</param>
    public async Task SaveUntilAsync(Func<Task> turn, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await turn();
            number++;
            List<Answer> queue =
            [
                Next(place.Own, nameof(AnswerField.Value), number % 2 == 0 ? "1" : "0"),
                Next(place.Own, nameof(AnswerField.Comment), $"{name} {number}"),
                Next(place.Common, nameof(AnswerField.Comment), $"{name} общее {number}"),
            ];
            // One at a time or together, as they were typed.
            foreach (var batch in queue.Chunk(number % 3 + 1))
            {
                foreach (var (change, result) in batch.Zip(await AnsweredAsync(batch, CancellationToken.None)))
                {
                    var outcome = result.GetProperty("outcome").GetString()!;
                    outcome.ShouldNotBe(nameof(PatchOutcome.Refused), result.GetRawText());
                    // After a conflict one has seen the other's value: the next change rests on it.
                    known[(change.Uid, change.Field)] = result.GetProperty("current").GetString()!;
                    Answered.Enqueue(change with { Outcome = outcome, Raw = result.GetRawText() });
                }
            }
        }
    }

    /// <summary>Sends changes answered before once more: the answers must be the same. Gives their number.</summary>
    public async Task<int> RepeatAsync(int from, CancellationToken cancel)
    {
        Answer[] again = [.. Answered.Skip(from)];
        foreach (var batch in again.Chunk(50))
            (await AnsweredAsync(batch, cancel)).Select(result => result.GetRawText()).ShouldBe(batch.Select(change => change.Raw));
        return again.Length;
    }

    public void Dispose() => client.Dispose();

    private Answer Next(string uid, string field, string value) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{name}-{number}-{uid}-{field}"),
            place,
            uid,
            field,
            known.GetValueOrDefault((uid, field), ""),
            value,
            "",
            ""
        );

    /// <summary>Sends until an answer comes.</summary>
    private async Task<JsonElement[]> AnsweredAsync(Answer[] batch, CancellationToken cancel)
    {
        JsonElement[] said;
        while ((said = await SendAsync(batch)).Length == 0)
            await Task.Delay(20, cancel);
        return said;
    }

    /// <summary>What was answered; nothing where no answer came.</summary>
    private async Task<JsonElement[]> SendAsync(Answer[] batch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, place.Patches)
        {
            Content = JsonContent.Create(
                new
                {
                    user = user.ToString(CultureInfo.InvariantCulture),
                    patches = batch.Select(change => new
                    {
                        key = change.Key,
                        subject = place.Subject,
                        uid = change.Uid,
                        item = "",
                        field = change.Field,
                        @base = change.Base,
                        value = change.Value,
                    }),
                }
            ),
        };
        request.Headers.Add("RequestVerificationToken", token);
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            // The database is away for the moment, which autosave.js waits for.
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                return [];
            response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            return [.. JsonSerializer.Deserialize<JsonElement>(text).GetProperty("results").EnumerateArray()];
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // Refused, or torn off in the middle of an answer.
            return [];
        }
    }
}
