using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

public sealed class MethodologyTreeTests
{
    private static readonly Methodology Right = PackageText.Read(PackageText.Right);

    [Fact]
    public void Tree_AskedTwice_IsOne() => Right.Tree.ShouldBeSameAs(Right.Tree);

    [Theory]
    [InlineData("*", "1.1 1.2 2.1.1 2.1.2 2.2 2.3")]
    [InlineData("1", "1.1 1.2")]
    [InlineData("2", "2.1.1 2.1.2 2.2 2.3")]
    [InlineData("2.1", "2.1.1 2.1.2")]
    [InlineData("2.2", "2.2")]
    [InlineData("2.1.2", "2.1.2")]
    public void LeavesOf_NodeOfAnyKind_GivesThoseBelowInOrder(string uid, string leaves) =>
        CodesOf(Right.Tree.LeavesOf(Right.Tree.Find(uid)!)).ShouldBe(leaves);

    [Theory]
    [InlineData("1.2", "1", "1 *")]
    [InlineData("2.1.1", "2.1", "2.1 2 *")]
    [InlineData("2.2", "2.2", "2 *")]
    public void DirectionOf_LeafOrDirection_IsTheOneOnItsPath(string uid, string direction, string above)
    {
        var (tree, node) = (Right.Tree, Right.Tree.Find(uid)!);

        tree.DirectionOf(node).Code.ShouldBe(direction);
        tree.ParentOf(node)!.Code.ShouldBe(above.Split(' ')[0]);
        CodesOf(tree.AncestorsOf(node)).ShouldBe(above);
        tree.TryFind(uid, out var found, out var its).ShouldBeTrue();
        (found, its).ShouldBe((node, tree.DirectionOf(node)));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("2")]
    public void DirectionOf_NodeAboveTheDirections_IsRefused(string uid)
    {
        Should.Throw<ArgumentException>(() => Right.Tree.DirectionOf(Right.Tree.Find(uid)!)).ParamName.ShouldBe("node");
        Right.Tree.TryFind(uid, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void ParentOf_Root_IsNone()
    {
        Right.Tree.ParentOf(Right.Root).ShouldBeNull();
        Right.Tree.AncestorsOf(Right.Root).ShouldBeEmpty();
    }

    [Fact]
    public void Lists_WholeMethodology_StandInOrder()
    {
        CodesOf(Right.Tree.Directions).ShouldBe("1 2.1 2.2 2.3");
        CodesOf(Right.Tree.Leaves).ShouldBe("1.1 1.2 2.1.1 2.1.2 2.2 2.3");
    }

    [Fact]
    public void IndexOf_UidApartFromCode_FindsByTheUid()
    {
        var read = PackageText.Read(PackageText.With("\"code\": \"1.2\"", "\"code\": \"1.2\", \"uid\": \"steps\""));

        for (var index = 0; index < read.Nodes.Count; index++)
        {
            read.Tree.IndexOf(read.Nodes[index]).ShouldBe(index);
            read.Tree.IndexOf(read.Nodes[index].Uid).ShouldBe(index);
        }
        read.Tree.Find("steps")!.Code.ShouldBe("1.2");
        read.Tree.IndexOf("1.2").ShouldBeNull();
    }

    [Fact]
    public void Find_UnknownUid_FindsNothing()
    {
        var tree = Right.Tree;

        tree.Find("нет").ShouldBeNull();
        tree.TryFind("нет", out _, out _).ShouldBeFalse();
        (tree.FindLeaf("1"), tree.FindLeaf("1.1")!.Code).ShouldBe((null, "1.1"));
        (tree.FindDirection("1.1"), tree.FindDirection("2.1")!.Code).ShouldBe((null, "2.1"));
    }

    private static string CodesOf(IEnumerable<Node> nodes) => string.Join(' ', nodes.Select(node => node.Code));
}
