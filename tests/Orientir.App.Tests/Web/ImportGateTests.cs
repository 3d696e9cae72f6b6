using Orientir.Web.Shared;

namespace Orientir.App.Tests.Web;

public class ImportGateTests
{
    [Fact]
    public async Task Run_Third_WaitsForAPlaceOrLeaves()
    {
        using var gate = new ImportGate();
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var running = (Task<int>[])
            [
                gate.RunAsync(() => first.Task, TestContext.Current.CancellationToken),
                gate.RunAsync(() => second.Task, TestContext.Current.CancellationToken),
            ];
        var began = new TaskCompletionSource();
        var third = gate.RunAsync(
            () =>
            {
                began.SetResult();
                return Task.FromResult(3);
            },
            TestContext.Current.CancellationToken
        );
        using var leaves = new CancellationTokenSource();
        var fourth = gate.RunAsync(() => Task.FromResult(4), leaves.Token);

        (began.Task.IsCompleted, third.IsCompleted).ShouldBe((false, false));
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => fourth);
        first.SetException(new InvalidOperationException());
        await Should.ThrowAsync<InvalidOperationException>(() => running[0]);
        (await third).ShouldBe(3);
        second.SetResult(2);
        (await running[1]).ShouldBe(2);
        // A place is given back by whoever failed, too.
        (await gate.RunAsync(() => Task.FromResult(5), TestContext.Current.CancellationToken)).ShouldBe(5);
    }
}
