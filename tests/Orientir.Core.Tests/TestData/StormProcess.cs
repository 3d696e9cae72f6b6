using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;
using Orientir.Data;

namespace Orientir.Core.Tests.TestData;

/// <summary>
/// A process that saves one answer over and over, as the page of a submission does, and writes each save down once it is acknowledged,
/// until it is killed. It is this very test program, started again with a variable that says so and this one test to run.
/// </summary>
public class StormProcess
{
    private const string Variable = "ORIENTIR_STORM";

    /// <summary>Starts it; each line it adds to the file is an acknowledged comment.</summary>
    internal static Process Start(string connection, Actor actor, int subject, string uid, string file)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [typeof(StormProcess).Assembly.Location, "-class", typeof(StormProcess).FullName!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{connection}|{actor.UserId}|{actor.RegionId}|{subject}|{uid}|{file}");
        return Process.Start(start)!;
    }

    /// <summary>Whole lines of the file: a process may have died over the last one.</summary>
    internal static string[] Acknowledged(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Save_InAStorm_GoesOnUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } told) return;
        var parts = told.Split('|');
        var (user, region, subject, uid) = (Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4]);
        var store = new Store(parts[0]);
        var actor = new Actor(user, "Оператор", region, [new ActorGrant(Role.Operator, null, null)], "127.0.0.1");
        // Unbuffered, one write a line: what is written is with the system, and outlives the process.
        await using var acknowledged = new FileStream(parts[5], FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var current = CurrentOf(store, region, subject, uid); ;)
        {
            await using var context = store.Open();
            context.RegionId = region;
            var next = string.Create(CultureInfo.InvariantCulture, $"{uid}-{(current.Length == 0 ? 1 : Number(current.Split('-')[1]) + 1)}");
            var patch = new AnswerPatch(next, uid, "", AnswerField.Comment, current, next);
            var result = (await new SaveAnswers(context, new SubmissionWorld.Clock()).RunAsync(actor, new(subject, [patch]), TestContext.Current.CancellationToken)).Single();
            // The last save of a killed process may be committed only now: the storm goes on from there.
            if (result.Outcome == PatchOutcome.Saved) acknowledged.Write(Encoding.UTF8.GetBytes(next + "\n"));
            else if (result.Outcome == PatchOutcome.Refused) throw new InvalidOperationException(result.Message);
            current = result.Outcome == PatchOutcome.Saved ? next : CurrentOf(store, region, subject, uid);
        }
    }

    private static string CurrentOf(Store store, int region, int subject, string uid)
    {
        using var context = store.Open();
        context.RegionId = region;
        return context.Answers.Where(answer => answer.Uid == uid && context.Submissions.Any(row => row.CampaignSubjectId == subject && row.Id == answer.SubmissionId))
            .Select(answer => answer.Comment).SingleOrDefault() ?? "";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
