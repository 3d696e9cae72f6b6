using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.TestSupport;

/// <summary>
/// A region with a campaign at review: three municipalities, answers and evidence of the first, an operator, an expert of the first
/// and a second region that must see nothing of it.
/// </summary>
internal sealed class ReviewedCampaign : IDisposable
{
    private readonly TestStore store;
    private int keys;

    private ReviewedCampaign(TestStore store, Methodology methodology) => (this.store, Methodology) = (store, methodology);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestStore Test => store;

    public TestClock Time { get; } = new(new DateTime(2026, 11, 22, 6, 0, 0, 123, 456, DateTimeKind.Utc));

    public Methodology Methodology { get; }

    public int Region { get; private set; }
    public int Campaign { get; private set; }
    public IReadOnlyList<int> Subjects { get; private set; } = [];
    public Actor Operator { get; private set; } = null!;
    public Actor Expert { get; private set; } = null!;
    public Actor Coordinator { get; private set; } = null!;
    public Actor Stranger { get; private set; } = null!;

    public static async Task<ReviewedCampaign> MadeAsync(Database database, Methodology? methodology = null)
    {
        var made = new ReviewedCampaign(await TestStore.MigratedAsync(database), methodology ?? Marked.Tree(2, 2));
        await made.FillAsync();
        return made;
    }

    /// <summary>A context in the region of an actor.</summary>
    public OrientirContext Open(Actor? actor = null)
    {
        var context = store.Store.Open();
        context.RegionId = (actor ?? Operator).RegionId;
        return context;
    }

    /// <summary>Marks as somebody does who saw what stands there.</summary>
    public async Task<Mark> MarkAsync(Actor actor, int subject, string uid, string? value, string? comment = null, string expert = "")
    {
        await using var context = Open(actor);
        var label = actor.Is(Role.Operator) ? expert : actor.Name;
        var id = Subjects[subject];
        var seen = await context
            .Marks.AsNoTracking()
            .SingleOrDefaultAsync(mark => mark.CampaignSubjectId == id && mark.Uid == uid && mark.Expert == label, Cancel);
        foreach (
            var result in await new SaveMarks(context, Time).RunAsync(
                actor,
                new(
                    id,
                    expert,
                    [
                        new($"v{++keys}", uid, MarkField.Value, seen?.Value ?? "", value ?? ""),
                        new($"c{keys}", uid, MarkField.Comment, seen?.Comment ?? "", comment ?? ""),
                    ]
                ),
                Cancel
            )
        )
            result.Outcome.ShouldBe(PatchOutcome.Saved, result.Message);
        return await context
            .Marks.AsNoTracking()
            .SingleAsync(mark => mark.CampaignSubjectId == id && mark.Uid == uid && mark.Expert == label, Cancel);
    }

    /// <summary>Begins something while somebody else is at a change of the campaign that is committed before it can end.</summary>
    /// <param name="change">The change; its context is within a transaction.</param>
    /// <param name="work">What begins meanwhile.</param>
    public async Task<T> WhileAsync<T>(Func<OrientirContext, Task> change, Func<Task<T>> work)
    {
        await using var context = Open();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
        await change(context);
        var begun = Task.Run(work, Cancel);
        // What does not wait for the change has ended by then; what waits, waits.
        await Task.WhenAny(begun, Task.Delay(500, Cancel));
        await transaction.CommitAsync(Cancel);
        return await begun;
    }

    /// <summary>Ends the review.</summary>
    public Task EndReviewAsync(OrientirContext context) =>
        new MoveToStage(context, Time, []).RunAsync(Operator, new(Campaign, "close-review", "Оценки собраны."), Cancel);

    private async Task FillAsync()
    {
        await using var context = store.Store.Open();
        context.AllRegions = true;
        var (own, other) = (
            new Region
            {
                Code = "a",
                Title = "Область",
                TimeZone = "Europe/Moscow",
            },
            new Region
            {
                Code = "b",
                Title = "Край",
                TimeZone = "Asia/Yekaterinburg",
            }
        );
        context.Regions.AddRange(own, other);
        var users = new[] { "Оператор", "Эксперт Первый", "Координатор", "Чужой" }
            .Select(
                (name, index) =>
                    new User
                    {
                        DisplayName = name,
                        UserName = $"u{index}@example.org",
                        NormalizedUserName = $"U{index}@EXAMPLE.ORG",
                        LockoutEnd = index == 3 ? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_567) : null,
                    }
            )
            .ToArray();
        context.Users.AddRange(users);
        await context.SaveChangesAsync(Cancel);
        Region = own.Id;

        var territories = Enumerable
            .Range(1, 3)
            .Select(number => new Territory
            {
                RegionId = own.Id,
                Code = $"m{number}",
                Kind = "municipality",
                Name = $"Район {number}",
            })
            .ToArray();
        context.Territories.AddRange(territories);
        var edition = MethodologyEdition.Of(own.Id, Methodology);
        edition.PublishedAt = Time.Now;
        context.Methodologies.Add(edition);
        await context.SaveChangesAsync(Cancel);
        // A row that refers to a later one.
        territories[0].MoveUnder(territories[2].Id);
        var subjects = territories
            .Select(territory => new Subject
            {
                RegionId = own.Id,
                TerritoryId = territory.Id,
                Kind = "municipality",
                Code = territory.Code,
                Name = territory.Name,
            })
            .ToArray();
        context.Subjects.AddRange(subjects);
        var campaign = Core.Campaigns.Campaign.Of(
            own.Id,
            new CampaignPlan
            {
                MethodologyEditionId = edition.Id,
                Title = "Мониторинг «А, Б»",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Optional,
                CollectionFrom = Time.Now.AddDays(-20),
                CollectionUntil = Time.Now.AddDays(-1),
                ReviewUntil = Time.Now.AddDays(10),
                ResultsUntil = Time.Now.AddDays(20),
            }
        );
        context.Campaigns.Add(campaign);
        await context.SaveChangesAsync(Cancel);
        context.Add(
            new CampaignDecision
            {
                RegionId = own.Id,
                CampaignId = campaign.Id,
                To = CampaignState.Collection,
                At = Time.Now.AddDays(-20),
                UserId = users[0].Id,
            }
        );
        var chosen = subjects.Select(subject => CampaignSubject.Of(campaign, subject)).ToArray();
        context.CampaignSubjects.AddRange(chosen);
        await context.SaveChangesAsync(Cancel);
        Campaign = campaign.Id;
        Subjects = [.. chosen.Select(subject => subject.Id)];
        context.ExpertAssignments.Add(
            new ExpertAssignment
            {
                RegionId = own.Id,
                CampaignSubjectId = chosen[0].Id,
                UserId = users[1].Id,
            }
        );
        var submission = Submission.Of(own.Id, chosen[0].Id);
        submission.Send(Time.Now, "00");
        var file = StoredFile.Of(own.Id, "приказ.pdf", await store.Store.Files.PutAsync(new MemoryStream([0, 1, 254, 255]), Cancel));
        context.Submissions.Add(submission);
        context.StoredFiles.Add(file);
        await context.SaveChangesAsync(Cancel);
        context.Answers.Add(
            new Answer
            {
                RegionId = own.Id,
                SubmissionId = submission.Id,
                Uid = "1.1",
                ItemId = "",
                Value = "2",
                Comment = "строка\n\"вторая\"",
                ChangedAt = Time.Now,
            }
        );
        var link = new EvidenceItem
        {
            RegionId = own.Id,
            SubmissionId = submission.Id,
            Kind = EvidenceKind.Link,
            Url = "https://example.org/p?a=1&b=2",
            Title = "Программа",
        };
        link.Places.Add(
            new EvidencePlace
            {
                RegionId = own.Id,
                EvidenceItemId = 0,
                Uid = "1",
                ItemId = "",
            }
        );
        context.EvidenceItems.AddRange(
            link,
            new EvidenceItem
            {
                RegionId = own.Id,
                SubmissionId = submission.Id,
                Kind = EvidenceKind.File,
                FileId = file.Id,
            }
        );
        context.AcceptedPatches.AddRange(
            new AcceptedPatch
            {
                Id = "Б",
                RegionId = own.Id,
                CampaignSubjectId = chosen[0].Id,
                At = Time.Now,
                Response = "{}",
            },
            new AcceptedPatch
            {
                Id = "a",
                RegionId = own.Id,
                CampaignSubjectId = chosen[0].Id,
                At = Time.Now,
                Response = "{}",
            },
            new AcceptedPatch
            {
                Id = "B",
                RegionId = own.Id,
                CampaignSubjectId = chosen[0].Id,
                At = Time.Now,
                Response = "{}",
            }
        );
        await context.SaveChangesAsync(Cancel);

        Actor Acting(int user, Role role, HashSet<int>? covered = null, int? region = null) =>
            new(users[user].Id, users[user].DisplayName, region ?? own.Id, [new ActorGrant(role, covered, null)], "127.0.0.1");
        Operator = Acting(0, Role.Operator);
        Expert = Acting(1, Role.Expert);
        Coordinator = Acting(2, Role.Coordinator, [territories[0].Id]);
        Stranger = Acting(3, Role.Operator, region: other.Id);
    }

    public static byte[] Csv(params string[] rows) =>
        Encoding.UTF8.GetBytes("subject,code,value,expert,comment\n" + string.Concat(rows.Select(row => row + "\n")));

    public void Dispose() => store.Dispose();
}
