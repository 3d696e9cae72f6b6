using Microsoft.Extensions.Time.Testing;

namespace Orientir.Core.Tests.Letters;

/// <summary>A clock by which whatever is waited for is over at once.</summary>
internal sealed class PassingTime(DateTime now) : FakeTimeProvider(new(now, TimeSpan.Zero))
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return timer;
    }
}
