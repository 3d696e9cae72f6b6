namespace Orientir.Measurement.Tests;

public class SkeletonTests
{
    [Fact]
    public void Build_Succeeds_Runs() => typeof(SkeletonTests).ShouldNotBeNull();
}
