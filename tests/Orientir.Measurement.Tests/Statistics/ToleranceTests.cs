using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Statistics;

public class ToleranceTests
{
    [Fact]
    public void Compare_BinaryNoise_IsEqual()
    {
        const double noisy = 0.1 + 0.2;
        noisy.ShouldNotBe(0.3);
        Tolerance.AreEqual(noisy, 0.3).ShouldBeTrue();
        Tolerance.IsAbove(noisy, 0.3).ShouldBeFalse();
        Tolerance.IsBelow(0.3, noisy).ShouldBeFalse();
        Tolerance.Reaches(0.3, noisy).ShouldBeTrue();
        Tolerance.SortKey(noisy).ShouldBe(Tolerance.SortKey(0.3));
        Tolerance.WholeSteps(0.3 / 0.1).ShouldBe(3);
    }

    [Fact]
    public void Compare_TrueDifference_IsNotEqual()
    {
        Tolerance.AreEqual(0.3, 0.300001).ShouldBeFalse();
        Tolerance.IsAbove(0.300001, 0.3).ShouldBeTrue();
        Tolerance.IsBelow(0.3, 0.300001).ShouldBeTrue();
        Tolerance.Reaches(0.3, 0.300001).ShouldBeFalse();
    }

    [Fact]
    public void AreEqual_NaN_EqualsNothing() => Tolerance.AreEqual(double.NaN, double.NaN).ShouldBeFalse();
}
