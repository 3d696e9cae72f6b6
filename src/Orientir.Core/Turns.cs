namespace Orientir.Core;

/// <summary>
/// So many places, given in turn. A place that becomes free goes to the networks that wait by rounds, and within a network in the order
/// they came: a crowd of one network makes others wait for a place, never for the crowd. Who waits holds nothing.
/// </summary>
/// <param name="places">As many are served at once.</param>
/// <param name="share">As many of one network are served at once; null: all places may be its own.</param>
/// <param name="mostWaiting">As many of one network wait; one more is told to come again.</param>
public sealed class Turns(int places, int? share = null, int mostWaiting = int.MaxValue)
{
    private readonly Lock change = new();
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);

    // Lines whose first may be served, in the order of their turns.
    private readonly LinkedList<Line> rounds = [];
    private int free = places;

    /// <summary>Waits for a place; it is given on when what is returned is disposed of.</summary>
    /// <param name="network">Whoever waits under one name shares one line.</param>
    /// <param name="cancel">Leaves the line.</param>
    /// <exception cref="RefusedException">Too many of the network wait already.</exception>
    public async Task<IDisposable> TakeAsync(string network, CancellationToken cancel)
    {
        var (line, waits) = Stand(network);
        if (waits is not null)
        {
            await using var leaving = cancel.Register(() => Leave(line, waits, cancel));
            await waits.Task;
        }
        return new Place(this, line);
    }

    // The line and who waits in it; nobody where there is a free place.
    private (Line Line, TaskCompletionSource? Waits) Stand(string network)
    {
        lock (change)
        {
            if (!lines.TryGetValue(network, out var line))
                lines[network] = line = new Line(network);
            if (free > 0 && MayBeServed(line) && line.Waiting.Count == 0)
            {
                Serve(line);
                return (line, null);
            }
            if (line.Waiting.Count >= mostWaiting)
                throw RefusedException.TooMany(
                    "Сейчас сайт отвечает слишком многим сразу. Подождите минуту и повторите.",
                    TimeSpan.FromMinutes(1)
                );
            var waits = new TaskCompletionSource();
            line.Waiting.AddLast(waits);
            Settle(line);
            return (line, waits);
        }
    }

    private void Leave(Line line, TaskCompletionSource waits, CancellationToken cancel)
    {
        lock (change)
        {
            // Who was called up already uses the place or gives it on.
            if (!line.Waiting.Remove(waits))
                return;
            Settle(line);
        }
        waits.TrySetCanceled(cancel);
    }

    private void GiveOn(Line line)
    {
        TaskCompletionSource called;
        lock (change)
        {
            free++;
            line.Served--;
            Settle(line);
            if (rounds.First is not { Value: var next })
                return;
            rounds.RemoveFirst();
            called = next.Waiting.First!.Value;
            next.Waiting.RemoveFirst();
            Serve(next);
            Settle(next);
        }
        // At the end of what all threads have to do: each takes its own work first, and a crowd that is called up by the thread that has
        // just served it would leave new requests unread.
        ThreadPool.UnsafeQueueUserWorkItem(static called => called.SetResult(), called, preferLocal: false);
    }

    private bool MayBeServed(Line line) => share is null || line.Served < share;

    private void Serve(Line line)
    {
        free--;
        line.Served++;
    }

    // A line takes part in the rounds while somebody waits in it who may be served, and is forgotten when it is empty.
    private void Settle(Line line)
    {
        if (line.Waiting.Count == 0 || !MayBeServed(line))
            rounds.Remove(line);
        else if (!rounds.Contains(line))
            rounds.AddLast(line);
        if (line.Waiting.Count == 0 && line.Served == 0)
            lines.Remove(line.Network);
    }

    private sealed class Line(string network)
    {
        public string Network => network;
        public LinkedList<TaskCompletionSource> Waiting { get; } = [];
        public int Served { get; set; }
    }

    private sealed class Place(Turns turns, Line line) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
                turns.GiveOn(line);
        }
    }
}
