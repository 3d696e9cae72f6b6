using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Letters;

/// <summary>What tests of letters do with a region and a mail server.</summary>
internal static class LettersWorld
{
    public static readonly LetterAddresses Site = RegionWorld.Site;

    public static readonly LetterCause[] Causes = [new InvitationLetters(), new RoleLetters(), new LateReminders()];

    public static MailSettings By(MailHost host, bool signsIn = false, string query = "") =>
        MailSettings.Read(host.Settings(signsIn, query).ToDictionary(one => one.Key, one => one.Value).GetValueOrDefault);

    /// <summary>Settings of a server that does not answer any more.</summary>
    public static async Task<MailSettings> AwayAsync()
    {
        await using var host = MailHost.Start();
        return By(host);
    }

    /// <summary>What a server answers by whom a letter is to: «never…» and «later…» are refused, for good and for now.</summary>
    public static int? ByName(string to) =>
        to.StartsWith("never", StringComparison.Ordinal) ? 550
        : to.StartsWith("later", StringComparison.Ordinal) ? 450
        : null;

    extension(RegionWorld world)
    {
        /// <summary>Invites people as experts, by mail.</summary>
        public async Task<WrittenLetters> InviteAsync(params string[] emails)
        {
            var list = string.Join('\n', emails.Select((email, index) => $"Человек {index}; {email}; эксперт"));
            var preview = await world.In(context =>
                new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, list), RegionWorld.Cancel)
            );
            return (
                await world.In(context =>
                    new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                        world.Operator,
                        new(Site, preview.Rows, Confirmed: preview.Fingerprint),
                        RegionWorld.Cancel
                    )
                )
            ).Letters!;
        }

        public Task<Sending> SendAsync(MailSettings mail) =>
            new SendLetters(world.OpenNowhere, mail, Causes, world.Clock).RunAsync(cancel: RegionWorld.Cancel);

        public Task<List<Letter>> LettersAsync() =>
            world.In(context => context.Letters.AsNoTracking().OrderBy(row => row.Id).ToListAsync(RegionWorld.Cancel));

        /// <summary>Does the jobs that are due, as the site does.</summary>
        public async Task RunJobsAsync(MailSettings mail)
        {
            var run = new RunJob(world.OpenNowhere, [new LettersJob(world.OpenNowhere, mail, Causes)], world.Clock);
            foreach (var job in await world.JobsAsync())
                await run.RunAsync(job.Id, RegionWorld.Cancel);
        }

        public Task<List<Job>> JobsAsync() =>
            world.In(context =>
            {
                context.AllRegions = true;
                return context.Jobs.AsNoTracking().OrderBy(job => job.Id).ToListAsync(RegionWorld.Cancel);
            });
    }
}
