using Microsoft.EntityFrameworkCore;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Tests.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Methodologies;

/// <summary>The text of a package is spoilt in the database after it was read: whoever asked for it again would stumble.</summary>
public class KeptMethodologiesTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SaveAndForm_PackageReadBefore_AskForNoText(Database database)
    {
        using var world = await MakeAsync(database, Named($"kept-save-{database}"));
        await world.Form(world.Coordinator);
        await SpoilAsync(world);

        (await world.Save(world.Coordinator, Value("1.1", "", "1"))).Single().Outcome.ShouldBe(PatchOutcome.Saved);
        (await world.Form(world.Coordinator)).ValueAt("1.1", "", AnswerField.Value).ShouldBe("1");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_ByQueryByHashOrAllAtOnce_GivesTheSameMethodology(Database database)
    {
        using var world = await MakeAsync(database, Named($"kept-read-{database}"));
        await using var context = world.Open();
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(Cancel);

        var read = await KeptMethodologies.ReadAsync(context.Methodologies, edition.Hash, Cancel);
        await SpoilAsync(world);

        read.Id.ShouldBe($"kept-read-{database}");
        (await KeptMethodologies.ReadAsync(context.Methodologies, Cancel)).ShouldBeSameAs(read);
        (await KeptMethodologies.FindAsync(context.Methodologies, Cancel)).ShouldBeSameAs(read);
        (await KeptMethodologies.ReadAllAsync(context.Methodologies, Cancel))[edition.Id].ShouldBeSameAs(read);
        edition.Read().ShouldBeSameAs(read);
        (await KeptMethodologies.FindAsync(context.Methodologies.Where(row => row.Id < 0), Cancel)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_DraftReplacedByAnotherText_GivesTheNewOne(Database database)
    {
        using var world = await MakeAsync(database, Named($"kept-old-{database}"));
        await using var context = world.Open();
        (await KeptMethodologies.ReadAsync(context.Methodologies, Cancel)).Id.ShouldBe($"kept-old-{database}");
        var (json, hash) = MethodologyEdition.Of(world.Region, Named($"kept-new-{database}")) is var fresh
            ? (fresh.Json, fresh.Hash)
            : default;
        await context.Methodologies.ExecuteUpdateAsync(
            row => row.SetProperty(edition => edition.Json, json).SetProperty(edition => edition.Hash, hash),
            Cancel
        );

        (await KeptMethodologies.ReadAsync(context.Methodologies, Cancel)).Id.ShouldBe($"kept-new-{database}");
    }

    private static async Task SpoilAsync(SubmissionWorld world)
    {
        await using var context = world.Open();
        (await context.Methodologies.ExecuteUpdateAsync(row => row.SetProperty(edition => edition.Json, "{}"), Cancel)).ShouldBe(1);
    }

    // Of its own name, so that no other test has read it.
    private static Methodology Named(string id) => PackageText.Read(PackageText.With("\"id\": \"проба\"", $"\"id\": \"{id}\""));
}
