using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class TerritoryTests
{
    private static Territory Made(int id = 1) =>
        new()
        {
            Id = id,
            RegionId = 1,
            Code = "m1",
            Kind = EntryKind.Municipality,
            Name = "Ёлкинский район",
        };

    [Fact]
    public void Name_Changed_FoldsAnewAndIsNeverEmpty()
    {
        var territory = Made();
        territory.FoldedName.ShouldBe(FoldedName.Of("Ёлкинский район"));
        territory.Rename("Лужский район");
        (territory.Name, territory.FoldedName).ShouldBe(("Лужский район", FoldedName.Of("Лужский район")));
        Should.Throw<ArgumentException>(() => territory.Rename(""));
        territory.Name.ShouldBe("Лужский район");
    }

    [Fact]
    public void Territory_WithAWrongNumberOrUnderItself_IsRefused()
    {
        var territory = Made();
        territory.Number("41633000");
        Should.Throw<ArgumentException>(() => territory.Number("416330"));
        territory.Oktmo.ShouldBe("41633000");
        territory.Number("");
        territory.Oktmo.ShouldBeNull();
        territory.MoveUnder(2);
        Should.Throw<ArgumentException>(() => territory.MoveUnder(1));
        territory.ParentId.ShouldBe(2);
    }

    [Fact]
    public void Territory_ArchivedTwice_IsSoSinceTheFirstTime()
    {
        var (territory, now) = (Made(), new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc));
        territory.Archive(now);
        territory.Archive(now.AddDays(1));
        territory.ArchivedAt.ShouldBe(now);
        territory.Restore();
        territory.ArchivedAt.ShouldBeNull();
    }
}
