using Orientir.Core.Campaigns;
using Orientir.Core.Results;
using Orientir.Core.Reviews;

namespace Orientir.Core.Demo;

/// <summary>A campaign of the demonstration that is long over.</summary>
internal sealed class ArchivedCampaign(DemonstrationWork work)
{
    /// <summary>Opens it, takes its marks, computes a run and publishes it.</summary>
    public async Task FillAsync(
        int keeper,
        int region,
        string data,
        string methodology,
        string title,
        int year,
        string remark,
        CancellationToken cancel
    )
    {
        work.Clock.Now = new(year, 9, 1, 6, 0, 0, DateTimeKind.Utc);
        var actor = await work.ActorAsync(keeper, region, cancel);
        if (File.Exists(work.PathOf("demo", data, "register.csv")))
            await work.ImportRegisterAsync(actor, await work.FileAsync(cancel, "demo", data, "register.csv"), "register.csv", cancel);
        var edition = await work.PublishedAsync(actor, methodology, cancel);
        var fields = new CampaignFields(
            null,
            0,
            edition,
            title,
            $"{year} год",
            SelfAssessment.None,
            new(year, 9, 7),
            new(year, 10, 31),
            new(year, 11, 30),
            new(year, 12, 15),
            "Институт развития образования",
            "",
            "",
            0.5,
            remark
        );
        var campaign = await work.OpenAsync(actor, fields, cancel);

        work.Clock.Now = new(year, 11, 10, 6, 0, 0, DateTimeKind.Utc);
        var marks = await work.FileAsync(cancel, "demo", data, "marks.csv");
        var preview = await work.InAsync(
            actor,
            context => new ImportMarks(context, work.Clock).RunAsync(actor, new(campaign, "marks.csv", marks), cancel)
        );
        await work.InAsync(
            actor,
            context => new ImportMarks(context, work.Clock).RunAsync(actor, new(campaign, "marks.csv", marks, preview.Digest), cancel)
        );
        work.Clock.Now = new(year, 12, 5, 6, 0, 0, DateTimeKind.Utc);
        await work.InAsync(actor, context => new ComputeRun(context, work.Clock).RunAsync(actor, campaign, cancel));
        work.Clock.Now = new(year, 12, 15, 6, 0, 0, DateTimeKind.Utc);
        await work.InAsync(
            actor,
            context => new MoveToStage(context, work.Clock, StageFollowers.Of(context)).RunAsync(actor, new(campaign, "publish"), cancel)
        );
    }
}
