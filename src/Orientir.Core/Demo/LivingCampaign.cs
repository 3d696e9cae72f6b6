using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;

namespace Orientir.Core.Demo;

/// <summary>The campaign of the demonstration that is in the midst of collection.</summary>
internal sealed class LivingCampaign(DemonstrationWork work, int districts)
{
    /// <summary>Collection began two weeks ago and ends in a week, and districts stand where districts stand then.</summary>
    public async Task FillAsync(int keeper, int region, DateTime now, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(now);
        work.Clock.Now = now.AddDays(-16);
        var actor = await work.ActorAsync(keeper, region, cancel);
        var edition = await work.PublishedAsync(actor, "lo-2020", cancel);
        var campaign = await work.OpenAsync(
            actor,
            new(
                null,
                0,
                edition,
                "Мониторинг управленческих механизмов",
                $"{today.Year} год",
                SelfAssessment.Required,
                today.AddDays(-14),
                today.AddDays(7),
                today.AddDays(21),
                today.AddDays(28),
                "Институт развития образования",
                Letter,
                Instruction,
                0.5,
                "Учебный мониторинг: районы вымышлены, ссылки ведут в никуда."
            ),
            cancel
        );

        var participants = await work.InAsync(
            actor,
            context =>
                context
                    .CampaignSubjects.AsNoTracking()
                    .Where(row => row.CampaignId == campaign)
                    .Select(row => new
                    {
                        row.Id,
                        row.TerritoryId,
                        row.Name,
                    })
                    .ToListAsync(cancel)
        );
        var byNumber = participants.ToDictionary(row => int.Parse(row.Name["Район ".Length..], CultureInfo.InvariantCulture));
        var coordinators = new Dictionary<int, Actor>();
        for (var number = 1; number <= districts; number++)
        {
            var id = await work.AccountAsync(
                $"rayon{number}@demo",
                $"Координатор района {number}",
                cancel,
                new NewGrant(Role.Coordinator, region, byNumber[number].TerritoryId)
            );
            coordinators[number] = await work.ActorAsync(id, region, cancel);
        }
        await work.AccountAsync("ministry@demo", "Наблюдатель министерства", cancel, new NewGrant(Role.Ministry, region));
        await work.AccountAsync(
            "publisher@demo",
            "Публикатор района 1",
            cancel,
            new NewGrant(Role.Publisher, region, byNumber[1].TerritoryId)
        );
        await work.AccountAsync(
            "executor@demo",
            "Исполнитель района 7",
            cancel,
            new NewGrant(Role.Executor, region, byNumber[7].TerritoryId, ["1.2"])
        );
        foreach (
            var (email, name, half) in ((string, string, int)[])
                [("expert1@demo", "Первый эксперт", 0), ("expert2@demo", "Второй эксперт", 1)]
        )
        {
            var expert = await work.AccountAsync(email, name, cancel, new NewGrant(Role.Expert, region));
            var assigned = byNumber.Where(pair => (pair.Key - 1) * 2 / districts == half).Select(pair => pair.Value.Id).ToList();
            await work.InAsync(
                actor,
                context => new AssignSubjects(context, work.Clock).RunAsync(actor, new(campaign, expert, assigned), cancel)
            );
        }
        await work.AccountAsync("admin@demo", "Администратор", cancel, new NewGrant(Role.Administrator, null));

        var methodology = await work.InAsync(
            actor,
            context => KeptMethodologies.ReadAsync(context.Methodologies.Where(row => row.Id == edition), cancel)
        );
        var directions = methodology.Tree.Directions;
        var likely = new ReadMarks().Read(
            await work.FileAsync(cancel, "demo", "lo-2020-reconstruction", "marks.csv"),
            "marks.csv",
            methodology,
            cancel: cancel
        );
        var random = new Random(today.Year);
        var repeats = new List<(int Subject, int Like, Actor Coordinator)>();
        var senders = new List<int>();
        foreach (var (number, district) in byNumber.OrderBy(pair => pair.Key))
        {
            // Eight have sent, six are under way, two have just begun, one files one link per direction, the last is silent.
            var likeness = (number - 1) % FillDemonstration.Districts + 1;
            var (filled, sends, oneLink) = likeness switch
            {
                <= 8 => (directions.Count, true, false),
                <= 14 => (likeness % 4 + 1, false, false),
                <= 16 => (1, false, false),
                17 => (directions.Count, false, true),
                _ => (0, false, false),
            };
            if (sends)
                senders.Add(number);
            if (number > FillDemonstration.Districts)
            {
                repeats.Add((district.Id, byNumber[likeness].Id, coordinators[number]));
                continue;
            }
            var values = likely
                .Marks.ToArray()
                .Where(mark => likely.Subjects[mark.Subject].Name == $"Район {likeness}")
                .ToDictionary(mark => mark.Node, mark => mark.Value);
            for (var at = 0; at < filled; at++)
            {
                work.Clock.Now = now.AddDays(-12 + 2 * at).AddHours(likeness / 4);
                await AnswerAsync(coordinators[number], district.Id, number, methodology, directions[at], values, oneLink, random, cancel);
            }
        }
        await new RepeatedDistricts(work, actor).FillAsync(repeats, cancel);
        foreach (var number in senders)
        {
            work.Clock.Now = now.AddDays(-3).AddHours((number - 1) % FillDemonstration.Districts + 1 - FillDemonstration.Districts);
            await work.InAsync(
                coordinators[number],
                context => new SendSubmission(context, work.Clock).RunAsync(coordinators[number], byNumber[number].Id, cancel)
            );
        }
        work.Clock.Now = now.AddDays(-1);
        await work.InAsync(
            actor,
            context =>
                new ReturnSubmission(context, work.Clock).RunAsync(
                    actor,
                    new(
                        byNumber[5].Id,
                        ["1.1.4", "1.2.8", "2.1.3"],
                        "Ссылки ведут на главную страницу сайта. Дайте адреса самих документов."
                    ),
                    cancel
                )
        );
        await work.InAsync(
            actor,
            context =>
                new ExtendDeadline(context, work.Clock).RunAsync(
                    actor,
                    new(byNumber[16].Id, today.AddDays(12), "Письмо администрации: две недели не было связи."),
                    cancel
                )
        );
        await work.InAsync(
            coordinators[9],
            context =>
                new SaveAnswers(context, work.Clock).RunAsync(
                    coordinators[9],
                    new(
                        byNumber[9].Id,
                        [
                            new(
                                "demonstration-question",
                                "1.1.5",
                                "",
                                AnswerField.Question,
                                "",
                                "Подойдёт ли справка за прошлый учебный год?"
                            ),
                        ]
                    ),
                    cancel
                )
        );
    }

    /// <summary>A direction as a district answers it: claims with links, some without, and honest gaps.</summary>
    private async Task AnswerAsync(
        Actor coordinator,
        int subject,
        int number,
        Methodology methodology,
        Node direction,
        Dictionary<int, double> values,
        bool oneLink,
        Random random,
        CancellationToken cancel
    )
    {
        List<AnswerPatch> patches = [];
        List<PlaceOfEvidence> evidenced = [];
        foreach (var leaf in methodology.Tree.LeavesOf(direction).Where(leaf => leaf.Source == AnswerSource.Subject))
        {
            // Every ninth claim is bolder than the reconstruction.
            var value = Math.Max(values.GetValueOrDefault(methodology.Tree.IndexOf(leaf)), random.Next(9) == 0 ? 1 : 0);
            if (leaf.Items is { Count: > 0 } items)
                patches.AddRange(items.Select((item, at) => Patch(leaf, item.Id, AnswerField.Value, at < value ? "1" : "0")));
            else if (value == 0 && random.Next(3) == 0)
                patches.Add(Patch(leaf, "", AnswerField.NoDocument, "1"));
            else
                patches.Add(Patch(leaf, "", AnswerField.Value, value.ToString(CultureInfo.InvariantCulture)));
            if (value > 0 && random.Next(12) > 0)
                evidenced.Add(new(leaf.Uid));
            if (random.Next(15) == 0)
                patches.Add(Patch(leaf, "", AnswerField.Comment, "Документ обновляется каждый учебный год."));
        }
        IReadOnlyList<PlaceOfEvidence> places = oneLink ? [new(direction.Uid)] : evidenced;
        // As a form that comes back in Excel: a change of answers and of evidence in one, by the rules of every way in.
        await work.InAsync(
            coordinator,
            async context =>
            {
                var at = await SubmissionContext.LoadAsync(context, work.Clock, coordinator, subject, cancel);
                await using var transaction = await at.HoldAsync(context, cancel);
                var results = await new AnswerChanges(context, work.Clock, at).MakeAsync(patches, [], mayRepeat: true, cancel);
                if (results.FirstOrDefault(result => result.Outcome != PatchOutcome.Saved) is { } refused)
                    throw new InvalidOperationException($"The demonstration answers {refused.Key} wrongly: {refused.Message}");
                var placing = new EvidencePlacing(context, work.Clock, at);
                foreach (var place in places)
                    await placing.PlaceAsync(Evidence(number, place.Uid, random).Checked(fileStays: false), null, [place], cancel);
                await context.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
            }
        );

        static AnswerPatch Patch(Node leaf, string item, AnswerField field, string value) =>
            new($"demonstration-{leaf.Uid}-{item}-{field}", leaf.Uid, item, field, "", value);
    }

    private static EvidenceFields Evidence(int number, string uid, Random random) =>
        random.Next(5) == 0
            ? new(
                EvidenceKind.Requisites,
                Title: "О мониторинге качества образования",
                DocumentKind: "приказ",
                DocumentNumber: string.Create(CultureInfo.InvariantCulture, $"{random.Next(10, 400)}"),
                DocumentDate: "12.03.2026"
            )
            : new(
                EvidenceKind.Link,
                string.Create(CultureInfo.InvariantCulture, $"https://rayon{number}.example/documents/{uid}.pdf"),
                "Документ на сайте отдела образования"
            );

    private const string Letter = """
        Уважаемые коллеги!

        Начинается ежегодный мониторинг управленческих механизмов. Заполните анкету до указанного срока: по каждому показателю выберите ответ и дайте ссылку на документ, который его подтверждает.
        """;

    private const string Instruction = """
        1. Откройте свою анкету и заполните пять направлений. Каждое поле сохраняется само.
        2. Подтверждение — ссылка на сам документ, а не на главную страницу сайта.
        3. Если документа нет, отметьте «документа нет»: это тоже ответ.
        4. Перед отправкой посмотрите, чего не хватает, и отправьте анкету.
        """;
}
