using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;

namespace Orientir.Core.Tests.Results;

public class ReadPreviousRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_EarlierCampaignOfTheEdition_GivesItsSharesToWhoMaySeeIt(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "2");
        var run = await ComputeRunTests.ComputeAsync(made);
        (await BeforeAsync(made, run)).ShouldBeNull();

        await EarlierAsync(made, null);
        var before = (await BeforeAsync(made, run)).ShouldNotBeNull();
        before.Obstacle.ShouldBeNull();
        before.Name.ShouldBe("Прошлый, 2025 год");
        before.MeanShareOf("1").ShouldBe(0.25);
        before.ScoreOf("m1", "*")!.Value.Share.ShouldBe(0.125);
        before.ScoreOf("m2", "*").ShouldBeNull();
        before.ScoreOf("m9", "*").ShouldBeNull();
        before.MeanShareOf("9").ShouldBeNull();

        // Neither campaign is published: who takes part sees no results of either.
        await using var context = made.Open(made.Coordinator);
        await using var wide = made.Open();
        var loaded = await new LoadRun(wide, made.Time).RunAsync(made.Operator, run, Cancel);
        (await new ReadPreviousRun(context, made.Time).RunAsync(made.Coordinator, loaded, Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_EarlierCampaignOfAnotherMethodology_SaysWhyNothingCompares(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "2");
        var run = await ComputeRunTests.ComputeAsync(made);
        await EarlierAsync(
            made,
            Marked.Read(
                System
                    .Text.Encoding.UTF8.GetString(new WriteMethodology().Write(Marked.Tree(1, 2)))
                    .Replace("\"tree\"", "\"other\"", StringComparison.Ordinal)
            )
        );
        var before = (await BeforeAsync(made, run)).ShouldNotBeNull();
        before
            .Obstacle!.Replace(Russian.NoBreakSpace, ' ')
            .ShouldBe(
                "Сравнить с прошлым мониторингом (Прошлый, 2025 год) нельзя: тогда оценивали по другой методике, «Дерево», с максимумом 4 балла, теперь максимум — 8 баллов."
            );
        before.MeanShareOf("1").ShouldBeNull();
        before.ScoreOf("m1", "*").ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAnEarlierRunThatIsDamaged_SaysThatTheComparisonIsMissingAndWhy(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "2");
        var run = await ComputeRunTests.ComputeAsync(made);
        await EarlierAsync(made, null);
        int earlier;
        await using (var context = made.Open())
        {
            earlier = await context.ResultRuns.MaxAsync(row => row.Id, Cancel);
            await context
                .ResultRuns.Where(row => row.Id == earlier)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.OutputHash, new string('0', 64)), Cancel);
        }

        var before = (await BeforeAsync(made, run)).ShouldNotBeNull();
        before.Name.ShouldBe("Прошлый, 2025 год");
        before
            .Obstacle!.Replace(Russian.NoBreakSpace, ' ')
            .ShouldStartWith(
                $"Сравнения с прошлым мониторингом (Прошлый, 2025 год) здесь нет: записанные итоги его расчёта № {earlier} повреждены"
            );
        (before.MeanShareOf("1"), before.ScoreOf("m1", "*")).ShouldBe((null, null));
    }

    private static async Task<PreviousRun?> BeforeAsync(ReviewedCampaign made, int run)
    {
        await using var context = made.Open();
        return await new ReadPreviousRun(context, made.Time).RunAsync(
            made.Operator,
            await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel),
            Cancel
        );
    }

    // A year before, by the edition of the campaign or another methodology: one mark, one point for the first subject.
    private static async Task EarlierAsync(ReviewedCampaign made, Methodology? methodology)
    {
        await using var context = made.Open();
        var edition = methodology is null
            ? await context.Methodologies.SingleAsync(Cancel)
            : MethodologyEdition.Of(made.Region, methodology);
        if (methodology is not null)
        {
            edition.PublishedAt = made.Time.Now;
            context.Add(edition);
            await context.SaveChangesAsync(Cancel);
        }
        var campaign = Campaign.Of(
            made.Region,
            new CampaignPlan
            {
                MethodologyEditionId = edition.Id,
                Title = "Прошлый",
                Period = "2025 год",
                SelfAssessment = SelfAssessment.None,
                CollectionFrom = made.Time.Now.AddYears(-1),
                CollectionUntil = made.Time.Now.AddDays(-300),
                ReviewUntil = made.Time.Now.AddDays(1),
                ResultsUntil = made.Time.Now.AddDays(2),
            }
        );
        context.Add(campaign);
        await context.SaveChangesAsync(Cancel);
        context.Add(
            new CampaignDecision
            {
                RegionId = made.Region,
                CampaignId = campaign.Id,
                To = CampaignState.Collection,
                At = campaign.CollectionFrom,
                UserId = made.Operator.UserId,
            }
        );
        var copies = (await context.Subjects.OrderBy(row => row.Id).ToListAsync(Cancel)).ConvertAll(subject =>
            CampaignSubject.Of(campaign, subject)
        );
        context.AddRange(copies);
        await context.SaveChangesAsync(Cancel);
        context.Add(
            new Mark
            {
                RegionId = made.Region,
                CampaignSubjectId = copies[0].Id,
                Uid = "1.1",
                Expert = "",
                Value = "1",
                ChangedBy = made.Operator.UserId,
                ChangedAt = made.Time.Now,
            }
        );
        await context.SaveChangesAsync(Cancel);
        await new ComputeRun(context, made.Time).RunAsync(made.Operator, campaign.Id, Cancel);
    }
}
