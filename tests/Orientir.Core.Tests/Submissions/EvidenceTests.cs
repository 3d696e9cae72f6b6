using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public class EvidenceTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_OneLinkToSeveralPlaces_ServesEach(Database database)
    {
        using var world = await MakeAsync(database);
        var first = await Add(world, new(EvidenceKind.Link, " example.ru/приказ.pdf ", "Приказ"), new("1.1"), new("1.3", "a"), new("1"));
        (await Add(world, new(EvidenceKind.Link, "example.ru/приказ.pdf", "Приказ"), new("1.1"), new("1.3", "a"), new("1"))).ShouldBe(
            first
        );

        var form = await world.Form(world.Coordinator);
        form.Evidence.Single().Line.ShouldBe("Приказ: https://example.ru/приказ.pdf");
        form.EvidenceAt("1.3", "a").Single().Item.Id.ShouldBe(first);
        form.Directions[0].Leaves.Where(leaf => leaf.State.HasEvidence).Select(leaf => leaf.Node.Code).ShouldBe(["1.1", "1.3"]);

        await Remove(world, first, new PlaceOfEvidence("1.1"));
        (await world.Form(world.Coordinator)).Evidence.Single().Item.Places.Count.ShouldBe(2);
        await Remove(world, first, null);
        await Remove(world, first, null);
        (await world.Form(world.Coordinator)).Evidence.ShouldBeEmpty();
        (await world.History(world.Coordinator, "1.1"))
            .Select(line => line.Action)
            .ShouldBe(["удалено подтверждение", "добавлено подтверждение"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_AddressKnownAlready_ServesTheNewPlaceToo(Database database)
    {
        using var world = await MakeAsync(database);
        var first = await Add(world, new(EvidenceKind.Link, "example.ru/приказ", "Приказ"), new PlaceOfEvidence("1.1"));
        (await world.Add("second", new(EvidenceKind.Link, "https://example.ru/приказ"), new PlaceOfEvidence("1.2"))).ShouldBe(first);
        (
            await world.Add("third", new(EvidenceKind.Link, "example.ru/приказ", "Приложение к приказу"), new PlaceOfEvidence("1.2"))
        ).ShouldNotBe(first);

        var form = await world.Form(world.Coordinator);
        form.EvidenceAt("1.2")
            .Select(one => one.Line)
            .ShouldBe(["Приказ: https://example.ru/приказ", "Приложение к приказу: https://example.ru/приказ"]);
        form.NameOf("1.3", "a").ShouldStartWith("1.3, ");
        (await world.History(world.Coordinator, "1.2")).Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_File_KeepsContentAndHash(Database database)
    {
        using var world = await MakeAsync(database);
        var content = "%PDF-1.7 тест"u8.ToArray();
        await Add(world, new(EvidenceKind.File, File: new("C:\\docs\\план.pdf", new MemoryStream(content))), new PlaceOfEvidence("1.1"));

        var evidence = (await world.Form(world.Coordinator)).Evidence.Single();
        (evidence.FileName, evidence.FileLength, evidence.FileHash).ShouldBe(("план.pdf", content.Length, EvidenceFields.HashOf(content)));
        await using var context = world.Open();
        var stored = await context.StoredFiles.SingleAsync(Cancel);
        await using var kept = await world.Test.Store.Files.OpenAsync(stored.Hash, Cancel);
        using var read = new MemoryStream();
        await kept!.CopyToAsync(read, Cancel);
        read.ToArray().ShouldBe(content);
    }

    [Theory]
    [InlineData("не адрес", null, "не адрес")]
    [InlineData("javascript:alert(1)", null, "не адрес")]
    [InlineData("https://a.ru https://b.ru", null, "по одному")]
    [InlineData(null, "вирус.exe", "не принимаются")]
    [InlineData(null, "вирус.pdf", "не похоже")]
    public async Task Add_WrongLinkOrFile_IsRefusedInWords(string? url, string? file, string words)
    {
        using var world = await MakeAsync(Database.Sqlite);
        var fields = file is null
            ? new EvidenceFields(EvidenceKind.Link, url)
            : new EvidenceFields(EvidenceKind.File, File: new(file, new MemoryStream("MZ"u8.ToArray())));
        (await Should.ThrowAsync<RefusedException>(() => Add(world, fields, new PlaceOfEvidence("1.1")))).Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("план.pdf", "\uFEFF\r\n%PDF-1.7")]
    [InlineData("план.PDF", "%PDF-1.7")]
    [InlineData("приказ.doc", "{\\rtf1\\ansi")]
    public async Task Add_FileAsReadersOpenIt_IsTaken(string name, string content)
    {
        using var world = await MakeAsync(Database.Sqlite);
        await Add(world, FileOf(name, content), new PlaceOfEvidence("1.1"));
        (await world.Form(world.Coordinator)).Evidence.Single().FileName.ShouldBe(name);
    }

    [Fact]
    public async Task Add_FileNamedByMacOS_IsKeptComposed()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await Add(world, FileOf("и\u0306.pdf", "%PDF"), new PlaceOfEvidence("1.1"));
        (await world.Form(world.Coordinator)).Evidence.Single().FileName.ShouldBe("й.pdf");
    }

    [Theory]
    [InlineData("приказ.doc", "<!DOCTYPE html><p>", "это веб-страница (HTML)")]
    [InlineData("приказ.doc", "MIME-Version: 1.0\r\nContent-Type: multipart/related", "(MHT)")]
    [InlineData("приказ.doc", "<?xml version=\"1.0\"?><w:wordDocument/>", "это XML")]
    [InlineData("приказ.doc", "%PDF-1.7", "это PDF")]
    [InlineData("приказ.docx", "{\\rtf1", "это RTF")]
    [InlineData("приказ.pdf", "PK\u0003\u0004", "это архив ZIP")]
    public async Task Add_FileOfAnotherKind_IsToldWhatItIs(string name, string content, string words)
    {
        using var world = await MakeAsync(Database.Sqlite);
        (
            await Should.ThrowAsync<RefusedException>(() => Add(world, FileOf(name, content), new PlaceOfEvidence("1.1")))
        ).Message.ShouldContain(words);
    }

    private static EvidenceFields FileOf(string name, string content) =>
        new(EvidenceKind.File, File: new(name, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content))));

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Edit_OverAnothersChange_IsRefused(Database database)
    {
        using var world = await MakeAsync(database);
        var id = await Add(
            world,
            new(EvidenceKind.Requisites, Title: "О мониторинге", DocumentKind: "приказ", DocumentNumber: "15"),
            new PlaceOfEvidence("1.1")
        );
        var version = (await world.Form(world.Coordinator)).Evidence.Single().Item.Version;
        await Edit(world, id, version, Order("16"), new PlaceOfEvidence("1.2"));
        var late = await Should.ThrowAsync<RefusedException>(() => Edit(world, id, version, Order("17"), new PlaceOfEvidence("1.2")));
        late.Kind.ShouldBe(RefusalKind.Conflict);
        late.Message.Replace(Russian.NoBreakSpace, ' ').ShouldContain("Координатор, 22 ноября 2026, 12:00");

        var form = await world.Form(world.Coordinator);
        form.Evidence.Single().Line.ShouldBe("приказ № 16 «О мониторинге»");
        form.EvidenceAt("1.2").Count().ShouldBe(1);

        static EvidenceFields Order(string number) =>
            new(EvidenceKind.Requisites, Title: "О мониторинге", DocumentKind: "приказ", DocumentNumber: number);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Restore_AfterRemoval_PutsItBackWhereItWas(Database database)
    {
        using var world = await MakeAsync(database);
        var id = await Add(
            world,
            new(EvidenceKind.File, Title: "План", File: new("план.pdf", new MemoryStream("%PDF-1.7"u8.ToArray()))),
            new("1.1"),
            new("1.3", "a")
        );
        (await Remove(world, id, new PlaceOfEvidence("1.1"))).ShouldBe([new("1.1")]);
        await Restore(world, id, new PlaceOfEvidence("1.1"));
        var version = (await world.Form(world.Coordinator)).Evidence.Single().Item.Version;
        var left = await Remove(world, id, null);
        var gone = await world.Form(world.Coordinator);
        (gone.Evidence.Count, gone.Directions[0].Leaves.Count(leaf => leaf.State.HasEvidence), gone.Removed(id)!.Line).ShouldBe(
            (0, 0, "План (план.pdf)")
        );
        await Should.ThrowAsync<RefusedException>(() =>
            Edit(world, id, version, new(EvidenceKind.File, Title: "Другое"), new PlaceOfEvidence("1.1"))
        );
        await Should.ThrowAsync<RefusedException>(() => Restore(world, id, new PlaceOfEvidence("1.2")));

        await Restore(world, id, [.. left]);
        await Restore(world, id, [.. left]);
        var form = await world.Form(world.Coordinator);
        (form.EvidenceAt("1.1").Single().Line, form.EvidenceAt("1.3", "a").Single().FileName).ShouldBe(("План (план.pdf)", "план.pdf"));
        (await world.History(world.Coordinator, "1.1"))
            .Select(line => line.Action)
            .ShouldBe([
                "возвращено подтверждение",
                "удалено подтверждение",
                "возвращено подтверждение",
                "удалено подтверждение",
                "добавлено подтверждение",
            ]);
    }

    [Fact]
    public async Task Edit_OfEvidenceAtLockedPlacesToo_ChangesPlacesButNotWhatItSays()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var link = new EvidenceFields(EvidenceKind.Link, "https://example.ru/a", "Приказ");
        var id = await Add(world, link, new("1.1"), new("1.2"));
        await world.Send(world.Coordinator);
        await world.Return("1.2");
        var version = (await world.Form(world.Coordinator)).Evidence.Single().Item.Version;
        (
            await Should.ThrowAsync<RefusedException>(() =>
                Edit(world, id, version, link with { Title = "Другое" }, new("1.1"), new("1.2"))
            )
        ).Message.ShouldContain("по другим показателям");
        await Edit(world, id, version, link, new PlaceOfEvidence("1.1"));
        (await world.Form(world.Coordinator)).EvidenceAt("1.2").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Remove_OfWhatIsNotThere_BeginsNoSubmission(Database database)
    {
        using var world = await MakeAsync(database);
        (await Remove(world, 7, null)).ShouldBeEmpty();
        await Should.ThrowAsync<RefusedException>(() => Restore(world, 7, new PlaceOfEvidence("1.1")));
        await using var context = world.Open();
        (await context.Submissions.CountAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Add_ToLockedOrUnknownPlace_IsRefused()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var link = new EvidenceFields(EvidenceKind.Link, "https://example.ru");
        await Should.ThrowAsync<RefusedException>(() => Add(world, link));
        await Should.ThrowAsync<RefusedException>(() => Add(world, link, new PlaceOfEvidence("I")));
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await world.Send(world.Coordinator);
        (await Should.ThrowAsync<RefusedException>(() => Add(world, link, new PlaceOfEvidence("1.1")))).Message.ShouldContain("отправлена");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_OfAFileBeyondTheRoom_IsRefusedInWordsAndKeepsNothing(Database database)
    {
        using var world = await MakeAsync(database);
        // Each file somewhat above half a megabyte: of two one fits a submission of one megabyte.
        var room = new EvidenceRoom(OfSubmission: 1, OfCampaign: 1_000);
        await AddAsync("first", room);
        var refused = await Should.ThrowAsync<RefusedException>(() => AddAsync("second", room));
        refused.Errors.ShouldHaveSingleItem().Field.ShouldBe(nameof(EvidenceFields.File));
        refused.Message.ShouldContain("из 1 МБ");
        refused.Message.ShouldContain("Дайте ссылку");
        // What was removed can be put back, and takes its room till then.
        await Remove(world, (await world.Form(world.Coordinator)).Evidence.Single().Item.Id, null);
        await Should.ThrowAsync<RefusedException>(() => AddAsync("second", room));
        (await Should.ThrowAsync<RefusedException>(() => AddAsync("third", new EvidenceRoom(1_000, 1)))).Message.ShouldContain(
            "этого мониторинга"
        );
        await Should.ThrowAsync<RefusedException>(() => AddAsync("fourth", EvidenceRoom.Usual, new PlaceOfEvidence("нет такого")));
        await AddAsync("second", EvidenceRoom.Usual);
        // Only what was taken lies in the store.
        var kept = 0;
        await foreach (var _ in world.Test.Store.Files.ListAsync(Cancel))
            kept++;
        kept.ShouldBe(2);

        Task<int> AddAsync(string key, EvidenceRoom limits, PlaceOfEvidence? place = null) =>
            world.In(context =>
                new AddEvidence(context, world.Test.Store.Files, world.Time, limits).RunAsync(
                    world.Coordinator,
                    new(
                        world.First,
                        key,
                        new EvidenceFields(EvidenceKind.File, File: new($"{key}.pdf", new MemoryStream(PdfOf(key, 600_000)))),
                        [place ?? new PlaceOfEvidence("1.1")]
                    ),
                    Cancel
                )
            );

        static byte[] PdfOf(string text, int length) =>
            [.. "%PDF-1.4 "u8, .. System.Text.Encoding.UTF8.GetBytes(text), .. new byte[length]];
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Add_OfTheLastFileOfACampaignByTwo_GivesTheRoomToOne(Database database)
    {
        using var world = await MakeAsync(database);
        for (var round = 1; round <= 5; round++)
        {
            var limits = new EvidenceRoom(1_000, round);
            using var together = new Barrier(2);
            var taken = await Task.WhenAll(
                new[] { (world.Coordinator, world.First), (world.Stranger, world.Second) }.Select(one =>
                    Task.Run(
                        async () =>
                        {
                            var content = RandomNumberGenerator.GetBytes(1_000_000);
                            "%PDF-1.4 "u8.CopyTo(content);
                            together.SignalAndWait(Cancel);
                            try
                            {
                                await world.In(context =>
                                    new AddEvidence(context, world.Test.Store.Files, world.Time, limits).RunAsync(
                                        one.Item1,
                                        new(
                                            one.Item2,
                                            $"{round}",
                                            new(EvidenceKind.File, File: new($"{round}.pdf", new MemoryStream(content))),
                                            [new("1.1")]
                                        ),
                                        Cancel
                                    )
                                );
                                return true;
                            }
                            catch (RefusedException full)
                            {
                                full.Message.ShouldContain("этого мониторинга");
                                return false;
                            }
                        },
                        Cancel
                    )
                )
            );
            taken.Count(one => one).ShouldBe(1, $"round {round}");
        }
    }

    [Theory]
    [InlineData("", "", 500, 20_000)]
    [InlineData("50", "1000", 50, 1_000)]
    public void Room_BySettings_IsReadOrRefusedInWords(string submission, string campaign, int ofSubmission, int ofCampaign)
    {
        EvidenceRoom.Read(name => name == EvidenceRoom.SubmissionSetting ? submission : campaign).ShouldBe(new(ofSubmission, ofCampaign));
        foreach (var wrong in (string[])["0", "-5", "много", "1e3"])
            Should
                .Throw<InputException>(() => EvidenceRoom.Read(_ => wrong))
                .Errors.Select(error => error.Place)
                .ShouldBe(["Evidence__MegabytesPerSubmission", "Evidence__MegabytesPerCampaign"]);
    }

    private static Task<int> Add(SubmissionWorld world, EvidenceFields fields, params PlaceOfEvidence[] places) =>
        world.Add("key", fields, places);

    private static Task<int> Edit(SubmissionWorld world, int id, long seen, EvidenceFields fields, params PlaceOfEvidence[] places) =>
        world.In(async context =>
        {
            await new EditEvidence(context, world.Test.Store.Files, world.Time).RunAsync(
                world.Coordinator,
                new(world.First, id, seen, fields, places),
                Cancel
            );
            return 0;
        });

    private static Task<int> Restore(SubmissionWorld world, int id, params PlaceOfEvidence[] places) =>
        world.In(async context =>
        {
            await new RestoreEvidence(context, world.Time).RunAsync(world.Coordinator, new(world.First, id, places), Cancel);
            return 0;
        });

    private static Task<IReadOnlyList<PlaceOfEvidence>> Remove(SubmissionWorld world, int id, PlaceOfEvidence? place) =>
        world.In(context => new RemoveEvidence(context, world.Time).RunAsync(world.Coordinator, new(world.First, id, place), Cancel));
}
