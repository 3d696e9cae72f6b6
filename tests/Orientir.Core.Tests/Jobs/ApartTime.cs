namespace Orientir.Core.Tests.Jobs;

/// <summary>The clock of a machine that stands apart from that of the others.</summary>
internal sealed class ApartTime(TimeProvider others, TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => others.GetUtcNow() + by;
}
