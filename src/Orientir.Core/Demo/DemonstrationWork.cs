using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Files;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Demo;

/// <summary>
/// What the campaigns of the demonstration are made by: the operations people use, each in a context of its own, at a time that is set.
/// </summary>
/// <param name="open">Opens a unit of work.</param>
/// <param name="files">Where files are kept.</param>
/// <param name="folder">The folder with <c>demo/</c> and <c>methodologies/</c>.</param>
internal sealed class DemonstrationWork(Func<OrientirContext> open, IFileStore files, string folder)
{
    private readonly OneHash hasher = new();

    public StoppedClock Clock { get; } = new();

    public IFileStore Files => files;

    public async Task<int> OpenAsync(Actor actor, CampaignFields fields, CancellationToken cancel)
    {
        var campaign = await InAsync(actor, context => new SaveCampaign(context, Clock).RunAsync(actor, fields, cancel));
        await InAsync(
            actor,
            async context =>
                await new ChooseSubjects(context, Clock).RunAsync(
                    actor,
                    new(campaign, await context.Subjects.Select(row => row.Id).ToListAsync(cancel)),
                    cancel
                )
        );
        await InAsync(
            actor,
            context => new MoveToStage(context, Clock, StageFollowers.Of(context)).RunAsync(actor, new(campaign, "open"), cancel)
        );
        return campaign;
    }

    public async Task<int> PublishedAsync(Actor actor, string methodology, CancellationToken cancel)
    {
        var package = await FileAsync(cancel, "methodologies", methodology + ".json");
        var edition = await InAsync(
            actor,
            context => new ImportMethodology(context, Clock).RunAsync(actor, new(package, methodology + ".json"), cancel)
        );
        await InAsync(actor, context => new PublishMethodology(context, Clock).RunAsync(actor, edition, cancel));
        return edition;
    }

    public async Task ImportRegisterAsync(Actor actor, byte[] content, string file, CancellationToken cancel)
    {
        var preview = await InAsync(actor, context => new ImportTerritories(context, Clock).RunAsync(actor, new(content, file), cancel));
        await InAsync(
            actor,
            context => new ImportTerritories(context, Clock).RunAsync(actor, new(content, file, preview.Fingerprint), cancel)
        );
    }

    public async Task<int> RegionAsync(string code, string title, CancellationToken cancel, string zone = "Europe/Moscow")
    {
        await using var context = open();
        return await new AddRegion(context, Clock).RunAsync(Actor.Installation(), new(code, title, zone), cancel);
    }

    public async Task<int> AccountAsync(string email, string name, CancellationToken cancel, params IReadOnlyList<NewGrant> grants)
    {
        await using var context = open();
        return await new AddAccount(context, AccountRules.Users(context, hasher), Clock).RunAsync(
            Actor.Installation(),
            new(email, name, FillDemonstration.Password, grants),
            cancel
        );
    }

    public async Task<Actor> ActorAsync(int user, int region, CancellationToken cancel)
    {
        await using var context = open();
        return (await new FindActor(context).RunAsync(user, region, "", cancel: cancel))!;
    }

    public async Task<T> InAsync<T>(Actor actor, Func<OrientirContext, Task<T>> run)
    {
        await using var context = open();
        context.RegionId = actor.RegionId;
        return await run(context);
    }

    public async Task InAsync(Actor actor, Func<OrientirContext, Task> run)
    {
        await using var context = open();
        context.RegionId = actor.RegionId;
        await run(context);
    }

    public string PathOf(params string[] parts) => Path.Combine([folder, .. parts]);

    public Task<byte[]> FileAsync(CancellationToken cancel, params string[] parts)
    {
        var path = PathOf(parts);
        return File.Exists(path)
            ? File.ReadAllBytesAsync(path, cancel)
            : throw new InputException([
                new(path, "нет файла демонстрации", "укажите папку программы, в которой есть demo и methodologies"),
            ]);
    }

    /// <summary>The accounts have one password, and it is printed: a hash of it a run serves them all.</summary>
    private sealed class OneHash : PasswordHasher<User>
    {
        private string? hash;

        public override string HashPassword(User user, string password) =>
            password == FillDemonstration.Password
                ? hash ??= base.HashPassword(user, password)
                : throw new ArgumentException("Not the password of the demonstration.", nameof(password));
    }

    internal sealed class StoppedClock : TimeProvider
    {
        public DateTime Now { get; set; }

        public override DateTimeOffset GetUtcNow() => new(Now);
    }
}
