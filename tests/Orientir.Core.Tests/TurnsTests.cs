namespace Orientir.Core.Tests;

public sealed class TurnsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_ByMany_LetsAFewInAtATimeAndAllInTheEnd()
    {
        var turns = new Turns(places: 3);
        using var three = new CountdownEvent(3);
        var now = 0;
        var seen = await Task.WhenAll(Enumerable.Range(0, 40).Select(at => Task.Run(() => ComeAsync($"сеть {at % 4}"), Cancel)));
        seen.Length.ShouldBe(40);
        seen.Max().ShouldBe(3);

        async Task<int> ComeAsync(string network)
        {
            using (await turns.TakeAsync(network, Cancel))
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
            }
        }
    }

    [Fact]
    public async Task Take_ByACrowdOfOneNetwork_ServesTheOthersByRounds()
    {
        var turns = new Turns(places: 1);
        var held = await turns.TakeAsync("толпа", Cancel);
        var served = new List<string>();
        var all = new List<Task>();
        foreach (var who in new[] { "толпа 1", "толпа 2", "толпа 3", "сосед 1", "сосед 2", "другой 1" })
            all.Add(ComeAsync(who));
        held.Dispose();
        await Task.WhenAll(all);
        served.ShouldBe(["толпа 1", "сосед 1", "другой 1", "толпа 2", "сосед 2", "толпа 3"]);

        async Task ComeAsync(string who)
        {
            using (await turns.TakeAsync(who.Split(' ')[0], Cancel))
                served.Add(who);
        }
    }

    [Fact]
    public async Task Take_BeyondTheShareOfANetwork_WaitsThoughThereIsAPlaceForOthers()
    {
        var turns = new Turns(places: 3, share: 2);
        var (first, second) = (await turns.TakeAsync("толпа", Cancel), await turns.TakeAsync("толпа", Cancel));
        var (third, fourth) = (turns.TakeAsync("толпа", Cancel), turns.TakeAsync("толпа", Cancel));
        third.IsCompleted.ShouldBeFalse();
        (await turns.TakeAsync("сосед", Cancel)).Dispose();

        first.Dispose();
        await third;
        fourth.IsCompleted.ShouldBeFalse();
        second.Dispose();
        await fourth;
    }

    [Fact]
    public async Task Take_InAnyOrder_KeepsPlacesSharesAndNobodyWaiting()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 200; round++)
        {
            var (places, share) = (random.Next(1, 5), random.Next(1, 4));
            var turns = new Turns(places, share);
            var now = new Dictionary<string, int>();
            var most = new Dictionary<string, int>();
            var (served, left) = (0, 0);
            await Task.WhenAll(Enumerable.Range(0, 40).Select(at => ComeAsync($"сеть {random.Next(4)}", random.Next(5) == 0)));
            (served + left).ShouldBe(40);
            most.Values.Max().ShouldBeLessThanOrEqualTo(share);
            // All places are free again: as many as there are can be taken at once by networks of their own.
            var taken = Enumerable.Range(0, places).Select(at => turns.TakeAsync($"новая {at}", Cancel)).ToList();
            taken.ShouldAllBe(one => one.IsCompletedSuccessfully);
            turns.TakeAsync("ещё одна", Cancel).IsCompleted.ShouldBeFalse();

            async Task ComeAsync(string network, bool leaves)
            {
                using var leaving = new CancellationTokenSource();
                if (leaves)
                    leaving.CancelAfter(TimeSpan.FromMilliseconds(1));
                try
                {
                    using var place = await turns.TakeAsync(network, leaving.Token);
                    lock (now)
                    {
                        now[network] = now.GetValueOrDefault(network) + 1;
                        most[network] = Math.Max(most.GetValueOrDefault(network), now[network]);
                        now.Values.Sum().ShouldBeLessThanOrEqualTo(places);
                    }
                    await Task.Yield();
                    lock (now)
                    {
                        now[network]--;
                        served++;
                    }
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref left);
                }
            }
        }
    }

    [Fact]
    public async Task Take_WhereTooManyOfOneNetworkWait_RefusesTheOneMoreAndNobodyElse()
    {
        var turns = new Turns(places: 1, mostWaiting: 1);
        var held = await turns.TakeAsync("толпа", Cancel);
        var (second, neighbour) = (turns.TakeAsync("толпа", Cancel), turns.TakeAsync("сосед", Cancel));
        (await Should.ThrowAsync<RefusedException>(() => turns.TakeAsync("толпа", Cancel))).Kind.ShouldBe(RefusalKind.TooMany);
        held.Dispose();
        (await second).Dispose();
        (await neighbour).Dispose();
        (await turns.TakeAsync("толпа", Cancel)).Dispose();
    }

    [Fact]
    public async Task Take_ByOneWhoLeaves_FreesThePlaceInTheLine()
    {
        var turns = new Turns(places: 1, mostWaiting: 1);
        var held = await turns.TakeAsync("сеть", Cancel);
        using var leaving = new CancellationTokenSource();
        var second = turns.TakeAsync("сеть", leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        var third = turns.TakeAsync("сеть", Cancel);
        held.Dispose();
        (await third).Dispose();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            using var taken = await turns.TakeAsync("сеть", Cancel);
            await turns.TakeAsync("сеть", leaving.Token);
        });
        (await turns.TakeAsync("сеть", Cancel)).Dispose();
    }

    [Fact]
    public async Task Dispose_Twice_GivesThePlaceOnOnce()
    {
        var turns = new Turns(places: 1);
        var held = await turns.TakeAsync("сеть", Cancel);
        held.Dispose();
        held.Dispose();
        using var again = await turns.TakeAsync("сеть", Cancel);
        turns.TakeAsync("сеть", Cancel).IsCompleted.ShouldBeFalse();
    }
}
