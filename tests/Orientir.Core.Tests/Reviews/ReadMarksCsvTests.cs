using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;
using static Orientir.TestSupport.MarkSamples;

namespace Orientir.Core.Tests.Reviews;

public class ReadMarksCsvTests
{
    private static readonly string Conformance = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    static ReadMarksCsvTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string> Packages =>
        [.. Directory.GetDirectories(Conformance).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Read_ConformanceMarks_TakesEveryRow(string package)
    {
        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Conformance, package, name));
        var methodology = new ReadMethodology().Read(Bytes("methodology.json"), "methodology.json");
        var register = File.Exists(Path.Combine(Conformance, package, "register.csv"))
            ? new ReadRegister().Read(Bytes("register.csv"), "register.csv")
            : null;

        var sheet = new ReadMarks().Read(
            Bytes("marks.csv"),
            "marks.csv",
            methodology,
            register,
            cancel: TestContext.Current.CancellationToken
        );

        var rows = Encoding.UTF8.GetString(Bytes("marks.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        sheet.Marks.Length.ShouldBe(rows);
    }

    [Theory]
    [InlineData("subject,code,value\nА,1.1,1\nА,1.2,\"0,5\"\n")]
    [InlineData("subject;code;value\r\nА;1.1;1\r\nА;1.2;0,5\r\n")]
    [InlineData("code;value;subject\r\n1.1;1;А\r\n1.2;0.5;А")]
    [InlineData("\uFEFFsubject;code;value\nА;1.1.;1\n\n;;\n\u00A0А ; 1.2 ;\u00A00,5\u00A0\n")]
    [InlineData("Subject,CODE,Value,expert,comment\nА,1.1,1,,\nА,1.2,0.5,,\n")]
    [InlineData("subject;code;value;;\nА;1.1;1;;\nА;1.2;0.5;;\n")]
    [InlineData("\n\nsubject;code;value\nА;1.1;1\nА;1.2;0.5\n")]
    public void Read_FormsRussianExcelWrites_GiveTheSameMarks(string csv)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(), Encoding.GetEncoding(1251)])
        {
            var sheet = Read(encoding.GetBytes(encoding.CodePage == 1251 ? csv.TrimStart('\uFEFF') : csv));

            sheet.Subjects.Select(subject => (subject.Id, subject.Name)).ShouldBe([("А", "А")]);
            sheet.Experts.ShouldBe([""]);
            sheet.Marks.ToArray().Select(mark => (CodeOf(mark.Node), mark.Value)).ShouldBe([("1.1", 1), ("1.2", 0.5)]);
        }
    }

    [Fact]
    public void Read_QuotedFields_KeepSeparatorsQuotesAndLineBreaks()
    {
        var sheet = Read("subject;code;value;comment\n\"Округ \"\"А\"\"; север\";1.1;1;\"первая\nвторая\"\n");

        sheet.Subjects[0].Name.ShouldBe("Округ \"А\"; север");
        sheet.Comments.ShouldHaveSingleItem().Text.ShouldBe("первая\nвторая");
    }

    [Theory]
    [InlineData("# где документ?")]
    [InlineData("#1 нет приказа!")]
    [InlineData("###")]
    [InlineData("#Н/Д")]
    public void Read_TextThatBeginsAsAnErrorOfAFormula_IsTakenAsAComment(string text) =>
        Read($"subject;code;value;comment\n№ 5;1.1;\"1\";{text}\n").Comments.ShouldHaveSingleItem().Text.ShouldBe(text);

    [Fact]
    public void Read_NameThatOnlyBeginsAsAnErrorOfAFormula_IsAName() =>
        Read("subject,code,value,expert\n#1 лицей!,1.1,1,# кто?\n").Subjects.ShouldHaveSingleItem().Id.ShouldBe("#1 лицей!");

    [Fact]
    public void Read_EveryScale_TakesItsValues()
    {
        Values("1.1,0", "1.2,2", "1.3,3", "1.4,9.5", "1.5,-12.25", "1.6,3", "2.1,1").ShouldBe([0, 2, 3, 9.5, -12.25, 3, 1]);
        Values("1.3,a|c", "1.6,act=confirmed|plan=claimed").ShouldBe([2, 2]);
        Values("1.3,b", "1.6,plan=Claimed").ShouldBe([1, 1]);
        Values("1.6,act=confirmed | plan = confirmed", "1.1,NA", "1.2,н/п", "1.3,Na", "1.4,Н/П")
            .ShouldBe([3, double.NaN, double.NaN, double.NaN, double.NaN]);
        Values("1,15.5", "I,0", "*,19", "second,2", "ten,1").ShouldBe([15.5, 0, 19, 2, 1]);
        Values("1.5,\"1 234,5\"", "1.4,\"+0,5\"").ShouldBe([1234.5, 0.5]);
        Values("1.5,\u22125e3").ShouldBe([-5000]);
        foreach (var percents in (string[])["85.5%", "\"85,5 %\"", "85.5\u00A0%"])
            Values($"1.5,{percents}").ShouldBe([85.5]);
    }

    [Fact]
    public void Read_EmptyValue_IsNoMarkButCoversItsSubjectAndKeepsItsComment()
    {
        var sheet = Read("subject,code,value,comment\nА,1.1,,ссылка не открывается\nА,1.1,1,\nА,1.1,,\n");

        sheet.Marks.Length.ShouldBe(1);
        sheet.Subjects.Count.ShouldBe(1);
        sheet.Comments.ShouldBe([new MarkComment(0, sheet.Marks.Span[0].Node, 0, "ссылка не открывается")]);
    }

    [Fact]
    public void Read_Names_DifferOnlyByWhiteSpaceAreOne()
    {
        var sheet = Read("subject,code,value,expert\nРайон А,1.1,1,э 1\nРайон\u00A0 А,1.2,2,э  1\nЁж,1.1,1,\nЕж,1.1,1,э 1\n");

        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["Район А", "Ёж", "Еж"]);
        sheet.Experts.ShouldBe(["э 1", ""]);
        sheet.Marks.ToArray().Select(mark => (mark.Subject, mark.Expert)).ShouldBe([(0, 0), (0, 0), (1, 1), (2, 0)]);
    }

    [Fact]
    public void Read_WithRegister_NamesAndOrderComeFromIt()
    {
        var sheet = Read("subject,code,value\nРжевский р-н,1.1,1\nm2,1.2,2\nг. Ржев,1.1,0\n", TverRegister);

        sheet
            .Subjects.Select(subject => (subject.Id, subject.Name))
            .ShouldBe([("m2", "Ржевский район"), ("m1", "город Ржев"), ("m3", "Вышневолоцкий городской округ")]);
        sheet.Marks.ToArray().Select(mark => mark.Subject).ShouldBe([0, 0, 1]);
    }

    [Theory]
    [InlineData("А,1.1,2", "значения 2 нет на шкале; 0 или 1; пустая ячейка — нет оценки, NA — не применимо")]
    [InlineData("А,1.2,1", "значения 1 нет на шкале; одна из ступеней: 0 («нет»), 0,5 («часть»), 2 («всё»)")]
    [InlineData("А,1.3,4", "значения 4 нет на шкале; число выполненных пунктов от 0 до 3 или их обозначения через «|»: a, b, c")]
    [InlineData("А,1.3,a|d", "пункта «d» нет в перечне; число выполненных")]
    [InlineData("А,1.3,a|a", "пункт «a» назван дважды")]
    [InlineData("А,1.4,0.3", "значения 0,3 нет на шкале; от 0 до 10 с шагом 0,5")]
    [InlineData("А,1.4,10.5", "значения 10,5 нет на шкале")]
    [InlineData("А,1.4,-1", "значения -1 нет на шкале")]
    [InlineData("А,1.5,NaN", "«NaN» — не оценка; число (%)")]
    [InlineData("А,1.4,85%", "«85%» — проценты, а показатель измеряется не в них")]
    [InlineData("А,1.5,1e999", "«1e999» — не оценка")]
    [InlineData("А,1.5,∞", "«∞» — не оценка")]
    [InlineData("А,1.5,12 34", "«12 34» — не оценка")]
    [InlineData("А,1.5,1.2.3", "«1.2.3» — не оценка")]
    [InlineData("А,1.6,4", "значения 4 нет на шкале; 0, 1, 2, 3 или состояния пунктов")]
    [InlineData(
        "А,1.6,act=done",
        "у пункта «act» неизвестное состояние «act=done»; 0, 1, 2, 3 или состояния пунктов через «|» в виде пункт=состояние; пункты: act, plan; состояния: absent, claimed, confirmed"
    )]
    [InlineData("А,1.6,act=claimed|goal=claimed", "пункта «goal» нет в перечне")]
    [InlineData("А,1.6,act=claimed|act=absent", "пункт «act» назван дважды")]
    [InlineData("А,1.1,Информация не предоставлена", "«Информация не предоставлена» — не оценка; 0 или 1; пустая ячейка — нет оценки")]
    [InlineData("А,1.4,01.фев", "вместо оценки дата «01.фев»: её мог поставить Excel")]
    [InlineData("А,1.1,#ССЫЛКА!", "оценка: ошибка формулы #ССЫЛКА!; исправьте формулу")]
    [InlineData("А,1.1,#Н/Д", "ошибка формулы #Н/Д")]
    [InlineData("А,1.1,####", "ошибка формулы ####")]
    [InlineData("А,1,20", "сумма 20 вне допустимого; сумма от 0 до 19; пустая ячейка — нет оценки")]
    [InlineData("А,*,-1", "сумма -1 вне допустимого")]
    [InlineData("А,1,NA", "«не применимо» у узла, в котором есть другие узлы; сумма от 0 до")]
    public void Read_ValueNotAllowed_SaysWhatIs(string row, string expected)
    {
        var fault = Faults($"subject,code,value\n{row}\n").ShouldHaveSingleItem();

        fault.ShouldStartWith($"marks.csv:2:{row.LastIndexOf(',') + 2}: ");
        fault.ShouldContain(expected);
    }

    [Theory]
    [InlineData("1.7", "кода «1.7» нет в методике; похожие: ")]
    [InlineData("\"2,1\"", "похожие: 2.1")]
    [InlineData("показатель", "кода «показатель» нет в методике; нужен код показателя, направления или «*»")]
    [InlineData("", "не указан код")]
    [InlineData("01.фев", "вместо кода дата «01.фев»; код Excel превратил в дату: сделайте столбец текстовым и введите код заново")]
    [InlineData("1.янв", "вместо кода дата")]
    [InlineData("янв.10", "вместо кода дата")]
    [InlineData("2-Jan", "вместо кода дата")]
    [InlineData("Feb-10", "вместо кода дата")]
    [InlineData("01.02.2020", "вместо кода дата")]
    [InlineData("2020-02-01", "вместо кода дата")]
    [InlineData("01.02.2020 0:00", "вместо кода дата")]
    public void Read_UnknownCode_SaysWhatHappened(string code, string expected)
    {
        var fault = Faults($"subject,code,value\nА,{code},1\n").ShouldHaveSingleItem();

        fault.ShouldStartWith("marks.csv:2:3: ");
        fault.ShouldContain(expected);
    }

    [Fact]
    public void Read_SecondMarkOfAnExpert_NamesTheFirst()
    {
        var faults = Faults("subject,code,value,expert\nА,1.1,1,э\nА,1.1,1,ю\nА,1.1,0,э\nБ,2.1,0,\nБ,2.1,0,\nБ,*,1,\nБ,*,1,\n");

        faults.ShouldBe([
            "marks.csv:4:3: вторая оценка по 1.1 объекту «А» эксперта «э»; первая стоит в строке 2: у эксперта одна оценка",
            "marks.csv:6:3: вторая оценка по 2.1 объекту «Б»; первая стоит в строке 5: у эксперта одна оценка; если это показатель 2.10, его код испортил Excel: сделайте столбец текстовым",
            "marks.csv:8:3: вторая оценка всей методики объекту «Б»; первая стоит в строке 7: у эксперта одна оценка",
        ]);
    }

    [Fact]
    public void Read_SubjectsTheRegisterDoesNotKnow_AreListedWithTheNearest()
    {
        var faults = Faults(
            "subject,code,value\nРжев район,1.1,1\nВышневолоцкой ГО,1.1,1\nРжев район,1.2,2\nШкола №1,1.1,1\n,1.1,1\nПетушки,1.1,1\n",
            TverRegister
        );

        faults.Length.ShouldBe(5);
        faults[0]
            .ShouldStartWith(
                "marks.csv:2:1: объект «Ржев район» не узнан по реестру (в 2\u00A0строках, первая здесь); нужен id или название из реестра; ближайшие: m"
            );
        faults[1].ShouldEndWith("ближайшие: m3 «Вышневолоцкий городской округ»");
        faults[2].ShouldStartWith("marks.csv:5:1: «Школа №1» — это организация (s1); методика оценивает вид «муниципалитет»");
        faults[3].ShouldStartWith("marks.csv:6:1: не указан объект");
        faults[4].ShouldEndWith("похожих там нет");
    }

    [Theory]
    [InlineData("Лужcкий район,1.1,1", "marks.csv:2:1: в слове «Лужcкий» латинская «c»; наберите слово заново")]
    [InlineData("Школа № 5 А,1.1,1\nШкола № 5 A,1.2,2", "marks.csv:3:1: «Школа № 5 A» и «Школа № 5 А» выглядят одинаково")]
    [InlineData("«Лицей» 5 А,1.1,1\n«Лицей» 5 A,1.2,2", "marks.csv:3:1: «„Лицей“ 5 A» и «„Лицей“ 5 А» выглядят одинаково")]
    [InlineData("Итого,1.1,1", "marks.csv:2:1: «Итого» — строка итогов, а не объект оценки; удалите её: итоги программа считает сама")]
    [InlineData("ВСЕГО по области:,1.1,1", "marks.csv:2:1: «ВСЕГО по области:» — строка итогов")]
    [InlineData("Среднее,1.1,1", "marks.csv:2:1: «Среднее» — строка итогов")]
    [InlineData("Максимальный балл,1.1,1", "marks.csv:2:1: «Максимальный балл» — строка итогов")]
    public void Read_NameOfNoSubject_IsRefused(string rows, string fault) =>
        Faults($"subject,code,value\n{rows}\n").ShouldHaveSingleItem().ShouldStartWith(fault);

    [Fact]
    public void Read_NamesNearTotals_AreSubjects() =>
        Read("subject,code,value\nСреднеахтубинский район,1.1,1\nСредняя школа № 1,1.1,1\nМаксимовка,1.1,1\n").Subjects.Count.ShouldBe(3);

    [Fact]
    public void Read_LookAlikeNameWithRegister_IsTheEntry() =>
        Read("subject,code,value\nPжeвcкий р-н,1.1,1\n", TverRegister).Subjects[0].Id.ShouldBe("m2");

    [Theory]
    [InlineData("subject,code,value\nЛуж\u200Bский район,1.1,1\nЛужский рай\u00ADон,1.2,2\nЛужскии\u0306 район,1.4,1\n")]
    [InlineData(
        "subject,code,value,comment\nЛуж\u200Bский район,1\u200B.1,1\u2060,\"а;б\"\nЛужский рай\u00ADон,\uFEFF1.2,2,\nЛужскии\u0306 район,1.4,1,\n"
    )]
    public void Read_InvisibleLetters_SplitNeitherSubjectsNorCodes(string csv)
    {
        var sheet = Read(csv);

        sheet.Subjects.ShouldHaveSingleItem().Name.ShouldBe("Лужский район");
        sheet.Marks.ToArray().Select(mark => CodeOf(mark.Node)).ShouldBe(["1.1", "1.2", "1.4"]);
    }

    [Fact]
    public void Read_AHundredRowsOfOneFault_AreOneLine()
    {
        var faults = Faults("subject,code,value\n" + string.Concat(Enumerable.Range(0, 100).Select(row => $"А{row},9.9,1\n")));

        faults.ShouldHaveSingleItem().ShouldStartWith("marks.csv:2:4: кода «9.9» нет в методике (в 100\u00A0строках, первая здесь)");
    }

    [Fact]
    public void Read_SeveralFaultsOfARow_AreAllTold() =>
        Faults("subject,code,value,expert\n,7,1,#REF!\n\"А\n\",1.1,9,\n")
            .ShouldBe([
                "marks.csv:2:1: не указан объект; в каждой строке стоит название или id объекта",
                "marks.csv:2:2: кода «7» нет в методике; нужен код показателя, направления или «*» для всей методики",
                "marks.csv:2:6: эксперт: ошибка формулы #REF!; исправьте формулу или впишите значение",
                "marks.csv:4:7: значения 9 нет на шкале; 0 или 1; пустая ячейка — нет оценки, NA — не применимо",
            ]);

    [Theory]
    [InlineData("", "marks.csv: файл пуст; нужны строка заголовка и строки под ней")]
    [InlineData("\n \n", "marks.csv: файл пуст;")]
    [InlineData(
        "subject,code\nА,1.1\n",
        "marks.csv:1:1: нет столбца value; в строке заголовка нужны subject, code, value, по желанию expert, comment"
    )]
    [InlineData(
        "А,1.1,1\n",
        "marks.csv:1:1: неизвестный столбец «А»; допустимы: subject, code, value, expert, comment (или «объект», «код», «оценка», «эксперт», «комментарий»); другой вид таблицы: в строках — муниципалитеты, в заголовке — «Муниципалитет» и коды показателей"
    )]
    [InlineData("subject,code,value,value\n", "marks.csv:1:20: столбец «value» стоит дважды; оставьте один")]
    [InlineData("subject,code,value,mark\n", "marks.csv:1:20: неизвестный столбец «mark»")]
    [InlineData(
        "subject,code,value\nА,1.2,0,5\n",
        "marks.csv:2:7: полей в строке 4, а в заголовке 3; поле, в котором есть «,», заключите в кавычки"
    )]
    [InlineData("subject,code,value,\nА,1.2,2,лишнее\n", "marks.csv:2:7: полей в строке 4, а в заголовке 3")]
    [InlineData("subject,code,value\nА,1.1,1\nБ,\"1.2,2\nВ,1.1,1\n", "marks.csv:3:3: кавычка открыта и не закрыта до конца файла")]
    [InlineData("subject,code,value\n\"А\" Б,1.1,1\n", "marks.csv:2:4: текст после закрывающей кавычки")]
    public void Read_BrokenTable_SaysWhere(string csv, string expected) => Faults(csv)[0].ShouldStartWith(expected);

    [Fact]
    public void Read_RowAfterABrokenOne_IsStillChecked() =>
        Faults("subject,code,value\nА,1.1,1,1\nА,9,1\n\"А\"х,1.1,1\nА,8,1\n")
            .Select(fault => fault[..11])
            .ShouldBe(["marks.csv:2", "marks.csv:3", "marks.csv:4", "marks.csv:5"]);

    [Theory]
    [InlineData(7, true)]
    [InlineData(4, false)]
    public void Read_MarksOfAnotherMethodology_SaysSoFirst(int foreign, bool told)
    {
        var faults = Faults(
            "subject,code,value\nА,1.1,1\nБ,1.1,1\n"
                + string.Concat(Enumerable.Range(1, foreign).Select(number => $"А,7.7.{number},1\nБ,7.7.{number},0\n"))
        );

        faults[0]
            .ShouldBe(
                told
                    ? "marks.csv: из 8\u00A0кодов в методике «sample» нет 7; похоже, оценки ставили по другой методике или другому её "
                        + "изданию: укажите их методику"
                    : "marks.csv:4:3: кода «7.7.1» нет в методике (в 2\u00A0строках, первая здесь); нужен код показателя, направления или "
                        + "«*» для всей методики"
            );
        faults[^1].ShouldStartWith($"marks.csv:{2 + 2 * foreign}:3: кода «7.7.{foreign}» нет в методике");
    }

    [Theory]
    [InlineData("Служба;1.1;1.2\nА;1;2\n")]
    [InlineData("№;Наименование службы;Код;Оценка\n1;А;1.1;1\n2;А;1.2;2\n")]
    public void Read_SubjectsCalledByTheNounOfTheMethodology_AreTaken(string csv)
    {
        var services = Marked.Read(
            Encoding
                .UTF8.GetString(new WriteMethodology().Write(Marked.Tree(1, 2)))
                .Replace("\"municipality\"", "\"service\"", StringComparison.Ordinal)
        );
        var sheet = new ReadMarks().Read(Encoding.UTF8.GetBytes(csv), "marks.csv", services, cancel: TestContext.Current.CancellationToken);
        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["А"]);
        sheet.Marks.Length.ShouldBe(2);
    }

    [Fact]
    public void Read_HeaderOfManyUnknownColumns_IsOneFault() =>
        Faults("Район;Телефон;Факс;Почта;Сайт;Адрес;Глава\nА;б;в;г;д;е;ж\n")
            .ShouldBe([
                "marks.csv:1:1: нет столбцов код, оценка; в строке заголовка нужны объект, код, оценка, по желанию эксперт, комментарий",
                "marks.csv:1:7: неизвестные столбцы «Телефон», «Факс», «Почта», «Сайт» и\u00A0ещё\u00A02; "
                    + "допустимы: объект, код, оценка, эксперт, комментарий",
            ]);

    [Theory]
    [InlineData("Муниципалитет;Показатель;Оценка\nА;1.1;1\nА;1.2;0,5\n")]
    [InlineData("муниципалитет\tкод\tПоказатель\tоценка\nА\t1.1\tНаличие целей\t1\nА\t1.2\t\t0,5\n")]
    [InlineData("subject|code|value\nА|1.1|1\nА|1.2|0.5\n")]
    [InlineData("sep=;\nsubject;code;value\nА;1.1;1\nА;1.2;0.5\n")]
    [InlineData("Оценки экспертов, 2026 год;;\nсоставил отдел мониторинга\n\nsubject;code;value\nА;1.1;1\nА;1.2;0,5\n")]
    [InlineData("subject;code;value\nА;1.1;1\n;1.2;0,5\n")]
    [InlineData("№;Муниципалитет;1.1;1.2. Вторая;1.3\n1;А;1;0,5\n")]
    [InlineData("Свод оценок\nМуниципалитет;Группа 1;\n;1.1;1.2\nА;1;0,5\n")]
    public void Read_TablesAsRegionsHaveThem_GiveTheSameMarks(string csv)
    {
        var sheet = Read(csv);

        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["А"]);
        sheet.Marks.ToArray().Select(mark => (CodeOf(mark.Node), mark.Value)).ShouldBe([("1.1", 1), ("1.2", 0.5)]);
    }

    [Fact]
    public void Read_RowsThatExcelCutShort_AreWhole()
    {
        var sheet = Read("subject;code;value;expert;comment\r\nА;1.1;1;;да\r\nА;1.2;0,5\r\nБ;1.1\r\n");

        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["А", "Б"]);
        sheet.Marks.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(
        "Муниципалитет;1.1;Итого\nА;1;1\nВсего;1;1\n",
        "marks.csv:1:19: столбец «Итого» — не код методики; удалите столбец: итоги программа считает сама"
    )]
    [InlineData("Муниципалитет;1.1;1.2;7.7\nА;1;0,5;1\n", "marks.csv:1:23: столбец «7.7» — не код методики; назовите столбец кодом")]
    [InlineData(
        "Муниципалитет;1.1;1.2;а;б;в;г;д;е\nА;1;0,5;1;1;1;1;1;1\n",
        "marks.csv:1:23: столбцы «а», «б», «в», «г» и\u00A0ещё\u00A02 — не коды методики; назовите столбец кодом показателя"
    )]
    [InlineData("Муниципалитет;1.1;1.2\nИтого;1;0,5\n", "marks.csv:2:1: «Итого» — строка итогов, а не объект оценки; удалите её")]
    [InlineData("Муниципалитет;1.1;1.2\nА;1;7\n", "marks.csv:2:5: значения 7 нет на шкале")]
    [InlineData("Муниципалитет;1.1;1.2;1.1\nА;1;0,5;1\n", "marks.csv:1:23: код «1.1» стоит в двух столбцах")]
    [InlineData("Муниципалитет;Код\nА;1.1\n", "marks.csv:1:1: нет столбца оценка; в строке заголовка нужны объект, код, оценка")]
    [InlineData("Муниципалитет;Код;Балл;Оценка\n", "marks.csv:1:24: столбцы «Балл» и «Оценка» — об одном; оставьте один")]
    public void Read_WideTableWithFaults_NamesThem(string csv, string fault) => Faults(csv)[0].ShouldStartWith(fault);

    [Theory]
    [InlineData("не применимо")]
    [InlineData("Не применимо")]
    [InlineData("н/п")]
    public void Read_NotApplicableInWords_IsTakenAsInForms(string written) =>
        double.IsNaN(Read($"subject,code,value\nА,1.1,{written}\n").Marks.Span[0].Value).ShouldBeTrue();

    [Fact]
    public void Read_TotalsAcrossAndDown_AreNamedAtOnceAndTheirValuesAreNot() =>
        Faults("Муниципалитет;1.1;1.2;Итого\nА;1;0,5;1,5\nСреднее;0,77;0,123;0,9\n")
            .ShouldBe([
                "marks.csv:1:23: столбец «Итого» — не код методики; удалите столбец: итоги программа считает сама",
                "marks.csv:3:1: «Среднее» — строка итогов, а не объект оценки; удалите её: итоги программа считает сама",
            ]);

    [Fact]
    public void Read_TableTurnedRound_IsNamedAsSuch() =>
        Faults("Показатель;А;Б;В\n1.1;1;0;1\n1.2;0,5;0;1\n1.3;1;1;0\n2.1;0;1;1\n")
            .ShouldHaveSingleItem()
            .ShouldStartWith(
                "marks.csv:1:1: похоже, показатели стоят в строках, а объекты — в столбцах; заголовком принята строка «Показатель», «А», «Б»"
            );

    [Fact]
    public void Read_SubjectForgottenWhereOthersRepeatIt_IsAFault() =>
        Faults("subject;code;value\nА;1.1;1\nА;1.2;0,5\nБ;1.1;1\n;1.2;0,5\n;1.3;1\n")
            .ShouldHaveSingleItem()
            .ShouldStartWith("marks.csv:5:1: не указан объект (в 2\u00A0строках, первая здесь); впишите объект в каждую строку");

    [Fact]
    public void Read_OneCauseInManyRows_IsToldOnce()
    {
        var csv = new StringBuilder("subject,code,value\n");
        for (var row = 0; row < 1080; row++)
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"А{row},1.1,9\n");

        var refused = Should.Throw<InputException>(() => Read(csv.ToString()));

        refused
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldStartWith("marks.csv:2:8: значения 9 нет на шкале (в 1080\u00A0строках, первая здесь); 0 или 1");
        refused.Count.ShouldBe(1080);
    }

    [Fact]
    public void Read_UnknownNameInTwoRows_IsToldOnceAndAWrongValueAtEachRow()
    {
        var faults = Faults("subject;code;value\nА;9.9;1\nБ;9.9;1\nА;1.1;9\nБ;1.1;9\n");

        faults.Length.ShouldBe(3);
        faults[0].ShouldStartWith("marks.csv:2:3: кода «9.9» нет в методике (в 2\u00A0строках, первая здесь)");
        faults[1].ShouldStartWith("marks.csv:4:7: значения 9 нет на шкале; ");
        faults[2].ShouldStartWith("marks.csv:5:7: значения 9 нет на шкале; ");
    }

    [Fact]
    public void Read_TextSpoiltBeforeItWasSaved_IsRefusedWithTheCause() =>
        Faults("subject,code,value,comment\nА,1.1,1,РЎРїСЂР°РІРєР°\n")
            .ShouldHaveSingleItem()
            .ShouldStartWith("marks.csv:2:9: буквы испорчены: текст в UTF-8 прочитан как Windows-1251 («РЎРїСЂ» вместо «Спр»)");

    [Fact]
    public void Read_NoText_IsRefused()
    {
        Faults("PK\u0003\u0004"u8.ToArray())[0].ShouldContain("архив .xlsx не открывается");
        Faults([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 1, 2])[0].ShouldContain(".xls");
    }

    [Fact]
    public void Read_QuoteInsideAPlainField_IsText() =>
        Read("subject,code,value\nШкола \"А\",1.1,1\n").Subjects[0].Name.ShouldBe("Школа \"А\"");
}
