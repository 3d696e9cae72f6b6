using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Files;

namespace Orientir.Core.Demo;

/// <summary>
/// Fills a fresh store with the demonstration: the totals three regions printed, as published campaigns, and a training region whose
/// eighteen invented districts are in the midst of a campaign. All of it goes by the rules people go by, dated by a clock set back.
/// </summary>
/// <param name="open">Opens a unit of work.</param>
/// <param name="files">Where files are kept.</param>
/// <param name="time">Today: the living campaign lies around it.</param>
/// <param name="folder">The folder with <c>demo/</c> and <c>methodologies/</c>.</param>
/// <param name="districts">How many districts the training region has; beyond the reconstructed eighteen they repeat, for
/// measuring: <see cref="RepeatedDistricts"/>.</param>
public sealed class FillDemonstration(
    Func<OrientirContext> open,
    IFileStore files,
    TimeProvider time,
    string folder,
    int districts = FillDemonstration.Districts
)
{
    /// <summary>The password of every account of the demonstration.</summary>
    public const string Password = "учебный вход в систему";

    /// <summary>The districts that were reconstructed.</summary>
    public const int Districts = 18;

    private const string Reconstructed = "Реконструкция: оценки составлены по напечатанным итогам и ничего не говорят о настоящих районах.";

    private readonly DemonstrationWork work = new(open, files, folder);

    /// <summary>Fills the store; false where it is not fresh, and nothing is done.</summary>
    /// <exception cref="InputException">A file of the demonstration is missing or has faults.</exception>
    public async Task<bool> RunAsync(CancellationToken cancel = default)
    {
        await using (var context = open())
        {
            if (await context.Regions.AnyAsync(cancel) || await context.Users.AnyAsync(cancel))
                return false;
        }
        // A wrong folder is told before anything is written.
        await work.FileAsync(cancel, "methodologies", "lo-2020.json");
        var now = time.GetUtcNow().UtcDateTime;
        work.Clock.Now = new(2020, 9, 1, 6, 0, 0, DateTimeKind.Utc);
        var (leningrad, tver, perm) = (
            await work.RegionAsync("lo", "Ленинградская область", cancel),
            await work.RegionAsync("tver", "Тверская область", cancel),
            await work.RegionAsync("perm", "Пермский край", cancel, "Asia/Yekaterinburg")
        );
        var training = await work.RegionAsync("training", "Учебный регион", cancel);
        var keeper = await work.AccountAsync(
            "operator@demo",
            "Оператор мониторинга",
            cancel,
            [.. new[] { training, leningrad, tver, perm }.Select(region => new NewGrant(Role.Operator, region))]
        );

        var archive = new ArchivedCampaign(work);
        await archive.FillAsync(
            keeper,
            leningrad,
            "lo-2020",
            "lo-2020",
            "Мониторинг муниципальных управленческих механизмов",
            2020,
            "Архив: известны только итоги направлений.",
            cancel
        );
        await archive.FillAsync(
            keeper,
            tver,
            "tver-2020",
            "tver-2020",
            "Управленческие механизмы муниципалитетов",
            2020,
            "Архив: известны только уровни направлений.",
            cancel
        );
        await archive.FillAsync(
            keeper,
            perm,
            "perm-2021",
            "perm-mum-2021",
            "Мониторинг муниципальных управленческих механизмов",
            2021,
            "Архив: известны только общие итоги.",
            cancel
        );
        await archive.FillAsync(
            keeper,
            perm,
            "perm-2022",
            "perm-mum-2022",
            "Мониторинг муниципальных управленческих механизмов",
            2022,
            "Архив: известны только общие итоги.",
            cancel
        );

        work.Clock.Now = new(now.Year - 1, 9, 1, 6, 0, 0, DateTimeKind.Utc);
        await work.ImportRegisterAsync(
            await work.ActorAsync(keeper, training, cancel),
            Encoding.UTF8.GetBytes(TrainingRegister()),
            "register.csv",
            cancel
        );
        await archive.FillAsync(
            keeper,
            training,
            "lo-2020-reconstruction",
            "lo-2020",
            "Мониторинг управленческих механизмов, прошлый цикл",
            now.Year - 1,
            Reconstructed,
            cancel
        );
        await new LivingCampaign(work, districts).FillAsync(keeper, training, now, cancel);
        return true;
    }

    private string TrainingRegister()
    {
        var text = new StringBuilder("id,name,kind,parent,oktmo\ntraining,Учебный регион,region,,\n");
        for (var number = 1; number <= districts; number++)
            text.Append(CultureInfo.InvariantCulture, $"rayon-{number},Район {number},municipality,training,\n");
        return text.ToString();
    }
}
