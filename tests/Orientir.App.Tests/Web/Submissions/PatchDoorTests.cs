using System.Net;
using System.Text;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class PatchDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Patches_WithHalfAnEmojiAndWithWhatIsNoChange_KeepNoOtherBack(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{id}/directions/1.1"));

        string Patch(string key, string uid, string field, string value) =>
            $$"""{"key":"{{key}}","subject":{{id}},"uid":"{{uid}}","item":"","field":"{{field}}","base":"","value":"{{value}}"}""";
        var answer = await SendAsync(
            $$"""
            {"user":"{{site.Accounts["coordinator@region.test"]}}","patches":[
            {{Patch("half", "1.1.1", "Comment", "и\u0306 \ud83d и\u200b")}},
            {{Patch("field", "1.1.1", "Unknown", "1")}},
            {"key":"shape","subject":"нет"}, 7,
            {{Patch("value", "1.1.2", "Value", "1")}}]}
            """
        );

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("\"key\":\"half\",\"outcome\":\"Saved\",\"current\":\"й \uFFFD и\"");
        answer.Text.ShouldContain("\"key\":\"value\",\"outcome\":\"Saved\"");
        answer.Text.ShouldContain("\"key\":\"field\",\"outcome\":\"Refused\"");
        answer.Text.ShouldContain("\"key\":\"shape\",\"outcome\":\"Refused\"");
        (await client.PageAsync($"/submissions/{id}/directions/1.1")).ShouldContain("й \uFFFD и");

        (await SendAsync("{\"user\":")).Status.ShouldBe(HttpStatusCode.BadRequest);

        async Task<(HttpStatusCode Status, string Text)> SendAsync(string json)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/submissions/patches", UriKind.Relative))
            {
                Content = new StringContent(json, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("RequestVerificationToken", token);
            using var answered = await client.SendAsync(request, Cancel);
            return (answered.StatusCode, System.Text.RegularExpressions.Regex.Unescape(await answered.Content.ReadAsStringAsync(Cancel)));
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Patches_MoreThanARequestTakes_AreRefusedWholeWhateverTheySay(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{id}/directions/1.1"));
        var patches = string.Join(
            ',',
            Enumerable
                .Range(0, 2_001)
                .Select(number =>
                    $$"""{"key":"k{{number}}","subject":{{id + number}},"uid":"1.1.1","item":"","field":"Comment","base":"","value":"а"}"""
                )
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/submissions/patches", UriKind.Relative))
        {
            Content = new StringContent(
                $$"""{"user":"{{site.Accounts["coordinator@region.test"]}}","patches":[{{patches}}]}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await client.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.PageAsync($"/submissions/{id}/directions/1.1")).ShouldNotContain(">а</textarea>");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Form_WithInvisibleAndDecomposedLetters_IsKeptClean(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var page = await client.PageAsync($"/submissions/{id}/directions/1.1");
        var name = $"{id}/{nameof(AnswerField.Comment)}/1.1.1/";

        using var answer = await client.PostAsShownAsync(
            $"/submissions/{id}/directions/1.1",
            page,
            "direction",
            ("new/" + name, "Положени\u0306 о\u200B\uFFFE")
        );

        (await client.PageAsync($"/submissions/{id}/directions/1.1")).ShouldContain("Положенй о\uFFFD");
    }
}
