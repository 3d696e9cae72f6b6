using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Files;
using Orientir.Core.Reports;
using Orientir.Core.Results;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Moves the campaign of a planted region to the stage.</summary>
internal sealed class MovePlantedCampaign(PlantedRules rules, PlantedRegion made, Actor actor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Moves a campaign to the stage. On the way it is computed twice, with a package each time; only the second run may be published.</summary>
    public async Task RunAsync(IServiceProvider services, OrientirContext context)
    {
        await DecideAsync(CampaignState.Collection);
        if (rules.Stage < CampaignState.Review)
            return;
        await DecideAsync(CampaignState.Review);
        await ReportAsync();
        if (rules.Stage == CampaignState.Review)
            return;
        await DecideAsync(CampaignState.Results);
        await context.Marks.Where(row => row.Uid == "1.1").ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, "1"), Cancel);
        await ReportAsync();
        if (rules.Stage == CampaignState.Published)
            await DecideAsync(CampaignState.Published);

        async Task DecideAsync(CampaignState to)
        {
            context.Add(
                new CampaignDecision
                {
                    RegionId = made.Id,
                    CampaignId = made.Campaign,
                    To = to,
                    At = TimeProvider.System.GetUtcNow().UtcDateTime,
                    UserId = actor.UserId,
                    Reason =
                        "Причина "
                        + rules.Word(
                            $"reason of a decision of region {rules.Regions.Count}",
                            viewer => viewer.Actor.RegionId == made.Id && rules.Has(viewer, Ability.SeeCampaigns)
                        ),
                }
            );
            await context.SaveChangesAsync(Cancel);
            if (to == CampaignState.Published)
                await NewestRun.PublishAsync(context, made.Campaign, Cancel);
        }

        async Task ReportAsync()
        {
            var run = await new ComputeRun(context, TimeProvider.System).RunAsync(actor, made.Campaign, Cancel);
            var package = await new RequestReport(context, services.GetRequiredService<IFileStore>(), TimeProvider.System).RunAsync(
                actor,
                run,
                Cancel
            );
            made.Runs.Add(run);
            made.Packages.Add(package);
            for (
                var waited = System.Diagnostics.Stopwatch.StartNew();
                !await context.ReportPackages.AnyAsync(row => row.Id == package && row.FileId != null, Cancel);
                await Task.Delay(50, Cancel)
            )
                waited.Elapsed.ShouldBeLessThan(Patience, "The package of a run is not made.");
            context.ChangeTracker.Clear();
        }
    }
}
