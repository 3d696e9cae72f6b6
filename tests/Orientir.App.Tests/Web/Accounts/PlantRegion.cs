using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Adds a region with a campaign, and a word of its own to everything that belongs to somebody.</summary>
internal sealed class PlantRegion(SiteHost site, PlantedRules rules)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Adds it.</summary>
    public Task<int> RunAsync(int regionId, int[] municipalities, string manager, string[] experts) =>
        site.WithAsync(
            regionId,
            async (services, context) =>
            {
                var made = new PlantedRegion { Id = regionId };
                var at = rules.Regions.Count + 1;
                bool Here(PlantedViewer viewer) => viewer.Actor.RegionId == regionId && viewer.Actor.Grants.Count > 0;
                string OfRegion(string what, Func<PlantedViewer, bool>? isFor = null) =>
                    rules.Word($"{what} of region {at}", viewer => Here(viewer) && (isFor is null || isFor(viewer)));
                var user = site.Accounts[manager];
                var actor = new Actor(user, "Проверка", regionId, [new(Role.Operator, null, null)], "127.0.0.1");

                (await context.Regions.SingleAsync(row => row.Id == regionId, Cancel)).Title =
                    "Область " + rules.Word($"title of region {at}", viewer => Here(viewer) || viewer.Is(Role.Administrator));
                var edition = MethodologyEdition.Of(
                    regionId,
                    new ReadMethodology().Read(
                        Encoding.UTF8.GetBytes(
                            $$$"""
                            {"format":"orientir-methodology/1","id":"planted-{{{at}}}","edition":1,"title":"Методика {{{OfRegion(
                                "methodology"
                            )}}}",
                            "subject":"municipality","basis":"Приказ {{{OfRegion(
                                "basis of the methodology"
                            )}}}","missing":"zero","combine":"consensus",
                            "stages":[{"id":"goals","title":"Цели"},{"id":"analysis","title":"Анализ"}],
                            "levels":[{"id":"zones","title":"Зоны","node":"*","by":"share","bands":[{"id":"red","title":"Красная","from":0},{"id":"green","title":"Зелёная","from":0.5}]}],
                            "nodes":[
                            {"code":"1","kind":"direction","title":"Первое {{{OfRegion("direction 1")}}}","nodes":[
                              {"code":"1.1","title":"Цели поставлены","help":"Помощь {{{OfRegion(
                                "help"
                            )}}}","stage":"goals","scale":{"kind":"binary"}},
                              {"code":"1.2","title":"Сайт","stage":"analysis","source":"operator","scale":{"kind":"points","max":2}}]},
                            {"code":"2","kind":"direction","title":"Второе","nodes":[
                              {"code":"2.1","title":"Анализ проведён","stage":"analysis","scale":{"kind":"ordinal","steps":[{"points":0,"title":"нет"},{"points":2,"title":"частично"},{"points":4,"title":"да"}]}}]}]}
                            """
                        ),
                        "planted.json"
                    )
                );
                edition.PublishedAt = Now;
                context.Add(edition);
                await context.SaveChangesAsync(Cancel);
                var campaign = Campaign.Of(
                    regionId,
                    new CampaignPlan
                    {
                        MethodologyEditionId = edition.Id,
                        Title = "Мониторинг " + OfRegion("campaign"),
                        Period = "Год " + OfRegion("period of the campaign"),
                        SelfAssessment = SelfAssessment.Optional,
                        // A campaign at preparation is opened and waits for its first day.
                        CollectionFrom = Now.AddDays(rules.Stage == CampaignState.Preparation ? 5 : -20),
                        CollectionUntil = Now.AddDays(20),
                        ReviewUntil = Now.AddDays(30),
                        ResultsUntil = Now.AddDays(40),
                        Owner = "Отвечает " + OfRegion("owner of the campaign"),
                        Letter = "Письмо " + OfRegion("letter of the campaign"),
                        Instruction = "Порядок " + OfRegion("instruction of the campaign"),
                    }
                );
                context.Add(campaign);
                await context.SaveChangesAsync(Cancel);
                (made.Edition, made.Campaign) = (edition.Id, campaign.Id);
                rules.Regions.Add(made);
                foreach (var (index, territoryId) in municipalities.Index())
                    await AddEntryAsync(services, context, made, campaign, territoryId, site.Accounts[experts[index]]);
                if (regionId == site.RegionId)
                    await AssignAsync(context, made.Entries[0].Id, site.Accounts["mixed@region.test"]);
                await AddRestAsync(context, made, actor);
                await new MovePlantedCampaign(rules, made, actor).RunAsync(services, context);
                return 0;
            }
        );

    /// <summary>A municipality with everything that is its own.</summary>
    private async Task AddEntryAsync(
        IServiceProvider services,
        OrientirContext context,
        PlantedRegion made,
        Campaign campaign,
        int territoryId,
        int expert
    )
    {
        var (regionId, number) = (made.Id, rules.Regions.IndexOf(made) * 2 + made.Entries.Count + 1);
        PlantedEntry? entry = null;
        // What is planted before the entry is known is asked only afterwards.
        string OfEntry(string what, Ability ability, string? direction = null) =>
            rules.Word(
                $"{what} of municipality {number}{(direction is null ? "" : ", direction " + direction)}",
                viewer => rules.Reaches(viewer, ability, entry!, direction)
            );
        // Once published, everybody who takes part sees the results of all, by name.
        string Name(string what) =>
            rules.Word(
                $"{what} of municipality {number}",
                viewer =>
                    rules.Reaches(viewer, Ability.SeeTerritories, entry!)
                    || viewer.Actor.RegionId == regionId && rules.Has(viewer, Ability.SeeResults)
            );
        var territory = await context.Territories.SingleAsync(row => row.Id == territoryId, Cancel);
        territory.Rename($"Район {Name("name")}");
        var subject = new Subject
        {
            RegionId = regionId,
            TerritoryId = territoryId,
            Kind = "municipality",
            Code = string.Create(CultureInfo.InvariantCulture, $"s{territoryId}"),
            Name = territory.Name,
        };
        context.Add(subject);
        await context.SaveChangesAsync(Cancel);
        var own = CampaignSubject.Of(campaign, subject);
        own.Extend(campaign.CollectionUntil, "Продлено: " + OfEntry("reason of the extension", Ability.SeeAnswers));
        context.Add(own);
        await context.SaveChangesAsync(Cancel);
        entry = new(own.Id, territoryId, subject.Id, []);
        made.Entries.Add(entry);
        await AssignAsync(context, own.Id, expert);
        var submission = Submission.Of(regionId, own.Id);
        submission.Send(Now, "00");
        if (rules.Stage <= CampaignState.Collection)
            submission.Return(["1.1"], "Исправить " + OfEntry("note of the return", Ability.SeeAnswers));
        context.Add(submission);
        await context.SaveChangesAsync(Cancel);
        var files = services.GetRequiredService<IFileStore>();
        var author = site.Accounts[
            regionId != site.RegionId ? "coordinator@other.test"
            : territoryId == site.Municipalities[0] ? "coordinator@region.test"
            : "coordinator2@region.test"
        ];
        foreach (var (uid, direction) in new[] { ("1.1", "1"), ("2.1", "2") })
        {
            string Of(string what) => OfEntry(what, Ability.SeeAnswers, direction);
            var file = StoredFile.Of(
                regionId,
                $"приказ {Of("file name")}.txt",
                await files.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("Приказ " + Of("file content"))), Cancel)
            );
            context.AddRange(
                file,
                new Answer
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Uid = uid,
                    ItemId = "",
                    Value = "0",
                    Comment = "Ответ " + Of("comment"),
                    Question = "Вопрос " + Of("question"),
                    Reply = "Ответ оператора " + Of("reply"),
                    ChangedAt = Now,
                    ChangedBy = author,
                }
            );
            await context.SaveChangesAsync(Cancel);
            EvidenceItem[] items =
            [
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.File,
                    FileId = file.Id,
                    Title = "Файл " + Of("title of a file"),
                },
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.Link,
                    Url = "https://example.org/" + Of("link"),
                    Title = "Ссылка " + Of("title of a link"),
                },
                new()
                {
                    RegionId = regionId,
                    SubmissionId = submission.Id,
                    Kind = EvidenceKind.Requisites,
                    DocumentKind = "приказ",
                    DocumentNumber = Of("number of a document"),
                    Title = "О целях",
                },
            ];
            foreach (var item in items)
                item.Places.Add(
                    new EvidencePlace
                    {
                        RegionId = regionId,
                        EvidenceItemId = 0,
                        Uid = uid,
                        ItemId = "",
                    }
                );
            context.AddRange(items);
            // The audit of a municipality lies with its answers, and with who reads the audit of the region.
            context.Add(
                new AuditEntry
                {
                    RegionId = regionId,
                    At = Now,
                    UserId = author,
                    Address = "127.0.0.1",
                    Action = "answer.comment",
                    ObjectKind = "answer",
                    ObjectId = 1,
                    CampaignSubjectId = own.Id,
                    Place = uid,
                    New = JsonSerializer.Serialize("Было " + Of("history of a comment")),
                }
            );
            context.Add(
                new Mark
                {
                    RegionId = regionId,
                    CampaignSubjectId = own.Id,
                    Uid = uid,
                    Expert =
                        "Эксперт "
                        // Who marked is said of a run as a whole: the source of its marks.
                        + rules.Word(
                            $"expert of municipality {number} at {uid}",
                            viewer =>
                                rules.Reaches(viewer, Ability.SeeMarks, entry!)
                                || viewer.Actor.RegionId == regionId && rules.Has(viewer, Ability.SeeResults)
                        ),
                    ExpertId = expert,
                    Value = "0",
                    Comment = "Оценка " + OfEntry("comment of a mark at " + uid, Ability.SeeMarks),
                    ChangedAt = Now,
                    ChangedBy = expert,
                }
            );
            context.Add(
                new AuditEntry
                {
                    RegionId = regionId,
                    At = Now,
                    UserId = expert,
                    Address = "127.0.0.1",
                    Action = "mark.comment",
                    ObjectKind = "mark",
                    ObjectId = 1,
                    CampaignSubjectId = own.Id,
                    Place = uid,
                    New = JsonSerializer.Serialize("Было " + OfEntry("history of a mark at " + uid, Ability.SeeMarks)),
                }
            );
            await context.SaveChangesAsync(Cancel);
            foreach (var item in items)
                entry.Evidence[item.Id] = direction;
        }
    }

    private async Task AssignAsync(OrientirContext context, int entry, int expert)
    {
        if (!rules.Assigned.TryGetValue(expert, out var own))
            rules.Assigned[expert] = own = [];
        own.Add(entry);
        context.Add(
            new ExpertAssignment
            {
                RegionId = context.RegionId!.Value,
                CampaignSubjectId = entry,
                UserId = expert,
            }
        );
        await context.SaveChangesAsync(Cancel);
    }

    /// <summary>Letters, an invitation and a job that was given up.</summary>
    private async Task AddRestAsync(OrientirContext context, PlantedRegion made, Actor actor)
    {
        string OfManager(string what) =>
            rules.Word(
                $"{what} of region {rules.Regions.Count}",
                viewer => viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageAccounts)
            );
        var grant = await context.Grants.Where(row => row.UserId == actor.UserId).Select(row => row.Id).FirstAsync(Cancel);
        var letter = Letter.ToSend(
            new LetterText(
                LetterWhy.NewRole,
                "Адресат " + OfManager("name on a letter"),
                $"{OfManager("address of a letter")}@example.org",
                "Тема " + OfManager("subject of a letter"),
                "Текст " + OfManager("text of a letter")
            ),
            grant,
            actor,
            Now
        );
        var invitation = new Invitation
        {
            TokenHash = $"planted{made.Id}",
            Email = $"{rules.Word($"address of the invited of region {rules.Regions.Count}", IsForInvitations)}@example.org",
            DisplayName = "Приглашён " + rules.Word($"name of the invited of region {rules.Regions.Count}", IsForInvitations),
            Role = Role.Publisher,
            RegionId = made.Id,
            TerritoryId = made.Entries[0].Territory,
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(14),
        };
        var job = Job.Of("report", new { Run = 0 }, made.Id, actor.UserId, Now);
        job.Begin(Now);
        job.Fail(
            "Не получилось: "
                + rules.Word(
                    $"fault of a job of region {rules.Regions.Count}",
                    viewer =>
                        viewer.Is(Role.Administrator)
                        || viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageJobs)
                ),
            Now,
            again: null
        );
        context.AddRange(letter, invitation, job);
        await context.SaveChangesAsync(Cancel);
        made.Letter = letter.Id;

        bool IsForInvitations(PlantedViewer viewer) =>
            viewer.Is(Role.Administrator) || viewer.Actor.RegionId == made.Id && Permissions.Allows(viewer.Actor, Ability.ManageAccounts);
    }
}
