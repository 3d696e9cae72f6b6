using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public sealed class TurnsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_ByMany_LetsAFewInAtATimeAndAllInTheEnd()
    {
        using var turns = new Turns(atOnce: 3, mostWaiting: 40);
        using var three = new CountdownEvent(3);
        var now = 0;
        var seen = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(at =>
                    Task.Run(
                        () =>
                            turns.TakeAsync(
                                async () =>
                                {
                                    var here = Interlocked.Increment(ref now);
                                    // The first three meet, so that three were let in together.
                                    if (!three.IsSet)
                                    {
                                        three.Signal();
                                        three.Wait(Cancel);
                                    }
                                    await Task.Yield();
                                    Interlocked.Decrement(ref now);
                                    return here;
                                },
                                Cancel
                            ),
                        Cancel
                    )
                )
        );
        seen.Length.ShouldBe(40);
        seen.Max().ShouldBe(3);
    }

    [Fact]
    public async Task Take_WhereTooManyWait_RefusesTheOneMoreAndTakesTheNextOnceThereIsRoom()
    {
        using var turns = new Turns(atOnce: 1, mostWaiting: 2);
        var held = new TaskCompletionSource<int>();
        var (first, second) = (turns.TakeAsync(() => held.Task, Cancel), turns.TakeAsync(() => Task.FromResult(2), Cancel));
        (await Should.ThrowAsync<RefusedException>(() => turns.TakeAsync(() => Task.FromResult(3), Cancel))).Kind.ShouldBe(
            RefusalKind.TooMany
        );
        held.SetResult(1);
        (await first, await second).ShouldBe((1, 2));
        (await turns.TakeAsync(() => Task.FromResult(3), Cancel)).ShouldBe(3);
    }

    [Fact]
    public async Task Take_ByOneWhoLeaves_FreesThePlace()
    {
        using var turns = new Turns(atOnce: 1, mostWaiting: 2);
        var held = new TaskCompletionSource<int>();
        var first = turns.TakeAsync(() => held.Task, Cancel);
        using var leaving = new CancellationTokenSource();
        var second = turns.TakeAsync(() => Task.FromResult(2), leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        var third = turns.TakeAsync(() => Task.FromResult(3), Cancel);
        held.SetResult(1);
        (await first, await third).ShouldBe((1, 3));
    }
}
