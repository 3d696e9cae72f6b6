using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace Orientir.TestSupport;

/// <summary>
/// Ends the whole process, naming the test, where one runs longer than any may: a test that hangs would else hold the run for ever
/// without a word about which. ORIENTIR_TEST_MINUTES sets how long that is, 15 by default: what bench/ runs may take longer.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EndsInTimeAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("ORIENTIR_TEST_MINUTES"), CultureInfo.InvariantCulture, out var wished)
            ? wished
            : 15
    );
    private readonly ConcurrentDictionary<string, Timer> running = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        running[test.UniqueID] = new Timer(
            _ => Environment.FailFast($"{test.TestDisplayName} is still running after {Longest.TotalMinutes} minutes."),
            null,
            Longest,
            Timeout.InfiniteTimeSpan
        );

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (running.TryRemove(test.UniqueID, out var timer))
            timer.Dispose();
    }
}
