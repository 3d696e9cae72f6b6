using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// Computes the results of a campaign as a run that is kept: the marks as they are now, the edition and revision, the version of the
/// program. Equal inputs give the run that is there already.
/// </summary>
public sealed class ComputeRun(OrientirContext context, TimeProvider time)
{
    /// <summary>Version of the program as runs state it.</summary>
    public static string ProgramVersion { get; } = typeof(ComputeRun).Assembly.GetName().Version!.ToString(3);

    /// <summary>Computes; gives the key of the run.</summary>
    /// <exception cref="RefusedException">No such campaign, not allowed, or not at this stage.</exception>
    public async Task<int> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var campaign =
            await new Visible(context, actor, time)
                .Campaigns.AsNoTracking()
                .Include(row => row.Decisions)
                .SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
                .ConfigureAwait(false)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Compute, state: campaign.StateAt(now));
        var edition = await context
            .Methodologies.AsNoTracking()
            .SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel)
            .ConfigureAwait(false);

        var marks = RunMarks.Write(edition.Read(), await InputsAsync(campaign, edition.Read(), cancel).ConfigureAwait(false));
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. marks, .. Encoding.ASCII.GetBytes(edition.Hash)]));
        if (await EqualAsync().ConfigureAwait(false) is { } equal)
            return equal;

        // Computed before it is kept: what cannot be computed must not be offered.
        RunMarks.Score(edition.Read(), marks);
        var run = new ResultRun
        {
            RegionId = campaign.RegionId,
            CampaignId = campaign.Id,
            MethodologyEditionId = edition.Id,
            InputHash = hash,
            ProgramVersion = ProgramVersion,
            At = now,
            UserId = actor.UserId,
            Marks = Compressed(marks),
        };
        context.ResultRuns.Add(run);
        var trail = new AuditTrail(context, time);
        try
        {
            await trail
                .SaveNewAsync(
                    () =>
                        trail.Add(
                            actor,
                            "run.compute",
                            "run",
                            run.Id,
                            null,
                            new
                            {
                                campaign = campaign.Id,
                                hash,
                                edition = edition.Id,
                                program = ProgramVersion,
                            }
                        ),
                    cancel
                )
                .ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same run was computed by another at the same moment.
            context.ChangeTracker.Clear();
            if (await EqualAsync().ConfigureAwait(false) is { } others)
                return others;
            throw;
        }
        return run.Id;

        async Task<int?> EqualAsync() =>
            await context
                .ResultRuns.Where(row => row.CampaignId == campaign.Id && row.InputHash == hash && row.ProgramVersion == ProgramVersion)
                .Select(row => (int?)row.Id)
                .FirstOrDefaultAsync(cancel)
                .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RunSubject>> InputsAsync(Campaign campaign, Methodology methodology, CancellationToken cancel)
    {
        var subjects = await context
            .CampaignSubjects.AsNoTracking()
            .Where(row => row.CampaignId == campaign.Id)
            .ToListAsync(cancel)
            .ConfigureAwait(false);
        var marks = (
            await context
                .Marks.AsNoTracking()
                .Where(mark => context.CampaignSubjects.Any(row => row.CampaignId == campaign.Id && row.Id == mark.CampaignSubjectId))
                .ToListAsync(cancel)
                .ConfigureAwait(false)
        ).ToLookup(mark => mark.CampaignSubjectId);
        // What the institute finds out itself is answered by it; its answer is the mark where no expert gave one.
        var leaves = methodology.Tree.LeavesOf(AnswerSource.Operator);
        var operators = leaves.Select(leaf => leaf.Uid).ToList();
        var found =
            operators.Count == 0
                ? []
                : await (
                    from answer in context.Answers.AsNoTracking()
                    join submission in context.Submissions on answer.SubmissionId equals submission.Id
                    join subject in context.CampaignSubjects on submission.CampaignSubjectId equals subject.Id
                    where subject.CampaignId == campaign.Id && operators.Contains(answer.Uid)
                    select new { subject.Id, Answer = answer }
                )
                    .ToListAsync(cancel)
                    .ConfigureAwait(false);
        var answers = found.ToLookup(row => row.Id, row => row.Answer);
        return
        [
            .. subjects.Select(subject => new RunSubject(
                subject.Code,
                subject.Name,
                [
                    .. marks[subject.Id].Select(mark => new RunMark(mark.Uid, mark.Expert, mark.Value, mark.Comment)),
                    .. leaves
                        .Where(leaf => !marks[subject.Id].Any(mark => mark.Uid == leaf.Uid && mark.Value is not null))
                        .Select(leaf =>
                            FoundOut(
                                leaf,
                                answers[subject.Id]
                                    .Where(answer => answer.Uid == leaf.Uid)
                                    .ToDictionary(answer => answer.ItemId, StringComparer.Ordinal)
                            )
                        )
                        .OfType<RunMark>(),
                ]
            )),
        ];
    }

    // Of a list the items found; what the institute saw itself is confirmed.
    private static RunMark? FoundOut(Node leaf, Dictionary<string, Answer> answers)
    {
        var whole = answers.GetValueOrDefault("");
        if (whole is { NotApplicable: true })
            return new(leaf.Uid, "", "NA", whole.Comment);
        var items = leaf.Items;
        var value = whole?.Value;
        if (
            items.Any(item =>
                answers.GetValueOrDefault(item.Id) is { } answer && (answer.Value is not null || answer.NoDocument || answer.NotApplicable)
            )
        )
        {
            var there = items.Where(item => answers.GetValueOrDefault(item.Id) is { Value: "1", NotApplicable: false }).ToList();
            value =
                there.Count == 0
                    ? "0"
                    : string.Join('|', there.Select(item => leaf.Scale is ComponentsScale ? item.Id + "=confirmed" : item.Id));
        }
        return value is null ? null : new(leaf.Uid, "", value, whole?.Comment);
    }

    private static byte[] Compressed(byte[] marks)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(marks);
        return packed.ToArray();
    }
}

/// <summary>A mark of a run.</summary>
internal sealed record RunMark(string Uid, string Expert, string? Value, string? Comment);

/// <summary>A subject of a run with its marks.</summary>
internal sealed record RunSubject(string Code, string Name, IReadOnlyList<RunMark> Marks);

/// <summary>
/// The marks of a run as CSV that the reader of marks takes: subject, name, code, value, expert, comment. A subject without marks has
/// one row without a value, so that the file alone gives the results again.
/// </summary>
internal static class RunMarks
{
    public static byte[] Write(Methodology methodology, IReadOnlyList<RunSubject> subjects)
    {
        var place = methodology
            .Nodes.Select((node, index) => (node.Uid, index))
            .ToDictionary(pair => pair.Uid, pair => pair.index, StringComparer.Ordinal);
        var csv = new StringBuilder("subject,name,code,value,expert,comment\n");
        foreach (var subject in subjects.OrderBy(subject => subject.Code, StringComparer.Ordinal))
        {
            // A mark at a node the revision no longer has cannot be: revisions keep the structure.
            var marks = subject
                .Marks.Where(mark => place.ContainsKey(mark.Uid) && (mark.Value is not null || mark.Comment is not null))
                .OrderBy(mark => place[mark.Uid])
                .ThenBy(mark => mark.Expert, StringComparer.Ordinal)
                .ToList();
            foreach (var mark in marks.DefaultIfEmpty(new RunMark(methodology.Nodes[0].Uid, "", null, null)))
                csv.Append(Field(subject.Code))
                    .Append(',')
                    .Append(Field(subject.Name))
                    .Append(',')
                    .Append(Field(mark.Uid))
                    .Append(',')
                    .Append(Field(mark.Value))
                    .Append(',')
                    .Append(Field(mark.Expert))
                    .Append(',')
                    .Append(Field(mark.Comment))
                    .Append('\n');
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    public static ScoredMarks Score(Methodology methodology, ReadOnlyMemory<byte> csv)
    {
        var kind = Territories.EntryKind.IdOf(methodology.Subject);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new Office.TableFaults();
        using (var table = new Office.CsvTable(csv, "marks.csv", faults))
        {
            table.Read();
            while (table.Read())
                names.TryAdd(table.Text(0).ToString(), table.Text(1).ToString());
        }
        var register = new Territories.Register
        {
            Entries = [.. names.Select(pair => new Territories.RegisterEntry(pair.Key, pair.Value, kind, null, null, []))],
        };
        return new ScoreMarks().Score(methodology, new ReadMarks().Read(csv, "marks.csv", methodology, register));
    }

    private static string Field(string? text) =>
        text is null ? ""
        : text.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
