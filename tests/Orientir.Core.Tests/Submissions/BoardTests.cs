using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Letters;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Submissions;

public class BoardTests
{
    private static readonly DateTime During = new(2026, 12, 10, 9, 0, 0, DateTimeKind.Utc);

    private static Task<Board> ReadAsync(RegionWorld world, int id) =>
        world.In(context => new ReadBoard(context, world.Clock).RunAsync(world.Operator, id, RegionWorld.Cancel));

    private static void Put(OrientirContext context, RegionWorld world, int submission, string uid, bool evidence, string? value = "1") =>
        Put(context, world, submission, [uid], evidence, value);

    private static void Put(OrientirContext context, RegionWorld world, int submission, string[] uids, bool evidence, string? value = "1")
    {
        if (value is not null)
            context.Answers.AddRange(
                uids.Select(uid => new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = uid,
                    ItemId = "",
                    Value = value,
                })
            );
        if (!evidence)
            return;
        var item = new EvidenceItem
        {
            RegionId = world.RegionId,
            SubmissionId = submission,
            Kind = EvidenceKind.Link,
            Url = "https://example.org/",
        };
        item.Places.AddRange(
            uids.Select(uid => new EvidencePlace
            {
                RegionId = world.RegionId,
                EvidenceItemId = 0,
                Uid = uid,
                ItemId = "",
            })
        );
        context.EvidenceItems.Add(item);
    }

    private static List<(Node Direction, List<Node> Leaves)> Directions(Methodology methodology) =>
        [.. methodology.Nodes.Where(node => node.Kind == NodeKind.Direction).Select(node => (node, LeavesOf(node).ToList()))];

    private static IEnumerable<Node> LeavesOf(Node node) => node.Scale is not null ? [node] : node.Nodes.SelectMany(LeavesOf);

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_HalfSingleWholeAndSilent_CountsByTheRuleOfTheCampaign(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        List<(Node Direction, List<Node> Leaves)> directions = [];
        await world.In(async context =>
        {
            directions = Directions((await context.Methodologies.SingleAsync(RegionWorld.Cancel)).Read());
            var submissions = await context.Submissions.OrderBy(row => row.Id).ToListAsync(RegionWorld.Cancel);
            var (first, leaves) = directions[0];
            // The first: exactly half of a direction with evidence of its own; in the second direction one link serves everything.
            foreach (var leaf in leaves.Take((leaves.Count + 1) / 2))
                Put(context, world, submissions[0].Id, leaf.Uid, evidence: true);
            Put(context, world, submissions[0].Id, [.. directions[1].Leaves.Select(leaf => leaf.Uid)], evidence: true);
            // Two links for the whole of a direction are not broken down.
            Put(context, world, submissions[0].Id, directions[2].Direction.Uid, evidence: true, null);
            Put(context, world, submissions[0].Id, directions[2].Direction.Uid, evidence: true, null);
            // The second: one below half, and sent.
            foreach (var leaf in leaves.Take((leaves.Count - 1) / 2))
                Put(context, world, submissions[1].Id, leaf.Uid, evidence: true);
            submissions[1].Send(During, "00");
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });

        var board = await ReadAsync(world, id);
        board.Directions.Select(one => one.Uid).ShouldBe(directions.Select(one => one.Direction.Uid));
        board.Rows.Count.ShouldBe(18);
        board.Rows.Sum(row => row.Total).ShouldBe(18 * 61);
        var ids = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(RegionWorld.Cancel)
        );
        var (half, below) = (
            board.Rows.Single(row => row.CampaignSubjectId == ids[0]),
            board.Rows.Single(row => row.CampaignSubjectId == ids[1])
        );
        half.Cells.Select(cell => cell.IsComplete).ShouldBe([true, false, false, false, false]);
        half.Cells[1]
            .ShouldBe(
                new BoardCell(
                    directions[1].Leaves.Count,
                    directions[1].Leaves.Count,
                    directions[1].Leaves.Count,
                    directions[1].Leaves.Count,
                    directions[1].Leaves.Count,
                    0,
                    1,
                    0,
                    false
                )
            );
        half.Cells[2].Items.ShouldBe(2);
        BoardWords
            .NoteOf(board, half)
            .ShouldBe(
                $"в направлении {directions[1].Direction.Code} одно подтверждение, по показателям не разбито; в направлении {directions[2].Direction.Code} подтверждения не разбиты по показателям"
            );
        below.Complete.ShouldBe(0);
        below.IsSent.ShouldBeTrue();
        board.Rows.Count(row => row.IsSilent).ShouldBe(16);
        board.Late.ShouldBe(0);
        BoardWords.SentOf(board).ShouldBe("1 из 18\u00A0муниципалитетов отправил ответы");
        BoardWords
            .ProblemsOf(board)
            .ShouldSatisfyAllConditions(
                problems => problems.Count.ShouldBe(3),
                problems => problems[0].ShouldBe("16\u00A0муниципалитетов не начали отвечать")
            );

        world.Clock.Now = new(2026, 12, 21, 9, 0, 0, DateTimeKind.Utc);
        var late = await ReadAsync(world, id);
        late.Late.ShouldBe(17);
        BoardWords.StateOf(late.Rows.Single(row => row.CampaignSubjectId == ids[0])).ShouldBe("не отправлено");
    }

    [Fact]
    public async Task Read_NotApplicableAndItems_CountTheLeafOnce()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        await world.In(async context =>
        {
            var leaves = Directions((await context.Methodologies.SingleAsync(RegionWorld.Cancel)).Read())[0].Leaves;
            var submission = await context.Submissions.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel);
            context.Answers.Add(
                new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = leaves[0].Uid,
                    ItemId = "",
                    NotApplicable = true,
                }
            );
            context.Answers.Add(
                new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = leaves[1].Uid,
                    ItemId = "",
                    NoDocument = true,
                }
            );
            // An indicator answered item by item is answered with the last of them.
            var whole = leaves.Where(leaf => leaf.Items.Count > 0).Take(2).ToList();
            foreach (var item in whole[0].Items)
                context.Answers.Add(
                    new Answer
                    {
                        RegionId = world.RegionId,
                        SubmissionId = submission,
                        Uid = whole[0].Uid,
                        ItemId = item.Id,
                        Value = "1",
                    }
                );
            context.Answers.Add(
                new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = whole[1].Uid,
                    ItemId = whole[1].Items[0].Id,
                    Value = "1",
                }
            );
            context.Answers.Add(
                new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = leaves[2].Uid,
                    ItemId = "",
                    Comment = "думаем",
                }
            );
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        var first = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel)
        );
        var cell = (await ReadAsync(world, id)).Rows.Single(row => row.CampaignSubjectId == first).Cells[0];
        (cell.Filled, cell.Total - cell.Required).ShouldBe((3, 1));
    }

    [Fact]
    public async Task Table_OfEachView_HasARowASubjectAndTotals()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var board = await ReadAsync(world, await world.CampaignAsync());
        var zone = new RegionTime("Europe/Moscow");
        foreach (var view in Enum.GetValues<BoardView>())
        {
            var table = BoardTable.Of(board, view, zone);
            table.Rows.Count.ShouldBe(18);
            table.Rows.Append(table.Totals!).ShouldAllBe(row => row.Count == table.Columns.Count);
            table.Rows.ShouldAllBe(row => row.Zip(table.Columns).All(pair => pair.First.Number.HasValue == pair.Second.Numeric));
            BoardTable.Of(board with { Rows = [] }, view, zone).Totals.ShouldBeNull();
        }
        BoardTable.Of(board, BoardView.Progress, zone).Totals![6].Text.ShouldBe("0 из 1098, подтв. 0");
    }

    [Theory]
    [InlineData(SelfAssessment.None, 2)]
    [InlineData(SelfAssessment.Optional, 3)]
    [InlineData(SelfAssessment.Required, 2)]
    public async Task Read_ByRuleOfSelfAssessment_CountsEvidenceAloneOrNot(SelfAssessment rule, int filled)
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        await world.In(async context =>
        {
            await context.Campaigns.ExecuteUpdateAsync(set => set.SetProperty(row => row.SelfAssessment, rule), RegionWorld.Cancel);
            var leaves = Directions((await context.Methodologies.SingleAsync(RegionWorld.Cancel)).Read())[0].Leaves;
            var submission = await context.Submissions.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel);
            Put(context, world, submission, leaves[0].Uid, evidence: true, null);
            if (rule != SelfAssessment.None)
                Put(context, world, submission, leaves[1].Uid, evidence: false);
            context.Answers.Add(
                new Answer
                {
                    RegionId = world.RegionId,
                    SubmissionId = submission,
                    Uid = leaves[2].Uid,
                    ItemId = "",
                    NoDocument = true,
                }
            );
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        var first = await world.In(context =>
            context.CampaignSubjects.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(RegionWorld.Cancel)
        );
        var board = await ReadAsync(world, id);
        var row = board.Rows.Single(row => row.CampaignSubjectId == first);
        (row.Filled, row.WithoutAssessment).ShouldBe((filled, rule == SelfAssessment.Required ? 59 : 0));
        // The form counts as the board does.
        (
            await world.In(context => new ReadSubmission(context, world.Clock).RunAsync(world.Operator, first, RegionWorld.Cancel))
        ).Answered.ShouldBe(filled);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Remind_ThoseWhoHaveNotSent_OnceASubjectAndDeadline(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        await world.In(async context =>
        {
            (await context.Submissions.OrderBy(row => row.Id).FirstAsync(RegionWorld.Cancel)).Send(world.Clock.Now, "00");
            (await context.Territories.OrderBy(row => row.Id).LastAsync(RegionWorld.Cancel)).Contact([new("", "", "", "m@example.org")]);
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        Task<IReadOnlyList<ReminderLetter>> Remind(int[]? chosen) =>
            world.In(context =>
                new RemindLate(context, world.Clock, byMail: true).RunAsync(
                    world.Operator,
                    new(id, chosen, RegionWorld.Site),
                    RegionWorld.Cancel
                )
            );

        var preview = await Remind(null);
        preview.Count.ShouldBe(17);
        preview[0].Text.ShouldContain("20\u00A0декабря\u00A02026");
        int[] all = [.. preview.Select(letter => letter.CampaignSubjectId)];
        (await Remind(all)).Count.ShouldBe(17);
        // Where no address is known the letter is for printing: nobody has printed it yet.
        var letters = await world.In(context => context.Letters.AsNoTracking().ToListAsync(RegionWorld.Cancel));
        letters.Count(letter => letter.State == LetterState.ToPrint && letter.PrintedBy == null).ShouldBe(16);
        letters.Single(letter => letter.State == LetterState.Waiting).ToEmail.ShouldBe("m@example.org");
        (await Remind(all)).ShouldBeEmpty();
        (await Remind(null)).ShouldAllBe(letter => letter.RemindedAt != null);
        (await world.In(context => context.Reminders.CountAsync(RegionWorld.Cancel))).ShouldBe(17);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Remind_WhereNoContactIsKept_WritesToWhoAnswersThere(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        var subjects = await world.In(context => context.CampaignSubjects.OrderBy(row => row.Id).Take(3).ToListAsync(RegionWorld.Cancel));
        await world.In(async context =>
        {
            (await context.Territories.SingleAsync(row => row.Id == subjects[0].TerritoryId, RegionWorld.Cancel)).Contact([
                new("", "", "", "contact@example.org"),
            ]);
            foreach (
                var (email, role, territory, disabled) in ((string, Role, int, bool)[])
                    [
                        ("one@example.org", Role.Coordinator, subjects[0].TerritoryId, false),
                        ("gone@example.org", Role.Coordinator, subjects[1].TerritoryId, true),
                        ("two@example.org", Role.Coordinator, subjects[1].TerritoryId, false),
                        ("reader@example.org", Role.Publisher, subjects[2].TerritoryId, false),
                    ]
            )
            {
                var user = new User
                {
                    DisplayName = email,
                    UserName = email,
                    Email = email,
                };
                if (disabled)
                    user.Disable(During);
                user.Grants.Add(
                    new Grant
                    {
                        UserId = 0,
                        Role = role,
                        RegionId = world.RegionId,
                        TerritoryId = territory,
                    }
                );
                context.Users.Add(user);
            }
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        var letters = await world.In(context =>
            new RemindLate(context, world.Clock).RunAsync(world.Operator, new(id, null, RegionWorld.Site), RegionWorld.Cancel)
        );
        subjects
            .Select(subject => letters.Single(letter => letter.CampaignSubjectId == subject.Id).To)
            .ShouldBe(["contact@example.org", "two@example.org", null]);
    }

    [Fact]
    public async Task Remind_ByAnOperatorOfOneTerritory_KnowsOnlyItsOwn()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        var own = await world.In(context => context.CampaignSubjects.OrderBy(row => row.Id).FirstAsync(RegionWorld.Cancel));
        var part = world.As(new ActorGrant(Role.Operator, new HashSet<int> { own.TerritoryId }, null));
        var all = await world.In(context => context.CampaignSubjects.Select(row => row.Id).ToListAsync(RegionWorld.Cancel));
        foreach (var chosen in (List<int>?[])[null, all])
            (
                await world.In(context =>
                    new RemindLate(context, world.Clock).RunAsync(part, new(id, chosen, RegionWorld.Site), RegionWorld.Cancel)
                )
            )
                .ShouldHaveSingleItem()
                .CampaignSubjectId.ShouldBe(own.Id);
        (await world.In(context => context.Reminders.SingleAsync(RegionWorld.Cancel))).CampaignSubjectId.ShouldBe(own.Id);
    }

    [Fact]
    public async Task Read_ByThoseWithoutTheRight_IsRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        var id = await world.CampaignAsync();
        var territory = await world.In(context => context.Territories.Select(row => row.Id).FirstAsync(RegionWorld.Cancel));
        var coordinator = world.As(new ActorGrant(Role.Coordinator, new HashSet<int> { territory }, null));
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context => new ReadBoard(context, world.Clock).RunAsync(coordinator, id, RegionWorld.Cancel))
            )
        ).Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_CodesThatMayNoLongerBeTaken_AreNamesLikeOthers(Database database)
    {
        var package = Encoding.UTF8.GetString(new WriteMethodology().Write(MarkSamples.Methodology));
        // As a program of earlier rules took it: «|1|» and a blank in the code of a leaf, «/» in that of its direction.
        var kept = package
            .Replace("\"code\": \"1\"", "\"code\": \"a/b\"", StringComparison.Ordinal)
            .Replace("\"code\": \"1.1\"", "\"code\": \"1|1 2|\"", StringComparison.Ordinal);
        kept.ShouldNotBe(package);
        Should.Throw<InputException>(() => new ReadMethodology().Read(Encoding.UTF8.GetBytes(kept), "m.json"));
        var bytes = Encoding.UTF8.GetBytes(kept);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        using var world = await SubmissionWorld.MakeAsync(database, new ReadMethodology().ReadKept(bytes, hash, "m.json"));
        await world.Save(world.Coordinator, new AnswerPatch("a", "1|1 2|", "", AnswerField.Value, "", "1"));
        await world.Add("e", new(EvidenceKind.Link, "https://example.org/"), new("1|1 2|"), new("a/b"));

        var board = await world.In(context =>
            new ReadBoard(context, world.Time).RunAsync(world.Operator, world.Campaign, RegionWorld.Cancel)
        );
        var cell = board.Rows.Single(row => row.CampaignSubjectId == world.First).Cells[0];
        (cell.Filled, cell.Evidenced, cell.Items).ShouldBe((1, 1, 1));
        board.Rows.Single(row => row.CampaignSubjectId == world.Second).IsSilent.ShouldBeTrue();
        (await world.Form(world.Coordinator)).ValueAt("1|1 2|", "", AnswerField.Value).ShouldBe("1");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_OneLinkAtOneLeaf_IsEvidenceOfThatLeaf(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var id = await world.CampaignAsync();
        world.Clock.Now = During;
        await world.In(async context =>
        {
            var directions = Directions((await context.Methodologies.SingleAsync(RegionWorld.Cancel)).Read());
            var submission = await context.Submissions.OrderBy(row => row.Id).FirstAsync(RegionWorld.Cancel);
            Put(context, world, submission.Id, directions[0].Leaves[0].Uid, evidence: true);
            Put(context, world, submission.Id, [directions[1].Leaves[0].Uid, directions[1].Leaves[1].Uid], evidence: true);
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });

        var board = await ReadAsync(world, id);
        var row = board.Rows.Single(one => !one.IsSilent);
        (row.Cells[0].Evidenced, row.Cells[0].WithEvidence, row.Cells[0].IsSingleItem).ShouldBe((1, 1, false));
        row.Cells[1].IsSingleItem.ShouldBeTrue();
        BoardWords.NoteOf(board, row).ShouldBe($"в направлении {board.Directions[1].Code} одно подтверждение, по показателям не разбито");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_EvidenceWhereNoneIsNeeded_IsCountedAndLeavesNothingUndivided(Database database)
    {
        var package = Encoding.UTF8.GetString(new WriteMethodology().Write(MarkSamples.Methodology));
        var optional = package.Replace("\"code\": \"1.1\"", "\"code\": \"1.1\", \"evidence\": \"optional\"", StringComparison.Ordinal);
        using var world = await SubmissionWorld.MakeAsync(database, new ReadMethodology().Read(Encoding.UTF8.GetBytes(optional), "m.json"));
        await world.Save(world.Coordinator, new AnswerPatch("a", "1.1", "", AnswerField.Value, "", "1"));
        await world.Add("e", new(EvidenceKind.Link, "https://example.org/1"), new PlaceOfEvidence("1.1"));
        await world.Add("f", new(EvidenceKind.Link, "https://example.org/2"), new PlaceOfEvidence("1.1"));

        var board = await world.In(context =>
            new ReadBoard(context, world.Time).RunAsync(world.Operator, world.Campaign, RegionWorld.Cancel)
        );
        var row = board.Rows.Single(one => one.CampaignSubjectId == world.First);
        (row.Cells[0].Required, row.Cells[0].Evidenced, row.Cells[0].WithEvidence).ShouldBe((5, 0, 1));
        row.Cells[0].IsUndivided.ShouldBeFalse();
        BoardTable
            .Of(board, BoardView.Progress, new RegionTime("Europe/Moscow"))
            .Rows[0][1]
            .Text.Replace('\u00A0', ' ')
            .ShouldBe("1 из 6, подтв. 1");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_ClaimsWithAndWithoutEvidence_AreCountedAsTheFormCountsThem(Database database)
    {
        var package = Encoding.UTF8.GetString(new WriteMethodology().Write(MarkSamples.Methodology));
        var optional = package.Replace("\"code\": \"1.4\"", "\"code\": \"1.4\", \"evidence\": \"optional\"", StringComparison.Ordinal);
        using var world = await SubmissionWorld.MakeAsync(database, new ReadMethodology().Read(Encoding.UTF8.GetBytes(optional), "m.json"));
        // In its order: bare; no claim; one item of two bare; evidence optional; of a measure nothing is a figure too; not answered.
        await world.Save(
            world.Coordinator,
            new AnswerPatch("a", "1.1", "", AnswerField.Value, "", "1"),
            new AnswerPatch("b", "1.2", "", AnswerField.Value, "", "0"),
            new AnswerPatch("c", "1.3", "a", AnswerField.Value, "", "1"),
            new AnswerPatch("d", "1.3", "b", AnswerField.Value, "", "1"),
            new AnswerPatch("e", "1.4", "", AnswerField.Value, "", "10"),
            new AnswerPatch("f", "1.5", "", AnswerField.Value, "", "0"),
            new AnswerPatch("g", "2.1", "", AnswerField.Value, "", "1")
        );
        await world.Add("h", new(EvidenceKind.Link, "https://example.org/"), new PlaceOfEvidence("1.3", "a"));
        await CountAsync("1.1", "1.3", "1.5", "2.1");
        var board = await BoardAsync();
        BoardWords.ProblemsOf(board).ShouldContain("У 1\u00A0муниципалитета не хватает подтверждений, во всех направлениях");
        BoardWords.ProblemsOf(board).ShouldContain("У 1\u00A0муниципалитета есть показатели без ответа, во всех направлениях");

        // Evidence of the whole direction, a word that there is no document, and one that nothing applies.
        await world.Add("i", new(EvidenceKind.Link, "https://example.org/2"), new PlaceOfEvidence("second"));
        await world.Save(
            world.Coordinator,
            new AnswerPatch("j", "1.1", "", AnswerField.Value, "1", AnswerChoice.NoDocument),
            new AnswerPatch("k", "1.3", "b", AnswerField.Value, "1", AnswerChoice.NoDocument),
            new AnswerPatch("m", "1.5", "", AnswerField.Value, "0", ""),
            new AnswerPatch("l", "1.5", "", AnswerField.NotApplicable, "", "1")
        );
        await CountAsync();
        BoardWords.ProblemsOf(await BoardAsync()).ShouldNotContain(problem => problem.Contains("подтверждений", StringComparison.Ordinal));

        Task<Board> BoardAsync() =>
            world.In(context => new ReadBoard(context, world.Time).RunAsync(world.Operator, world.Campaign, RegionWorld.Cancel));

        async Task CountAsync(params string[] bare)
        {
            var form = await world.Form(world.Coordinator);
            new CheckSubmission()
                .Run(form)
                .Where(finding => finding.Kind == FindingKind.NoEvidence)
                .Select(finding => finding.Leaf!.Code)
                .ShouldBe(bare);
            form.WithoutEvidence.ShouldBe(bare.Length);
            (await BoardAsync()).Rows.Single(row => row.CampaignSubjectId == world.First).WithoutEvidence.ShouldBe(bare.Length);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_AnswersOfAnyKind_AreCountedAsTheFormCountsThem(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Save(world.Coordinator, new AnswerPatch("a", "1.1", "", AnswerField.Comment, "", "начато"));
        var leaves = MarkSamples.Methodology.Tree.LeavesOf(AnswerSource.Subject);
        // Among them what no door lets in today and an earlier program may have kept.
        string?[] values = [null, "0", "1", "-0", "-1", "0.0", "-0.0", "0.5", "1e-9", "-0/5", "2/5"];
        var random = new Random(20_261_128);
        for (var round = 0; round < 25; round++)
        {
            var said = new List<string>();
            await world.In(async context =>
            {
                var submission = await context
                    .Submissions.Where(row => row.CampaignSubjectId == world.First)
                    .SingleAsync(RegionWorld.Cancel);
                await context.Answers.Where(row => row.SubmissionId == submission.Id).ExecuteDeleteAsync(RegionWorld.Cancel);
                foreach (var leaf in leaves)
                foreach (var item in leaf.Items.Select(item => item.Id).Prepend(""))
                {
                    var answer = new Answer
                    {
                        RegionId = world.Region,
                        SubmissionId = submission.Id,
                        Uid = leaf.Uid,
                        ItemId = item,
                        Value = item.Length > 0 ? values[random.Next(3)] : values[random.Next(values.Length)],
                        NoDocument = random.Next(6) == 0,
                        NotApplicable = random.Next(10) == 0,
                    };
                    if (random.Next(4) == 0)
                        continue;
                    context.Answers.Add(answer);
                    said.Add($"{leaf.Uid}/{item} = {answer.Value} {answer.NoDocument} {answer.NotApplicable}");
                }
                return await context.SaveChangesAsync(RegionWorld.Cancel);
            });
            // Evidence comes to stand at more and more of the places.
            if (round % 5 == 4)
                await world.Add(
                    $"e{round}",
                    new(EvidenceKind.Link, $"https://example.org/{round}"),
                    round == 24 ? new PlaceOfEvidence("second")
                        : round == 9 ? new PlaceOfEvidence("1.3", "a")
                        : new PlaceOfEvidence(leaves[random.Next(leaves.Count)].Uid)
                );
            var form = await world.Form(world.Coordinator);
            var board = await world.In(context =>
                new ReadBoard(context, world.Time).RunAsync(world.Operator, world.Campaign, RegionWorld.Cancel)
            );
            board
                .Rows.Single(row => row.CampaignSubjectId == world.First)
                .Cells.Select(cell => (cell.Total, cell.Filled, cell.WithoutEvidence))
                .ShouldBe(form.Directions.Select(one => (one.Total, one.Answered, one.WithoutEvidence)), string.Join('\n', said));
        }
    }

    [Theory]
    [InlineData("-0")]
    [InlineData("\u22120,0")]
    [InlineData("-0.0")]
    public async Task Save_MinusNothing_IsNothingAndClaimsNothing(string typed)
    {
        using var world = await SubmissionWorld.MakeAsync(Database.Sqlite);
        var saved = await world.Save(world.Coordinator, new AnswerPatch("a", "1.4", "", AnswerField.Value, "", typed));
        (saved[0].Outcome, saved[0].Current).ShouldBe((PatchOutcome.Saved, "0"));
        (await world.Form(world.Coordinator)).WithoutEvidence.ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_SentAndReturned_IsCountedAmongSendersAsRunsCountIt(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Save(world.Coordinator, new AnswerPatch("a", "1.1", "", AnswerField.Value, "", "1"));
        await world.Send(world.Coordinator);
        await world.Return("1.1");

        var board = await world.In(context =>
            new ReadBoard(context, world.Time).RunAsync(world.Operator, world.Campaign, RegionWorld.Cancel)
        );
        (board.Sent, board.Returned).ShouldBe((1, 1));
        BoardWords.SentOf(board).ShouldBe("1 из 2\u00A0муниципалитетов отправил ответы, у\u00A01 из них они возвращены");
        var row = board.Rows.Single(one => one.CampaignSubjectId == world.First);
        (row.WasSent, row.IsSent, row.IsSilent).ShouldBe((true, false, false));
        var answering = await world.In(async context =>
            (
                await Core.Results.RunInputs.OfAsync(context, world.Campaign, await context.Methodologies.SingleAsync(), RegionWorld.Cancel)
            ).Answering
        );
        answering!.ShouldContain("returned", Case.Insensitive);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Read_ThreeHundredMunicipalities_SeesEveryAnswer(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var rows = new StringBuilder("id,name,kind,parent,oktmo\n");
        for (var index = 0; index < 300; index++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{index},Район {index},municipality,,\n");
        await world.ImportAsync(Encoding.UTF8.GetBytes(rows.ToString()), "r.csv");
        var edition = await world.PublishAsync(new WriteMethodology().Write(MarkSamples.Methodology));
        var id = await world.In(context =>
            new SaveCampaign(context, world.Clock).RunAsync(world.Operator, RegionWorld.Fields(edition), RegionWorld.Cancel)
        );
        await world.In(async context =>
            await new ChooseSubjects(context, world.Clock).RunAsync(
                world.Operator,
                new(id, await context.Subjects.Select(row => row.Id).ToListAsync(RegionWorld.Cancel)),
                RegionWorld.Cancel
            )
        );
        await world.MoveAsync(id, "open");
        world.Clock.Now = During;
        await world.In(async context =>
        {
            var leaves = (await context.Methodologies.SingleAsync(RegionWorld.Cancel))
                .Read()
                .Nodes.Where(node => node.Scale is not null)
                .ToList();
            foreach (var submission in await context.Submissions.Select(row => row.Id).ToListAsync(RegionWorld.Cancel))
            foreach (var leaf in leaves)
                Put(context, world, submission, leaf.Uid, evidence: true);
            await context.SaveChangesAsync(RegionWorld.Cancel);
        });
        var board = await ReadAsync(world, id);
        board.Rows.Count.ShouldBe(300);
        board.Rows.Sum(row => row.WithoutEvidence).ShouldBe(0);
    }
}
