using Orientir.Measurement.Scoring;

namespace Orientir.Measurement.Tests.Scoring;

public class ScaleTests
{
    private static readonly ScaleItem[] Four = [new("a", "а"), new("b", "б"), new("c", "в"), new("d", "г")];

    public static TheoryData<Scale, double, double?> Values =>
        new()
        {
            { new BinaryScale(2), 1, 2 },
            { new BinaryScale(2), 2, null },
            { new BinaryScale(1), double.NaN, null },
            { new OrdinalScale([new(0, "н"), new(2, "д")]), 2, 2 },
            { new OrdinalScale([new(0, "н"), new(2, "д")]), 1, null },
            { new ChecklistScale(Four, 2, 5), 3, 5 },
            { new ChecklistScale(Four, 2, 5), 2, 4 },
            { new ChecklistScale(Four, 1, null), 5, null },
            { new ChecklistScale(Four, 1, null), 1.5, null },
            { new PointsScale(5, 0.1), 0.3, 0.3 },
            { new PointsScale(5, 0.5), 0.3, null },
            { new PointsScale(5, 1), 6, null },
            { new PointsScale(5, 1), -1, null },
            { new MeasureScale("%", "а", "б", [new(0, 2), new(10, 1)]), 9.999, 2 },
            { new MeasureScale("%", "а", "б", [new(0, 2), new(10, 1)]), 10, 1 },
            { new MeasureScale("%", "а", "б", [new(0, 2), new(10, 1)]), -0.001, 0 },
            { new MeasureScale("%", "а", "б", []), 1e6, 0 },
            { new MeasureScale("%", "а", "б", []), double.PositiveInfinity, null },
            { new ComponentsScale(Four), 3, 3 },
            { new ComponentsScale(Four), 4, null },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void Scale_Value_GivesItsPointsOrIsRefused(Scale scale, double value, double? points)
    {
        scale.Accepts(value).ShouldBe(points is not null);
        if (points is not null)
            scale.PointsOf(value).ShouldBe(points.Value);
    }

    [Fact]
    public void AttainablePoints_EveryScale_AreWhatItsValuesGive()
    {
        new BinaryScale(2).AttainablePoints.ShouldBe([0, 2]);
        new OrdinalScale([new(3, "в"), new(0, "н")]).AttainablePoints.ShouldBe([0, 3]);
        new ChecklistScale(Four, 2, 5).AttainablePoints.ShouldBe([0, 2, 4, 5]);
        new PointsScale(1, 0.5).AttainablePoints.ShouldBe([0, 0.5, 1]);
        new MeasureScale("%", "а", "б", [new(0, 2), new(10, 1)]).AttainablePoints.ShouldBe([0, 1, 2]);
        new ComponentsScale(Four).AttainablePoints.ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [InlineData(3, ComponentState.Confirmed, ComponentState.Confirmed)]
    [InlineData(2, ComponentState.Confirmed, ComponentState.Claimed)]
    [InlineData(2, ComponentState.Confirmed, ComponentState.Absent)]
    [InlineData(1, ComponentState.Claimed, ComponentState.Absent)]
    [InlineData(0, ComponentState.Absent, ComponentState.Absent)]
    public void ComponentsValue_States_FollowTheLadder(double value, ComponentState first, ComponentState second) =>
        ComponentsScale.ValueOf([first, second]).ShouldBe(value);
}
