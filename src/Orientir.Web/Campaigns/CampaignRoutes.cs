using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Office;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;
using Orientir.Web.Shared;

namespace Orientir.Web.Campaigns;

/// <summary>What of a campaign is taken away as a file: what the page of the same address shows.</summary>
internal static class CampaignRoutes
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Csv = "text/csv; charset=utf-8";

    public static void MapCampaigns(this WebApplication site)
    {
        site.MapGet(
            "/campaigns/{id:int}/board.{format:regex(^(csv|xlsx)$)}",
            [Needs(Ability.SeeBoard)]
            async (
                int id,
                string format,
                string? view,
                string? sort,
                string? show,
                string? q,
                OrientirContext context,
                Actor actor,
                Visible visible,
                TimeProvider time,
                CancellationToken cancel
            ) =>
            {
                var query = new BoardQuery(view, sort, show, q);
                var board = query.Of(await new ReadBoard(context, time).RunAsync(actor, id, cancel));
                var table = BoardTable.Of(board, query.Table, await ZoneAsync(visible, actor, cancel));
                return FileOf(format, $"{table.Title}, {board.Title}", table);
            }
        );
        site.MapGet(
            "/campaigns/{id:int}/reminders.{format:regex(^(csv|xlsx)$)}",
            [Needs(Ability.SeeBoard)]
            async (int id, string format, OrientirContext context, Actor actor, TimeProvider time, CancellationToken cancel) =>
            {
                return FileOf(format, "Напоминания", await new ReadReminders(context, time).RunAsync(actor, id, cancel));
            }
        );
        site.MapGet(
            "/campaigns/{id:int}/state.docx",
            [Needs(Ability.SeeBoard)]
            async (int id, OrientirContext context, Actor actor, Visible visible, TimeProvider time, CancellationToken cancel) =>
            {
                var board = await new ReadBoard(context, time).RunAsync(actor, id, cancel);
                var campaign = await visible
                    .Campaigns.AsNoTracking()
                    .Include(row => row.Decisions)
                    .SingleAsync(row => row.Id == id, cancel);
                if (!campaign.IsOpened)
                    throw RefusedException.NotFound("Состояние мониторинга");
                var state = StateDocument.Of(campaign, board, await ZoneAsync(visible, actor, cancel));
                return FileOf("docx", $"Состояние, {board.Title}", stream => state.Write(stream, board.Title));
            }
        );
    }

    private static async Task<RegionTime> ZoneAsync(Visible visible, Actor actor, CancellationToken cancel) =>
        new((await visible.Regions.AsNoTracking().SingleAsync(region => region.Id == actor.RegionId, cancel)).TimeZone);

    private static FileContentHttpResult FileOf(string format, string name, DisplayTable table) =>
        FileOf(format, name, format == "csv" ? table.WriteCsv : table.WriteWorkbook);

    private static FileContentHttpResult FileOf(string format, string name, Action<Stream> write)
    {
        using var content = new MemoryStream();
        write(content);
        var type = format switch
        {
            "csv" => Csv,
            "xlsx" => Workbook,
            _ => Document,
        };
        return TypedResults.File(content.ToArray(), type, FileNames.Of([name], "." + format)[0]);
    }
}
