using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Web.Layout;

namespace Orientir.App.Tests.Web.Layout;

public sealed class LinksTests
{
    private static readonly (CellTarget Target, string Address)[] Known =
    [
        (new ResultPlace(null, null), "/results/7"),
        (new ResultPlace(null, "1 а"), "/results/7/direction?of=1%20%D0%B0"),
        (new ResultPlace("m&1", null), "/results/7/subject?of=m%261"),
        (new ResultPlace("m1", "1.1"), "/results/7/subject?of=m1#node-1.1"),
        (new SubmissionPlace(3), "/submissions/3"),
        (new SubmissionPlace(3, "1/2"), "/submissions/3/directions/1%2F2"),
        (new SubmissionPlace(3, "1", "1.1"), "/submissions/3/directions/1#leaf-1.1"),
    ];

    [Fact]
    public void Of_TargetOfEveryKind_IsAnAddress()
    {
        foreach (var (target, address) in Known)
            Links.Of(new DisplayCell("", Target: target), run: 7).ShouldBe(address);
        Known
            .Select(one => one.Target.GetType())
            .Distinct()
            .ShouldBe(
                typeof(CellTarget).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CellTarget))),
                ignoreOrder: true,
                "a kind of target without an address"
            );
    }

    [Fact]
    public void Of_CellThatLeadsNowhere_IsNone() => Links.Of(new DisplayCell("5")).ShouldBeNull();

    [Theory]
    [InlineData(null, null, "/reviews/3")]
    [InlineData("1.1", null, "/reviews/3?direction=1.1")]
    [InlineData(null, "А Б", "/reviews/3?expert=%D0%90%20%D0%91")]
    [InlineData("1.1", "", "/reviews/3?direction=1.1&expert=")]
    public void Reviews_OfASubject_NameWhatIsGiven(string? direction, string? expert, string address) =>
        Links.Reviews.Subject(3, direction, expert).ShouldBe(address);

    [Fact]
    public void InLetters_OfASite_LeadToItsPages()
    {
        var letters = Links.InLetters("https://orientir.test");
        letters.ShouldBe(RegionWorld.Site);
        letters.Form(3).ShouldEndWith(Links.Submissions.Form(3));
    }

    [Fact]
    public void RatingAndExport_OfOneQuery_CarryTheSameParts()
    {
        var query = new ResultQuery("points", "Луга & К", "red");
        const string Parts = "sort=points&search=%D0%9B%D1%83%D0%B3%D0%B0%20%26%20%D0%9A&band=red";

        Links.Results.Rating(7, query).ShouldBe($"/results/7?{Parts}#rating");
        Links.Results.Rating(7, query, 2).ShouldBe($"/results/7?{Parts}&page=2#rating");
        Links.Results.Export(7, "rating", "csv", query: query).ShouldBe($"/results/7/export?view=rating&{Parts}&format=csv");
        Links.Results.Export(7, "rating", "csv", query: new()).ShouldBe("/results/7/export?view=rating&format=csv");
        Links.Results.Rating(7, new(), 2).ShouldBe("/results/7?page=2#rating");
        Links.Results.Rating(7, new()).ShouldBe("/results/7#rating");
    }
}
