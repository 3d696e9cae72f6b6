using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core;
using Orientir.Core.Submissions;
using Orientir.Web.Shared;

namespace Orientir.App.Tests.Web;

public sealed class LargeBodiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OfOneNetwork_TwoAtATimeAndOthersBeside()
    {
        var bodies = new LargeBodies();
        var coming = Enumerable.Range(0, 3).Select(_ => new Coming()).ToList();
        var read = coming.Select(body => bodies.ReadAsync(Sent(body, LargeBodies.MostOfSmall + 1), _ => Task.CompletedTask)).ToList();
        var other = new Coming();
        var beside = bodies.ReadAsync(Sent(other, LargeBodies.MostOfSmall + 1, from: "203.0.113.2"), _ => Task.CompletedTask);

        coming.Select(body => body.IsAsked).ShouldBe([true, true, false]);
        other.IsAsked.ShouldBeTrue();
        other.End();
        await beside;
        coming[0].End();
        await read[0];
        await coming[2].Asked;
        coming[1].End();
        coming[2].End();
        await Task.WhenAll(read);
    }

    [Theory]
    [InlineData(LargeBodies.MostOfSmall, "application/json")]
    [InlineData(LargeBodies.MostOfSmall + 1, "multipart/form-data; boundary=x")]
    [InlineData(0, null)]
    public async Task Read_OfWhatIsSmallOrComesInParts_WaitsForNobody(int length, string? type)
    {
        var bodies = new LargeBodies();
        for (var taken = 0; taken < 2; taken++)
            _ = bodies.ReadAsync(Sent(new Coming(), LargeBodies.MostOfSmall + 1), _ => Task.CompletedTask);
        var passed = false;
        await bodies.ReadAsync(
            Sent(new Coming(), length, type: type),
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            }
        );
        passed.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_OfALargeBody_GivesItWholeToWhoeverReadsItNext()
    {
        var sent = new string('я', LargeBodies.MostOfSmall);
        var http = Sent(new MemoryStream(Encoding.UTF8.GetBytes(sent)), null);
        string? got = null;
        await new LargeBodies().ReadAsync(
            http,
            async read =>
            {
                using var reader = new StreamReader(read.Request.BodyReader.AsStream());
                got = await reader.ReadToEndAsync(Cancel);
            }
        );
        got.ShouldBe(sent);
    }

    [Fact]
    public void Patches_OfAMillionElements_AreRefusedAndCostLittle()
    {
        var body = "{\"user\":\"8\",\"patches\":[" + string.Join(',', Enumerable.Repeat("{}", 1_390_000)) + "]}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sent = JsonSerializer.Deserialize<SentPatches>(body, JsonSerializerOptions.Web)!;
        Should.Throw<RefusedException>(sent.Read<AnswerField>).Kind.ShouldBe(RefusalKind.Invalid);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(30 << 20);
    }

    private static DefaultHttpContext Sent(Stream body, long? length, string from = "203.0.113.1", string? type = "application/json")
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(from);
        (http.Request.Method, http.Request.ContentLength, http.Request.ContentType, http.Request.Body) = ("POST", length, type, body);
        http.Features.Set<IHttpRequestBodyDetectionFeature>(new Body(length != 0));
        return http;
    }

    private sealed record Body(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    /// <summary>A body whose sender takes its time.</summary>
    private sealed class Coming : MemoryStream
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAsked => asked.Task.IsCompleted;
        public Task Asked => asked.Task;

        public void End() => end.SetResult();

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            await end.Task.WaitAsync(cancellationToken);
        }
    }
}
