using Orientir.Measurement.Cycle;

namespace Orientir.Measurement.Tests.Cycle;

public class CycleCarrierTests
{
    [Fact]
    public void HeaviestOf_Losses_AreTheFewestThatMakeHalf() =>
        // 20 lost in all: 8 and 5 carry half of them.
        Heaviest((1, 5), (2, 8), (3, 3), (4, 4)).ShouldBe([2, 1]);

    [Fact]
    public void HeaviestOf_ManyEqualLosses_AreAtMostFiveInPrintedOrder() =>
        Heaviest([.. Enumerable.Range(1, 20).Select(node => (node, 1.0))]).ShouldBe([1, 2, 3, 4, 5]);

    [Fact]
    public void HeaviestOf_NothingLost_IsNobody()
    {
        Heaviest((1, 0), (2, 0)).ShouldBeEmpty();
        Heaviest().ShouldBeEmpty();
    }

    private static IEnumerable<int> Heaviest(params (int Node, double Lost)[] leaves) =>
        CycleCarrier.HeaviestOf([.. leaves.Select(leaf => new CycleCarrier(leaf.Node, 10, 10 + leaf.Lost))]).Select(leaf => leaf.Node);
}
