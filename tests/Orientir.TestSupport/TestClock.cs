using Microsoft.Extensions.Time.Testing;

namespace Orientir.TestSupport;

/// <summary>A clock that stands where the test sets it, earlier too.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    public TestClock()
        : this(new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc)) { }

    public TestClock(DateTime now)
        : base(new(now)) { }

    public DateTime Now
    {
        get => GetUtcNow().UtcDateTime;
        set => AdjustTime(new(value));
    }
}
