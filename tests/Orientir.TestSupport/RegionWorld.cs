using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Letters;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;
using Orientir.Data;

namespace Orientir.TestSupport;

/// <summary>A store with one region, its operator and a clock that the test sets.</summary>
internal sealed class RegionWorld : IDisposable
{
    private readonly TestStore store;

    private RegionWorld(TestStore store, int regionId)
    {
        this.store = store;
        RegionId = regionId;
        Operator = As(new ActorGrant(Role.Operator, null, null));
    }

    public const string Password = "тихая река за лесом";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public int RegionId { get; }

    public TestClock Clock { get; } = new();

    public Store Store => store.Store;

    public Actor Operator { get; }

    public static async Task<RegionWorld> MakeAsync(Database database, string zone = "Europe/Moscow")
    {
        var migrated = await TestStore.MigratedAsync(database);
        await using var context = migrated.Store.Open();
        var region = new Region
        {
            Code = "r",
            Title = "Регион",
            TimeZone = zone,
        };
        context.Add(region);
        await context.SaveChangesAsync(Cancel);
        return new(migrated, region.Id);
    }

    public Actor As(params ActorGrant[] grants) => new(7, "Проверяющий", RegionId, grants, "127.0.0.1");

    public OrientirContext Open()
    {
        var context = store.Store.Open();
        context.RegionId = RegionId;
        return context;
    }

    /// <summary>A context that stands in no region, as work of the installation begins with.</summary>
    public OrientirContext OpenNowhere() => store.Store.Open();

    /// <summary>Where its letters lead.</summary>
    public static LetterAddresses Site { get; } =
        new("https://orientir.test/", "https://orientir.test/accounts/accept/", "https://orientir.test/submissions/");

    /// <summary>Runs something in a unit of work of its own.</summary>
    public async Task<T> In<T>(Func<OrientirContext, Task<T>> run)
    {
        await using var context = Open();
        return await run(context);
    }

    public async Task In(Func<OrientirContext, Task> run)
    {
        await using var context = Open();
        await run(context);
    }

    public static byte[] File(params string[] path) => System.IO.File.ReadAllBytes(Path.Combine([AppContext.BaseDirectory, .. path]));

    /// <summary>Imports a register as the operator does: preview, then what it showed.</summary>
    public async Task ImportAsync(byte[] content, string file)
    {
        var preview = await In(context => new ImportTerritories(context, Clock).RunAsync(Operator, new(content, file), Cancel));
        await In(context => new ImportTerritories(context, Clock).RunAsync(Operator, new(content, file, preview.Fingerprint), Cancel));
    }

    /// <summary>An account with a password and roles, as the installation makes it.</summary>
    public Task<int> AccountAsync(string name, params NewGrant[] grants) =>
        In(context =>
            new AddAccount(context, AccountRules.Users(context), Clock).RunAsync(
                Actor.Installation(RegionId),
                new($"{name}@example.org", name, Password, grants),
                Cancel
            )
        );

    public Task<int> PublishAsync(byte[] package) =>
        In(async context =>
        {
            var id = await new ImportMethodology(context, Clock).RunAsync(Operator, new(package, "m.json"), Cancel);
            await new PublishMethodology(context, Clock).RunAsync(Operator, id, Cancel);
            return id;
        });

    /// <summary>The eighteen municipalities of the demonstration in a campaign of December 2026: collection 1-20, review to the 27th.</summary>
    public async Task<int> CampaignAsync(bool opened = true)
    {
        await ImportAsync(File("demo", "lo-2020", "register.csv"), "register.csv");
        var edition = await PublishAsync(File("methodologies", "lo-2020.json"));
        var id = await In(context => new SaveCampaign(context, Clock).RunAsync(Operator, Fields(edition), Cancel));
        await In(async context =>
            await new ChooseSubjects(context, Clock).RunAsync(
                Operator,
                new(id, await context.Subjects.Select(row => row.Id).ToListAsync(Cancel)),
                Cancel
            )
        );
        if (opened)
            await MoveAsync(id, "open");
        return id;
    }

    public Task MoveAsync(int campaign, string transition, string? reason = null) =>
        In(context =>
            new MoveToStage(context, Clock, StageFollowers.Of(context)).RunAsync(Operator, new(campaign, transition, reason), Cancel)
        );

    public static CampaignFields Fields(int edition) =>
        new(
            null,
            0,
            edition,
            "Мониторинг",
            "2026 год",
            SelfAssessment.Optional,
            new(2026, 12, 1),
            new(2026, 12, 20),
            new(2026, 12, 27),
            new(2026, 12, 30),
            "Институт",
            "",
            "",
            0.5
        );

    public void Dispose() => store.Dispose();
}
