using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Office;
using Orientir.Core.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Submissions;

public class FormWorkbookTests : SubmissionTests
{
    [Fact]
    public async Task Write_ThenRead_ChangesNothing()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(
            world.Coordinator,
            Value("1.1", "", "1"),
            Value("1.2", "", "0.5"),
            Value("1.3", "", "1", "a"),
            Value("1.3", "", "0", "b"),
            Value("1.4", "", "2.5"),
            Value("1.5", "", "1", field: AnswerField.NotApplicable),
            Value("1.6", "", "1", field: AnswerField.NoDocument),
            Value("2.1", "", "# Где приказ?\nИ так!", field: AnswerField.Comment)
        );
        foreach (
            var fields in (EvidenceFields[])
                [
                    new(EvidenceKind.Link, "https://example.ru/a", "Приказ"),
                    new(EvidenceKind.Link, "https://ru.wikipedia.org/wiki/Мониторинг_(значения)", "Мониторинг"),
                    new(EvidenceKind.Link, "https://example.ru/Inc.", "Статья (с точкой)"),
                    new(EvidenceKind.Link, "https://example.ru/b", "См. https://example.ru/c; и план"),
                    new(
                        EvidenceKind.Requisites,
                        Title: "О мониторинге",
                        DocumentKind: "приказ",
                        DocumentNumber: "15-о",
                        DocumentDate: "12.03.2026"
                    ),
                ]
        )
            await world.Add(fields.Title!, fields, new("1.1"), new("1"), new("1.3", "a"));
        var form = await world.Form(world.Coordinator);

        var reading = new ReadForm().Read(Write(form), "форма.xlsx", form);
        reading.Errors.ShouldBeEmpty();
        (reading.IsOurs, reading.Changes.Count, reading.Additions.Count).ShouldBe((true, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Import_FilledForm_SavesDifferencesOnce(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        var file = await Filled(
            world,
            ("1.2", "часть"),
            ("1.3/b", "да"),
            ("1.4", "7,5"),
            ("D:1", "Общий приказ: https://example.ru/all\nhttps://example.ru/b; приказ № 3 от 01.02.2026 «О плане»")
        );
        var preview = await world.In(context =>
            new PreviewForm(context, world.Time).RunAsync(world.Operator, new(world.First, "ф.xlsx", file), Cancel)
        );
        preview.Errors.ShouldBeEmpty();
        preview
            .Changes.Select(change => (change.Patch.Uid, change.Old, change.New))
            .ShouldBe([("1.2", "", "0,5 — часть"), ("1.3", "", "да"), ("1.4", "", "7,5")]);

        (await Import(world, file)).ShouldBe(new(3, 3));
        (await Import(world, file)).ShouldBe(new(0, 0));
        var form = await world.Form(world.Coordinator);
        form.ValueAt("1.4", "", AnswerField.Value).ShouldBe("7.5");
        form.EvidenceAt("1")
            .Select(one => one.Line)
            .ShouldBe(["Общий приказ: https://example.ru/all", "https://example.ru/b", "приказ № 3 от 01.02.2026 «О плане»"]);
        (await world.History(world.Coordinator)).Count(line => line is { Action: "загружена форма Excel", OnBehalf: true }).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Import_YesBesideNoDocument_IsRefusedByItsCellAndOneReplacesTheOther(Database database)
    {
        using var world = await MakeAsync(database);
        var both = await Filled(world, ("1.1", "да"), ("E:1.1", "да"), ("1.5", "н/п"), ("E:1.5", "да"));
        var faults = (await Should.ThrowAsync<InputException>(() => Import(world, both))).Errors;
        faults.Select(fault => fault.Found).ShouldBe(["«да» и «документа нет» вместе", "«н/п» и «документа нет» вместе"]);

        await Import(world, await Filled(world, ("1.1", "да")));
        await Import(world, await Filled(world, ("E:1.1", "да")));
        var answer = (await world.Form(world.Coordinator)).AnswerAt("1.1")!;
        (answer.Value, answer.NoDocument).ShouldBe((null, true));
        await Import(world, await Filled(world, ("1.1", "да")));
        answer = (await world.Form(world.Coordinator)).AnswerAt("1.1")!;
        (answer.Value, answer.NoDocument).ShouldBe(("1", false));
    }

    [Theory]
    [InlineData("https://example.ru/a — Положение", "Положение: https://example.ru/a")]
    [InlineData("https://example.ru/a; Положение", "Положение: https://example.ru/a")]
    [InlineData("Положение (ред. 2): https://example.ru/a", "Положение (ред. 2): https://example.ru/a")]
    [InlineData("Положение: https://example.ru/a, стр. 5", "Положение стр. 5: https://example.ru/a")]
    [InlineData("Приказ: https://example.ru/a; план — https://example.ru/b", "Приказ: https://example.ru/a", "план: https://example.ru/b")]
    [InlineData("https://example.ru/a; https://example.ru/b", "https://example.ru/a", "https://example.ru/b")]
    [InlineData("Сайт: https://example.ru/a; приказ № 3 «О плане»", "Сайт: https://example.ru/a", "приказ № 3 «О плане»")]
    public async Task Read_LineOfEvidence_LosesNothing(string line, params string[] read)
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        var reading = new ReadForm().Read(await Filled(world, ("D:1.1", line)), "ф.xlsx", form);
        reading.Errors.ShouldBeEmpty();
        reading.Additions.Select(addition => addition.Line).ShouldBe(read);
    }

    [Fact]
    public async Task Import_WrongCells_NamesEachAndSavesNothing()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var file = await Filled(world, ("1.1", "наверное"), ("1.4", "11"), ("D:1.2", "где-то есть"), ("1.2", "всё"));
        var faults = (await Should.ThrowAsync<InputException>(() => Import(world, file))).Errors;
        faults.Count.ShouldBe(3);
        faults.ShouldAllBe(fault => fault.Place.StartsWith("ф.xlsx:Анкета!", StringComparison.Ordinal));
        faults[0].ToString().ShouldContain("«наверное» — не ответ");
        // What would be refused on saving is said by the cell too.
        var longest = new string('ы', 1001);
        (
            await Preview(
                ("D:1.1", $"приказ.pdf\n{longest}: https://example.ru/a\nприказ № 3 «{longest}»\nhttps://example.ru/b — Положение")
            )
        ).ShouldSatisfyAllConditions(
            reading => reading.Errors.Count.ShouldBe(3),
            reading => reading.Errors.ShouldAllBe(error => error.Place == "ф.xlsx:Анкета!D2"),
            reading => reading.Additions.Single().Line.ShouldBe("Положение: https://example.ru/b")
        );
        (await world.Form(world.Coordinator)).Answers.ShouldBeEmpty();

        async Task<FormReading> Preview(params (string Place, string Text)[] cells) =>
            new ReadForm().Read(await Filled(world, cells), "ф.xlsx", await world.Form(world.Coordinator));
    }

    [Fact]
    public async Task Read_SheetOfTheFormInAnotherBook_IsRefusedAsItLosesWhoseItIs()
    {
        using var world = await MakeAsync(Database.Sqlite);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
        {
            var sheet = book.AddSheet("Лист1", new());
            sheet.Row();
            foreach (var name in FormWorkbook.Header)
                sheet.Text(name);
            sheet.Row().Text("1.1").Text("да и нет").Text("да").Text("https://example.ru/1");
        }
        var form = await world.Form(world.Coordinator);
        Should
            .Throw<RefusedException>(() => new ReadForm().Read(stream.ToArray(), "т.xlsx", form))
            .Message.ShouldContain("лист скопирован в другую книгу");
    }

    [Fact]
    public async Task Form_WithoutSelfAssessment_OffersAndTakesNoValues()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.In(context =>
            context.Campaigns.ExecuteUpdateAsync(
                row => row.SetProperty(campaign => campaign.SelfAssessment, Core.Campaigns.SelfAssessment.None),
                Cancel
            )
        );
        var texts = Xlsx.Part(Write(await world.Form(world.Coordinator)), "xl/sharedStrings.xml");
        texts.ShouldContain("Самооценка не запрашивается");
        texts.ShouldNotContain("часть"); // a step of 1.2
        (await Should.ThrowAsync<InputException>(async () => await Import(world, await Filled(world, ("1.1", "да")))))
            .Errors.Single()
            .ToString()
            .ShouldContain("«да», а самооценка не запрашивается");
        (await Import(world, await Filled(world, ("1.1", "не применимо"), ("D:1.2", "https://example.ru/b")))).ShouldBe(new(1, 1));
    }

    [Fact]
    public async Task Read_FormOfAnotherSubjectOrEdition_IsRefusedWithReason()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        var other = await world.In(context => new ReadSubmission(context, world.Time).RunAsync(world.Operator, world.Second, Cancel));
        Should.Throw<RefusedException>(() => new ReadForm().Read(Write(other), "ф.xlsx", form)).Message.ShouldContain("«Район two»");

        using var another = await MakeAsync(Database.Sqlite, Marked.Tree(2, 2));
        Should
            .Throw<RefusedException>(() => new ReadForm().Read(Write(form), "ф.xlsx", another.Form(another.Coordinator).Result))
            .Message.ShouldContain("Скачайте новую форму");
    }

    [Fact]
    public async Task Read_TableOfCodesAndLinks_FindsEachPlace()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
        {
            var sheet = book.AddSheet("Таблица 1", new());
            sheet.Row().Text("№").Text("Показатель").Text("Ссылки");
            sheet.Row().Text("1").Text("Первое").Link("Положение", "https://example.ru/all");
            sheet.Row().Text("1.1.").Text("да и нет").Text("https://example.ru/1, https://example.ru/2");
            sheet.Row().Text("").Text("Ступени").Link("Приказ", "https://example.ru/3");
            sheet.Row().Text("1.4").Text("баллы").Text("нет документа");
            sheet.Row().Text("").Text("неизвестно что").Text("https://example.ru/4");
            sheet.Row().Number(2.1).Text("один").Text("https://example.ru/5");
        }
        var reading = new ReadForm().Read(stream.ToArray(), "т.xlsx", form);

        reading.IsOurs.ShouldBeFalse();
        reading
            .Additions.Select(one => (one.Line, string.Join('|', one.Places)))
            .ShouldBe([
                ("Положение: https://example.ru/all", "1"),
                ("https://example.ru/1", "1.1"),
                ("https://example.ru/2", "1.1"),
                ("Приказ: https://example.ru/3", "1.2"),
            ]);
        reading
            .Errors.Select(error => error.Place)
            .ShouldBe(["т.xlsx:Таблица 1!C5", "т.xlsx:Таблица 1!C6", "т.xlsx:Таблица 1!A7", "т.xlsx:Таблица 1!C7"]);
    }

    [Fact]
    public async Task Read_TableWithRequisitesAndRemarks_TakesTheOnesAndNamesTheOthers()
    {
        using var world = await MakeAsync(Database.Sqlite);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
        {
            var sheet = book.AddSheet("Лист1", new());
            sheet.Row().Text("№").Text("Показатель").Text("Чем подтверждается").Text("Баллы");
            sheet.Row().Text("1.1").Text("да и нет").Text("Приказ №15 от 12.03.2026 г. «О мониторинге»").Text("два");
            sheet.Row().Text("1.2").Text("ступени").Text("приказ от 12.03.2026 № 15 «О плане»").Text("1");
            sheet.Row().Text("1.4").Text("баллы").Text("нет").Text("0");
            sheet.Row().Text("1.5").Text("ещё").Text("Положение о мониторинге").Text("");
            sheet.Row().Text("1.6").Text("ещё").Text("постановление администрации № 77").Text("—");
            sheet.Row().Text("2.1").Text("один").Text("—").Text("");
        }
        var reading = new ReadForm().Read(stream.ToArray(), "т.xlsx", await world.Form(world.Coordinator));
        reading
            .Additions.Select(one => (one.Line, one.Places.Single().Uid))
            .ShouldBe([("Приказ № 15 от 12.03.2026 «О мониторинге»", "1.1"), ("приказ № 15 от 12.03.2026 «О плане»", "1.2")]);
        reading
            .Errors.Select(error => (error.Place, error.Found))
            .ShouldBe([
                ("т.xlsx:Лист1!C4", "«нет» — не ссылка и не реквизиты"),
                ("т.xlsx:Лист1!C5", "«Положение о мониторинге» — не ссылка и не реквизиты"),
                ("т.xlsx:Лист1!C6", "«постановление администрации № 77» — у документа нет названия"),
            ]);
    }

    [Fact]
    public async Task Read_TableThatIsNotOurs_NamesTheColumnsAndRowsThatAreNotRead()
    {
        using var world = await MakeAsync(Database.Sqlite);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
        {
            var sheet = book.AddSheet("Л", new());
            sheet.Row().Text("№ показателя").Text("Показатель").Text("Ответ").Text("Ссылки").Text("Срок");
            sheet.Row().Text("1.1").Text("да и нет").Text("да").Text("https://example.ru/1").Text("май");
            sheet.Row().Text("1.2").Text("ступени").Text("1").Text("—").Text("");
            sheet.Row().Text("1.99").Text("неизвестный").Text("да").Text("").Text("");
            sheet.Row().Text("Итого").Text("").Text("2").Text("").Text("");
        }
        var reading = new ReadForm().Read(stream.ToArray(), "т.xlsx", await world.Form(world.Coordinator));
        reading.Errors.ShouldBeEmpty();
        (reading.IsOurs, reading.Additions.Count).ShouldBe((false, 1));
        reading
            .Unread.Select(text => text.Replace(Russian.NoBreakSpace, ' '))
            .ShouldBe([
                "Столбцы «Ответ» и «Срок» не читаются: из такой таблицы берутся только подтверждения; ответы внесите в анкету или в нашу форму.",
                "Не читаются строки, в первом столбце которых не код и не название из анкеты: Л!A4 «1.99» и Л!A5 «Итого» (строка итогов).",
            ]);
    }

    [Fact]
    public async Task Read_CsvAsAForm_IsToldWhichKindsAreTaken()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        Should
            .Throw<InputException>(() => new ReadForm().Read("№;Показатель;Ссылки\n1.1;а;б\n"u8.ToArray(), "т.csv", form))
            .Message.ShouldContain("это не книга .xlsx, .xls или .ods; откройте таблицу в Excel и сохраните её как .xlsx");
    }

    [Fact]
    public async Task Read_TableWithRowsWithoutNumber_NamesThemByTheirNeighbours()
    {
        using var world = await MakeAsync(Database.Sqlite);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
        {
            var sheet = book.AddSheet("Таблица 1", new());
            sheet.Row().Text("№ п/п").Text("Показатели").Text("Ссылки");
            sheet.Row().Text("1. Механизмы");
            sheet.Row().Text("1").Text("Направление").Text("");
            sheet.Row().Text("1.1").Text("как в приказе").Text("");
            sheet.Row().Text("").Text("Наличие муниципальных адресных рекомендаций").Link("Письмо", "https://example.ru/letter");
            sheet.Row().Text("1.3").Text("как в приказе").Text("");
            // Two rows for the one indicator between: whose they are is not guessed.
            sheet.Row().Text("").Text("что-то").Text("https://example.ru/a");
            sheet.Row().Text("").Text("ещё что-то").Text("");
            sheet.Row().Text("1.5").Text("как в приказе").Text("");
            sheet.Row().Text("").Text("последняя строка направления").Text("https://example.ru/last");
            sheet.Row().Text("2").Text("Другое").Text("");
        }
        var reading = new ReadForm().Read(stream.ToArray(), "т.xlsx", await world.Form(world.Coordinator));
        reading
            .Additions.Select(one => (one.Line, one.Places.Single().Uid))
            .ShouldBe([("Письмо: https://example.ru/letter", "1.2"), ("https://example.ru/last", "1.6")]);
        reading.Errors.Select(error => error.Place).ShouldBe(["т.xlsx:Таблица 1!C7"]);
    }

    [Fact]
    public async Task Form_OfExecutor_HoldsTheirDirectionsOnly()
    {
        using var world = await MakeAsync(Database.Sqlite);
        await world.Save(world.Coordinator, Value("1.1", "", "1"), Value("2.1", "", "1"));
        var (whole, theirs) = (await world.Form(world.Coordinator), await world.Form(world.Executor));
        new ReadForm()
            .Read(Write(theirs), "ф.xlsx", whole)
            .ShouldSatisfyAllConditions(reading => reading.Errors.ShouldBeEmpty(), reading => reading.Changes.ShouldBeEmpty());
        using var book = WorkbookReader.Open(Write(theirs), "ф.xlsx");
        using var sheet = book.Sheet(1);
        var codes = new List<string>();
        while (sheet.Read())
            codes.Add(sheet.Text(0).ToString());
        codes.ShouldContain("1.1");
        codes.ShouldNotContain("2");
        codes.ShouldNotContain("2.1");
        // The whole form, filled by others: what is not theirs is said by row, and nothing of what is kept there.
        new ReadForm()
            .Read(Write(whole), "ф.xlsx", theirs)
            .Errors.Single()
            .ToString()
            .ShouldContain("«2.1» относится к направлению, которое вам не поручено");
    }

    [Fact]
    public async Task Read_TableOfLinks_LosesNone()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        const string Link = "Type=\"t/hyperlink\" TargetMode=\"External\"";
        var file = new WorkbookBuilder { SheetRelations = $"<Relationship Id=\"rId1\" {Link} Target=\"https://example.ru/range\"/>" }
            .Table(
                "Л",
                [
                    ["1.1", "да и нет", "приказ"],
                    ["1.2", "ступени", "он же"],
                    ["1.3", "перечень", "<c r=\"@\" t=\"str\"><f>HYPERLINK(\"https://example.ru/formula\",\"план\")</f><v>план</v></c>"],
                    ["1.4", "баллы", "<c r=\"@\" t=\"str\"><f>HYPERLINK(A1)</f><v>слово</v></c>"],
                    ["1.5", "мера", "<c r=\"@\"><f>A1&amp;B1</f></c>"],
                    ["2.1", "один", "<c r=\"@\" t=\"e\"><v>#N/A</v></c>"],
                ],
                "<hyperlinks><hyperlink ref=\"C1:C2\" r:id=\"rId1\"/></hyperlinks>"
            )
            .Build();

        var reading = new ReadForm().Read(file, "т.xlsx", form);

        reading
            .Additions.Select(one => (one.Fields.Url, one.Places.Count))
            .ShouldBe([("https://example.ru/range", 2), ("https://example.ru/formula", 1)]);
        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe([
                "т.xlsx:Л!C4 адрес ссылки собран формулой из других ячеек",
                "т.xlsx:Л!C5 формула без вычисленного значения",
                "т.xlsx:Л!C6 ошибка формулы #N/A",
            ]);
    }

    [Fact]
    public async Task Read_TableOfTwoColumns_TakesTheLinksBesideTheCodes()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var reading = new ReadForm().Read(
            new WorkbookBuilder()
                .Table(
                    "Т",
                    [
                        ["Код", "Ссылка"],
                        ["1.1", "https://example.ru/1"],
                        ["ступени", "https://example.ru/2"],
                        ["", "https://example.ru/lost"],
                        ["1.3", ""],
                        // An indicator stands between these two, and a link is no title of it.
                        ["", "https://example.ru/between"],
                        ["1.5", ""],
                    ]
                )
                .Build(),
            "т.xlsx",
            await world.Form(world.Coordinator)
        );
        reading
            .Additions.Select(one => (one.Line, one.Places.Single().Uid))
            .ShouldBe([("https://example.ru/1", "1.1"), ("https://example.ru/2", "1.2")]);
        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe(["т.xlsx:Т!B4 ссылка в строке без кода", "т.xlsx:Т!B6 ссылка в строке без кода"]);
    }

    [Fact]
    public async Task Read_TableWithLinksNobodyCouldPlace_NamesEach()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var reading = new ReadForm().Read(
            new WorkbookBuilder()
                .Table(
                    "Т",
                    [
                        ["Код", "Показатель", "Ссылка"],
                        ["I", "Группа", "https://example.ru/group"],
                        ["1.1", "да и нет", "https://example.ru/1"],
                        ["1.99", "такого нет", "https://example.ru/none"],
                        ["1.2", "ступени", "<c r=\"BA5\" t=\"inlineStr\"><is><t>https://example.ru/far</t></is></c>"],
                    ]
                )
                .Build(),
            "т.xlsx",
            await world.Form(world.Coordinator)
        );
        reading.Additions.Select(one => one.Line).ShouldBe(["https://example.ru/1"]);
        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe([
                "т.xlsx:Т!C2 ссылка у группы «I»",
                "т.xlsx:Т!C4 ссылка в строке, а «1.99» — не код и не название из анкеты",
                "т.xlsx:Т!BA5 ячейка правее 50-го столбца",
            ]);
    }

    [Fact]
    public async Task Read_TableOnSeveralSheets_IsReadWholeButNotListsBesideIt()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var reading = new ReadForm().Read(
            new WorkbookBuilder()
                .Table(
                    "Школы",
                    [
                        ["№", "Школа", "Сайт"],
                        ["1", "Школа № 1", "https://school.example.ru"],
                    ]
                )
                .Table(
                    "Таблица 1",
                    [
                        ["Код", "Показатель", "Ссылка"],
                        ["1.1", "а", "https://example.ru/one"],
                    ]
                )
                .Table(
                    "Таблица 2",
                    [
                        ["Код", "Показатель", "Ссылка"],
                        ["1.2", "б", "https://example.ru/two"],
                        ["1.4", "в", "https://example.ru/one"],
                    ]
                )
                .Build(),
            "т.xlsx",
            await world.Form(world.Coordinator)
        );
        reading.Errors.ShouldBeEmpty();
        reading
            .Additions.Select(one => $"{one.Cell} {one.Line} {string.Join('|', one.Places)}")
            .ShouldBe(["Таблица 1!C2 https://example.ru/one 1.1|1.4", "Таблица 2!C2 https://example.ru/two 1.2"]);
    }

    [Fact]
    public async Task Read_TablesOfWholeNumbersAlone_TakesTheFirstAndNamesTheOthers()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var reading = new ReadForm().Read(
            new WorkbookBuilder()
                .Table(
                    "Раз",
                    [
                        ["№", "Что сделано", "Ссылка"],
                        ["1", "программа", "https://example.ru/one"],
                    ]
                )
                .Table(
                    "Два",
                    [
                        ["№", "Что сделано", "Ссылка"],
                        ["2", "план", "https://example.ru/two"],
                    ]
                )
                .Table(
                    "Телефоны",
                    [
                        ["1", "Иванова", "5-55"],
                    ]
                )
                .Build(),
            "т.xlsx",
            await world.Form(world.Coordinator)
        );
        reading.Additions.Select(one => $"{one.Cell} {one.Line}").ShouldBe(["Раз!C2 https://example.ru/one"]);
        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe(["т.xlsx:Два!A1 номера строк могут быть и не кодами методики: таблица с такими номерами есть и на листе перед этим"]);
    }

    [Fact]
    public async Task Read_OwnFormFilledWhereNothingIsAsked_NamesTheCells()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        const string Link = "Type=\"t/hyperlink\" TargetMode=\"External\"";
        var file = new WorkbookBuilder { SheetRelations = $"<Relationship Id=\"rId1\" {Link} Target=\"https://example.ru/under\"/>" }
            .Table(
                FormWorkbook.FormSheet,
                [
                    FormWorkbook.Header,
                    ["I", "", "", "https://example.ru/group"],
                    ["1", "", "да", "https://example.ru/direction"],
                    ["1.1", "", "да", "", "", "см. приказ"],
                    ["1.2", "", "", "", "", "", "https://example.ru/beside"],
                    ["1.4", "", "7"],
                ],
                "<hyperlinks><hyperlink ref=\"F4\" r:id=\"rId1\"/><hyperlink ref=\"G6\" r:id=\"rId1\"/></hyperlinks>"
            )
            .Table(FormWorkbook.IdentitySheet, [.. FormWorkbook.IdentityOf(form).Select(row => (string[])[row.Key, row.Value])])
            .Build();

        new ReadForm()
            .Read(file, "ф.xlsx", form)
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe([
                "ф.xlsx:Анкета!D2 в строке группы «I» заполнен столбец «Подтверждения»",
                "ф.xlsx:Анкета!C3 в строке направления «1» заполнен столбец «Ответ»",
                "ф.xlsx:Анкета!F4 ссылка под текстом в столбце «Комментарий»",
                "ф.xlsx:Анкета!G5 «https://example.ru/beside» правее столбцов формы",
                "ф.xlsx:Анкета!G6 ссылка правее столбцов формы",
            ]);
    }

    [Fact]
    public async Task Read_OwnFormWithDatesAndErrors_NamesTheCells()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        var file = new WorkbookBuilder { Styles = WorkbookBuilder.DateStyles }
            .Table(
                FormWorkbook.FormSheet,
                [
                    FormWorkbook.Header,
                    ["1.4", "", WorkbookBuilder.Number("46143", 1)],
                    ["1.5", "", "85 %"],
                    ["1.1", "", "да", "", "", "<c r=\"@\"><f>A1</f></c>"],
                    ["1.2", "", "<c r=\"@\" t=\"b\"><v>1</v></c>"],
                ]
            )
            .Table(FormWorkbook.IdentitySheet, [.. FormWorkbook.IdentityOf(form).Select(row => (string[])[row.Key, row.Value])])
            .Build();

        var reading = new ReadForm().Read(file, "ф.xlsx", form);

        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe([
                "ф.xlsx:Анкета!C2 вместо ответа дата 01.05.2026 (похоже, вводили 1/5, 5/1 или 1.5, а Excel сделал дату)",
                "ф.xlsx:Анкета!F4 формула без вычисленного значения",
                "ф.xlsx:Анкета!C5 логическое значение ИСТИНА",
            ]);
        reading.Changes.Select(change => (change.Patch.Uid, change.Patch.Value)).ShouldBe([("1.5", "85")]);
    }

    [Fact]
    public async Task Read_OwnFormAsExcelShowsIt_TakesPercentsAndLinksOfEveryKind()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        const string Link = "Type=\"t/hyperlink\" TargetMode=\"External\"";
        const string Formula = "<c r=\"@\" t=\"str\"><f>HYPERLINK(\"https://example.ru/formula\",\"план\")</f><v>план</v></c>";
        var file = new WorkbookBuilder
        {
            Styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/></cellXfs>",
            SheetRelations = $"<Relationship Id=\"rId1\" {Link} Target=\"https://example.ru/range\"/>",
        }
            .Table(
                FormWorkbook.FormSheet,
                [
                    FormWorkbook.Header,
                    ["1.5", "", WorkbookBuilder.Number("0.855", 1), Formula],
                    ["1.1", "", "да", "приказ"],
                    ["1.2", "", "", "он же"],
                    ["1.4", "", WorkbookBuilder.Number("0.855", 1)],
                    ["1.3", "", "", "<c r=\"@\" t=\"str\"><f>HYPERLINK(A1)</f><v>слово</v></c>"],
                    ["2.1", "", "<c r=\"@\"><f>A1</f></c>"],
                    ["1.6", "", "", "<c r=\"@\"><f>A1&amp;B1</f></c>"],
                ],
                "<hyperlinks><hyperlink ref=\"D3:D4\" r:id=\"rId1\"/></hyperlinks>"
            )
            .Table(FormWorkbook.IdentitySheet, [.. FormWorkbook.IdentityOf(form).Select(row => (string[])[row.Key, row.Value])])
            .Build();

        var reading = new ReadForm().Read(file, "ф.xlsx", form);

        reading
            .Errors.Select(error => $"{error.Place} {error.Found}")
            .ShouldBe([
                "ф.xlsx:Анкета!C5 «85,5%» — проценты, а показатель измеряется не в них",
                "ф.xlsx:Анкета!D6 адрес ссылки собран формулой из других ячеек",
                "ф.xlsx:Анкета!C7 формула без вычисленного значения",
                "ф.xlsx:Анкета!D8 формула без вычисленного значения",
            ]);
        reading.Changes.Select(change => (change.Patch.Uid, change.Patch.Value)).ShouldBe([("1.5", "85.5"), ("1.1", "1")]);
        reading
            .Additions.Select(one => $"{one.Fields.Url} {string.Join('|', one.Places)}")
            .ShouldBe(["https://example.ru/formula 1.5", "https://example.ru/range 1.1|1.2"]);
    }

    [Theory]
    [InlineData(32_767, 1, "комментарий в 32\u202F767\u00A0знаков")]
    [InlineData(32_768, 1, "текст длиннее 32\u202F767 знаков, а больше в ячейку Excel не помещается")]
    [InlineData(32_767, 250, "на листе «Анкета» больше 8 млн знаков")]
    public async Task Read_OwnFormOfLongTexts_IsBounded(int letters, int cells, string found)
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        var file = new WorkbookBuilder { Strings = [$"<t>{new string('я', letters)}</t>"] }
            .Table(
                FormWorkbook.FormSheet,
                [FormWorkbook.Header, .. Enumerable.Repeat((string[])["1.1", "", "", "", "", "<c r=\"@\" t=\"s\"><v>0</v></c>"], cells)]
            )
            .Table(FormWorkbook.IdentitySheet, [.. FormWorkbook.IdentityOf(form).Select(row => (string[])[row.Key, row.Value])])
            .Build();

        var errors =
            letters == TextStore.LongestText && cells == 1
                ? new ReadForm().Read(file, "ф.xlsx", form).Errors
                : Should.Throw<InputException>(() => new ReadForm().Read(file, "ф.xlsx", form)).Errors;

        errors.ShouldHaveSingleItem().Found.ShouldBe(found);
    }

    [Fact]
    public async Task Form_OpenedAndSavedByAnotherProgram_KeepsItsTexts()
    {
        if (!Recalculation.Available)
            Assert.Skip("LibreOffice is not installed.");
        // What spreadsheets make dates and numbers of, wherever a cell is no text.
        string[] texts = ["9/18", "3-4", "1.10", "01.05", "1e5", "007", "85%", "=1+1"];
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        var leaves = form.Directions.SelectMany(direction => direction.Own).Take(texts.Length).ToArray();
        await world.Save(
            world.Coordinator,
            [.. leaves.Zip(texts, (leaf, text) => Value(leaf.Node.Uid, "", text, field: AnswerField.Comment))]
        );
        form = await world.Form(world.Coordinator);

        var saved = Recalculation.Of(new Dictionary<string, byte[]> { ["form"] = Write(form) })["form"];

        var reading = new ReadForm().Read(saved, "форма.xlsx", form);
        reading.Errors.ShouldBeEmpty();
        (reading.IsOurs, reading.Changes.Count, reading.Additions.Count).ShouldBe((true, 0, 0));
        using var book = WorkbookReader.Open(saved, "форма.xlsx");
        var kept = new HashSet<string>(StringComparer.Ordinal);
        using var sheet = book.Sheet(book.SheetNames.ToList().IndexOf(FormWorkbook.FormSheet));
        while (sheet.Read())
            for (var column = 0; column < sheet.Width; column++)
                if (sheet.Kind(column) == CellKind.Text)
                    kept.Add(sheet.Text(column).ToString());
        texts.Take(leaves.Length).Concat(leaves.Select(leaf => leaf.Node.Code)).Except(kept, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_NoForm_IsRefusedInWords()
    {
        using var world = await MakeAsync(Database.Sqlite);
        var form = await world.Form(world.Coordinator);
        Should.Throw<InputException>(() => new ReadForm().Read(Encoding.UTF8.GetBytes("не книга"), "ф.xlsx", form));
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "т"))
            book.AddSheet("Лист", new()).Row().Text("привет");
        Should
            .Throw<RefusedException>(() => new ReadForm().Read(stream.ToArray(), "ф.xlsx", form))
            .Message.ShouldContain("не форма анкеты");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Import_WhileTheSubmissionIsHeld_ReadsTheFileFirst(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Save(world.Coordinator, Value("1.1", "", "1"));
        await using var other = world.Open();
        await using var held = await other.Database.BeginTransactionAsync(Cancel);
        await other.Submissions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1), Cancel);
        await Should
            .ThrowAsync<InputException>(() => Import(world, Encoding.UTF8.GetBytes("не книга")))
            .WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    private static byte[] Write(SubmissionForm form)
    {
        using var stream = new MemoryStream();
        new FormWorkbook().Write(stream, form);
        return stream.ToArray();
    }

    private static Task<ImportedForm> Import(SubmissionWorld world, byte[] file) =>
        world.In(context => new ImportForm(context, world.Time).RunAsync(world.Operator, new(world.First, "ф.xlsx", file), Cancel));

    /// <summary>The form as somebody filled it: «code» is its answer, «D:code» its evidence.</summary>
    private static async Task<byte[]> Filled(SubmissionWorld world, params (string Place, string Text)[] cells)
    {
        var form = await world.Form(world.Coordinator);
        using var stream = new MemoryStream();
        using (var book = new WorkbookWriter(stream, "ф"))
        {
            var sheet = book.AddSheet(FormWorkbook.FormSheet, new());
            sheet.Row();
            foreach (var name in FormWorkbook.Header)
                sheet.Text(name);
            foreach (
                var code in cells
                    .Select(cell => cell.Place[(cell.Place.IndexOf(':', StringComparison.Ordinal) + 1)..])
                    .Where(code => char.IsDigit(code[0]))
                    .Distinct()
            )
                sheet
                    .Row()
                    .Text(code)
                    .Text("")
                    .Text(cells.FirstOrDefault(cell => cell.Place == code).Text)
                    .Text(cells.FirstOrDefault(cell => cell.Place == "D:" + code).Text)
                    .Text(cells.FirstOrDefault(cell => cell.Place == "E:" + code).Text);
            var identity = book.AddSheet(FormWorkbook.IdentitySheet, new() { Hidden = true });
            foreach (var (key, value) in FormWorkbook.IdentityOf(form))
                identity.Row().Text(key).Text(value);
        }
        return stream.ToArray();
    }
}
