using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Letters;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// A region with a campaign at every stage, and one word in everything that has a text: titles, names, answers, evidence, comments, files.
/// Where the word is seen, something of the region is.
/// </summary>
internal sealed class SeededRegion
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    private SeededRegion(string word) => Word = word;

    /// <summary>In everything of this region and nowhere else.</summary>
    public string Word { get; }

    /// <summary>In what lies within the region, and not in its title or its people.</summary>
    public string Inside => Word + "ский";

    public int RegionId { get; private set; }

    public int Territory { get; private set; }

    public int Subject { get; private set; }

    public int Edition { get; private set; }

    public string Direction { get; private set; } = "";

    /// <summary>The first indicator of the methodology.</summary>
    public string Leaf { get; private set; } = "";

    /// <summary>Somebody of the region, with a role in it and an open invitation to another.</summary>
    public int User { get; private set; }

    public int Grant { get; private set; }

    public int Invitation { get; private set; }

    /// <summary>The role of an executor of the municipality, and an invitation to become one.</summary>
    public int ExecutorGrant { get; private set; }

    public int ExecutorInvitation { get; private set; }

    /// <summary>A job that was given up.</summary>
    public int Job { get; private set; }

    /// <summary>Letters: of that invitation, and one of the installation, which is no region's.</summary>
    public int Letter { get; private set; }

    public int InstallationLetter { get; private set; }

    /// <summary>By stage: the campaign, its subject of the first municipality, evidence with a file there, a run and its package.</summary>
    public Dictionary<CampaignState, (int Campaign, int Subject, int Evidence, int Run, int Package)> At { get; private set; } = [];

    /// <summary>Code of its subject.</summary>
    public string Code { get; private set; } = First;

    /// <summary>The same campaigns with what a second municipality has in them, where there is one; no expert is assigned it.</summary>
    public SeededRegion? Neighbour { get; private set; }

    public const string First = "first";

    public static async Task<SeededRegion> MakeAsync(
        SiteHost site,
        int regionId,
        string word,
        int[] municipalities,
        int expert,
        int user
    ) =>
        await site.WithAsync(
            regionId,
            async (services, context) =>
            {
                var made = new SeededRegion(word) { RegionId = regionId, User = user };
                var territory = municipalities is [var id, ..]
                    ? await context.Territories.SingleAsync(row => row.Id == id)
                    : new Territory
                    {
                        RegionId = regionId,
                        Code = "first",
                        Kind = EntryKind.Municipality,
                        Name = "first",
                    };
                if (municipalities.Length == 0)
                    context.Add(territory);
                territory.Rename($"{made.Inside} район");
                var methodology = new ReadMethodology().Read(
                    await File.ReadAllBytesAsync(Repository.PathOf("methodologies", "ishimbay-2021.json")),
                    "m.json"
                );
                var edition = MethodologyEdition.Of(regionId, methodology);
                edition.PublishedAt = Now;
                context.Add(edition);
                await context.SaveChangesAsync();
                var subject = new Subject
                {
                    RegionId = regionId,
                    TerritoryId = territory.Id,
                    Kind = edition.SubjectKind,
                    Code = First,
                    Name = territory.Name,
                };
                context.Add(subject);
                Subject? second = null;
                if (municipalities is [_, var next])
                {
                    var place = await context.Territories.SingleAsync(row => row.Id == next);
                    second = new()
                    {
                        RegionId = regionId,
                        TerritoryId = next,
                        Kind = edition.SubjectKind,
                        Code = "second",
                        Name = place.Name,
                    };
                    context.Add(second);
                }
                await context.SaveChangesAsync();
                (made.Territory, made.Subject, made.Edition) = (territory.Id, subject.Id, edition.Id);
                made.Direction = methodology.Nodes.First(node => node.Kind == NodeKind.Direction).Uid;
                made.Leaf = methodology.Nodes.First(node => node.Scale is not null).Uid;
                made.Grant = await context.Grants.Where(row => row.UserId == user).Select(row => row.Id).FirstAsync();
                // One of its own: what is taken away here no other test asks for.
                var email = regionId == site.RegionId ? "helper@region.test" : "helper@other.test";
                var helper = new User
                {
                    DisplayName = word,
                    UserName = email,
                    NormalizedUserName = email.ToUpperInvariant(),
                    Email = email,
                    NormalizedEmail = email.ToUpperInvariant(),
                };
                context.Add(helper);
                await context.SaveChangesAsync();
                var held = new Grant
                {
                    UserId = helper.Id,
                    Role = Role.Executor,
                    RegionId = regionId,
                    TerritoryId = territory.Id,
                };
                context.Add(held);
                await context.SaveChangesAsync();
                made.ExecutorGrant = held.Id;
                var executor = new Invitation
                {
                    TokenHash = word + "-executor",
                    Email = $"executor{regionId}@example.org",
                    DisplayName = word,
                    Role = Role.Executor,
                    RegionId = regionId,
                    TerritoryId = territory.Id,
                    CreatedAt = Now,
                    ExpiresAt = Now.AddDays(14),
                };
                executor.InviteBy(user);
                var invitation = new Invitation
                {
                    TokenHash = word,
                    Email = $"invited{regionId}@example.org",
                    DisplayName = word,
                    Role = Role.Publisher,
                    RegionId = regionId,
                    TerritoryId = territory.Id,
                    CreatedAt = Now,
                    ExpiresAt = Now.AddDays(14),
                };
                var job = Orientir.Core.Jobs.Job.Of("report", new { Run = 0 }, regionId, user, Now);
                job.Begin(Now);
                job.Fail("Не получилось.", Now, again: null);
                context.AddRange(invitation, executor, job);
                await context.SaveChangesAsync();
                (made.Invitation, made.ExecutorInvitation, made.Job) = (invitation.Id, executor.Id, job.Id);
                var text = new LetterText(LetterWhy.NewRole, made.Inside, invitation.Email, made.Inside, made.Inside);
                var letter = Orientir.Core.Letters.Letter.ToSend(
                    text,
                    made.Grant,
                    new Actor(user, word, regionId, [new(Role.Operator, null, null)], ""),
                    Now
                );
                context.Add(letter);
                await context.SaveChangesAsync();
                made.Letter = letter.Id;
                made.InstallationLetter = await site.WithAsync(
                    null,
                    async (_, nowhere) =>
                    {
                        var own = Orientir.Core.Letters.Letter.ToSend(
                            text with
                            {
                                Name = "Ведущий",
                                Subject = "Новая роль",
                                Text = "Новая роль",
                            },
                            made.Grant,
                            Actor.Installation(),
                            Now
                        );
                        nowhere.Add(own);
                        await nowhere.SaveChangesAsync();
                        return own.Id;
                    }
                );
                if (second is not null)
                {
                    made.Neighbour = (SeededRegion)made.MemberwiseClone();
                    (made.Neighbour.Code, made.Neighbour.Territory, made.Neighbour.Subject, made.Neighbour.At) = (
                        second.Code,
                        second.TerritoryId,
                        second.Id,
                        []
                    );
                }
                foreach (var state in Enum.GetValues<CampaignState>())
                    await made.CampaignAsync(
                        context,
                        services.GetRequiredService<IFileStore>(),
                        state,
                        subject,
                        second,
                        methodology,
                        expert
                    );
                return made;
            }
        );

    private async Task CampaignAsync(
        OrientirContext context,
        IFileStore files,
        CampaignState state,
        Subject subject,
        Subject? second,
        Methodology methodology,
        int expert
    )
    {
        var day = TimeSpan.FromDays(1);
        var campaign = Campaign.Of(
            RegionId,
            new CampaignPlan
            {
                MethodologyEditionId = Edition,
                Title = $"{Inside} {state}",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Optional,
                CollectionFrom = Now + (state == CampaignState.Preparation ? 10 : -10) * day,
                CollectionUntil =
                    Now
                    + (
                        state switch
                        {
                            CampaignState.Preparation => 20,
                            CampaignState.Collection => 5,
                            _ => -5,
                        }
                    ) * day,
                ReviewUntil = Now + (state is CampaignState.Results or CampaignState.Published ? -1 : 30) * day,
                ResultsUntil = Now + 40 * day,
                Owner = Inside,
                Letter = Inside,
                Instruction = Inside,
            }
        );
        context.Add(campaign);
        await context.SaveChangesAsync();
        var own = new CampaignSubject
        {
            RegionId = RegionId,
            CampaignId = campaign.Id,
            SubjectId = subject.Id,
            TerritoryId = subject.TerritoryId,
            Kind = subject.Kind,
            Code = subject.Code,
            Name = subject.Name,
            FoldedName = subject.FoldedName,
            Attributes = "{}",
        };
        context.Add(own);
        context.Add(
            new CampaignDecision
            {
                RegionId = RegionId,
                CampaignId = campaign.Id,
                To = CampaignState.Collection,
                At = Now.AddDays(-11),
                UserId = User,
            }
        );
        await context.SaveChangesAsync();
        if (state == CampaignState.Published)
            context.Add(
                new CampaignDecision
                {
                    RegionId = RegionId,
                    CampaignId = campaign.Id,
                    To = state,
                    At = Now,
                    UserId = User,
                }
            );
        var submission = Submission.Of(RegionId, own.Id);
        if (state != CampaignState.Collection)
            submission.Send(Now, "00");
        var file = StoredFile.Of(RegionId, $"{Inside}.txt", await files.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(Inside + state))));
        var zip = StoredFile.Of(RegionId, "Отчёт.zip", await files.PutAsync(new MemoryStream(EmptyZip)));
        context.AddRange(
            submission,
            file,
            zip,
            new ExpertAssignment
            {
                RegionId = RegionId,
                CampaignSubjectId = own.Id,
                UserId = expert,
            }
        );
        await context.SaveChangesAsync();
        context.Add(
            new Answer
            {
                RegionId = RegionId,
                SubmissionId = submission.Id,
                Uid = Leaf,
                ItemId = "",
                Comment = Inside,
                Question = Inside,
                ChangedAt = Now,
                ChangedBy = User,
            }
        );
        context.Add(
            new Mark
            {
                RegionId = RegionId,
                CampaignSubjectId = own.Id,
                Uid = Leaf,
                Expert = "",
                Comment = Inside,
                ChangedAt = Now,
                ChangedBy = User,
            }
        );
        var evidence = new EvidenceItem
        {
            RegionId = RegionId,
            SubmissionId = submission.Id,
            Kind = EvidenceKind.File,
            FileId = file.Id,
            Title = Inside,
        };
        evidence.Places.Add(
            new EvidencePlace
            {
                RegionId = RegionId,
                EvidenceItemId = 0,
                Uid = Leaf,
                ItemId = "",
            }
        );
        var marks = RunMarks.Write(
            methodology,
            [new(own.Code, own.Name, []), .. second is null ? [] : new[] { new RunSubject(second.Code, second.Name, []) }]
        );
        var edition = await context.Methodologies.SingleAsync(row => row.Id == Edition);
        var run = ResultRun.Of(
            campaign,
            edition,
            new(marks, null, edition.Hash),
            RunOutputs.Write(RunMarks.Score(methodology, marks)),
            ComputeRun.ProgramVersion,
            Now,
            User
        );
        context.AddRange(evidence, run);
        await context.SaveChangesAsync();
        var package = new ReportPackage
        {
            RegionId = RegionId,
            ResultRunId = run.Id,
            RequestedAt = Now,
            FinishedAt = Now,
            FileId = zip.Id,
        };
        context.Add(package);
        await context.SaveChangesAsync();
        if (state == CampaignState.Published)
            await NewestRun.PublishAsync(context, campaign.Id);
        At[state] = (campaign.Id, own.Id, evidence.Id, run.Id, package.Id);
        if (second is null)
            return;
        var other = CampaignSubject.Of(campaign, second);
        context.Add(other);
        await context.SaveChangesAsync();
        var sent = Submission.Of(RegionId, other.Id);
        if (state != CampaignState.Collection)
            sent.Send(Now, "00");
        context.Add(sent);
        await context.SaveChangesAsync();
        var item = new EvidenceItem
        {
            RegionId = RegionId,
            SubmissionId = sent.Id,
            Kind = EvidenceKind.File,
            FileId = file.Id,
            Title = Inside,
        };
        item.Places.Add(
            new EvidencePlace
            {
                RegionId = RegionId,
                EvidenceItemId = 0,
                Uid = Leaf,
                ItemId = "",
            }
        );
        context.Add(item);
        await context.SaveChangesAsync();
        Neighbour!.At[state] = (campaign.Id, other.Id, item.Id, run.Id, package.Id);
    }

    private static byte[] EmptyZip => [0x50, 0x4B, 5, 6, .. new byte[18]];
}
