using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Methodologies;

/// <summary>Every rule of the format with a package that breaks it. In the data ' stands for " and «m.json:» is left out.</summary>
public class ReadMethodologyTests
{
    [Fact]
    public void Read_RightPackage_GivesTheTreeInPreOrder()
    {
        var methodology = PackageText.Read(PackageText.Right);

        methodology.Nodes.Select(node => node.Code).ShouldBe(["*", "1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "2.2", "2.3"]);
        methodology.Root.Kind.ShouldBe(NodeKind.Group);
        methodology.Root.Title.ShouldBe("Проба");
        methodology.Revision.ShouldBe(0);
        methodology.Nodes[2].Uid.ShouldBe("1.1");
        methodology.Nodes[2].Kind.ShouldBe(NodeKind.Indicator);
        var nodes = methodology.Specification.Nodes;
        nodes.Select(node => node.Parent).ShouldBe([-1, 0, 1, 1, 0, 4, 5, 5, 4, 4]);
        nodes.Select(node => node.Direction).ShouldBe([-1, 1, 1, 1, -1, 5, 5, 5, 8, 9]);
        nodes.Select(node => node.Stage).ShouldBe([-1, -1, 0, -1, -1, -1, -1, -1, -1, -1]);
        Enumerable.Range(0, nodes.Count).Select(methodology.Specification.MaximumOf).ShouldBe([20, 5, 2, 3, 15, 12, 2, 10, 3, 0]);
        methodology.Specification.Combine.ShouldBe(CombineRule.Mean);
        methodology.Specification.Levels.ShouldHaveSingleItem().Bands.ShouldBe([new("low", 0, false), new("high", 10, false)]);
    }

    [Fact]
    public void Read_ByteOrderMark_IsTolerated()
    {
        PackageText.Faults("\uFEFF" + PackageText.Right).ShouldBeEmpty();
        PackageText.Faults("\uFEFF{}")[0].ShouldStartWith("m.json:1:1 $: ");
    }

    [Fact]
    public void Read_ManyFaults_TellsAllInTheOrderOfTheFile()
    {
        var json = PackageText
            .With("\"missing\": \"zero\"", "\"missing\": \"zeros\"")
            .Replace("\"stage\": \"goals\"", "\"stage\": \"aims\", \"weight\": 0", StringComparison.Ordinal)
            .Replace("\"node\": \"*\"", "\"node\": \"9\"", StringComparison.Ordinal)
            .Replace("\"code\": \"2.2\"", "\"code\": \"2.1\"", StringComparison.Ordinal)
            .Replace("\"step\": 0.5", "\"step\": 0", StringComparison.Ordinal);

        PackageText
            .Faults(json)
            .Select(fault => fault.Split(": ")[0])
            .ShouldBe([
                "m.json:5:14 $.missing",
                "m.json:8:47 $.levels[0].node",
                "m.json:14:58 $.nodes[0].nodes[0].stage",
                "m.json:14:76 $.nodes[0].nodes[0].weight",
                "m.json:20:98 $.nodes[1].nodes[0].nodes[1].scale.step",
                "m.json:21:19 $.nodes[1].nodes[1].code",
            ]);
    }

    [Fact]
    public void Read_HundredFaults_GivesHundredLines()
    {
        var faults = PackageText.Faults(PackageText.Around(Leaves(100, "{ 'kind': 'binary', 'points': 0 }")));

        faults.Length.ShouldBe(100);
        faults.ShouldAllBe(fault =>
            fault.EndsWith(".scale.points: число 0; нужно число больше 0 и не больше 1\u202F000\u202F000", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("'edition': 2", "'edition': '2'", "3:29 $.edition: строка «2»; нужно целое число от 1 без кавычек")]
    [InlineData(
        "'edition': 2",
        "'editon': 2",
        "3:18 $.editon: неизвестное свойство «editon»; возможно, имелось в виду «edition»; допустимы: format, id, edition, revision, title, subject, basis, note, missing, combine, stages, levels, nodes"
    )]
    [InlineData(
        "'edition': 2",
        "'edition': 0, 'revision': -1",
        "3:29 $.edition: число 0; нужно целое число от 1",
        "3:44 $.revision: число -1; нужно целое число от 0"
    )]
    [InlineData(
        "'basis': 'приказ'",
        "'basis': ' ', 'id': 'x'",
        "4:57 $.basis: пустая строка; нужна непустая строка в кавычках",
        "4:62 $.id: свойство «id» записано второй раз; оставьте одно"
    )]
    [InlineData(
        "'subject': 'municipality'",
        "'subject': 'municipalty'",
        "4:32 $.subject: строка «municipalty»; возможно, имелось в виду «municipality»; нужно одно из слов: municipality, organisation, head, service, programme, school"
    )]
    [InlineData("'missing': 'zero'", "'missing': null", "5:14 $.missing: null; нужно одно из слов: zero, exclude")]
    [InlineData("'id': 'analysis'", "'id': 'goals'", "6:59 $.stages[1].id: этап «goals» уже есть; каждый этап описывается один раз")]
    [InlineData(
        "'title': 'Проба'",
        "'title': '\u200BПроба\u2028', 'note': 5",
        "4:12 $.title: знак \\u2028 внутри строки; нужна одна строка печатных знаков",
        "4:31 $.note: число 5; нужна непустая строка в кавычках (или уберите свойство)"
    )]
    [InlineData(
        "'format': 'orientir-methodology/1'",
        "'format': 'orientir-methodology/2', 'x': 1",
        "2:13 $.format: формат: строка «orientir-methodology/2»; эта программа читает только 'orientir-methodology/1'"
    )]
    [InlineData(
        "'format': 'orientir-methodology/1'",
        "'format': 1",
        "2:13 $.format: формат: число 1; эта программа читает только 'orientir-methodology/1'"
    )]
    [InlineData(
        "'combine': 'mean'",
        "'combine': 'Mean'",
        "5:33 $.combine: строка «Mean»; возможно, имелось в виду «mean»; нужно одно из слов: consensus, mean, median, min"
    )]
    [InlineData(
        "'missing': 'zero', 'combine': 'mean',",
        "",
        "1:1 $: нет свойства «missing»; оно обязательно: одно из слов: zero, exclude",
        "1:1 $: нет свойства «combine»; оно обязательно: одно из слов: consensus, mean, median, min"
    )]
    [InlineData(
        "'nodes': [",
        "'node': [",
        "12:3 $.node: неизвестное свойство «node»; возможно, имелось в виду «nodes»; допустимы: format, id, edition, revision, title, subject, basis, note, missing, combine, stages, levels, nodes"
    )]
    [InlineData("'edition': 2", "'edition': 2.5", "3:29 $.edition: число 2.5; нужно целое число от 1")]
    [InlineData(
        "'basis': 'приказ'",
        "'basis': 'приказ\\nот', 'note': 'да\\u2028'",
        "4:79 $.note: знак \\u2028 внутри строки; он не печатается: удалите его"
    )]
    public void Read_SpoiltHeader_TellsPlaceAndRemedy(string piece, string replacement, params string[] faults) =>
        Spoilt(piece, replacement).ShouldBe(faults);

    [Theory]
    [InlineData("'code': '1.2'", "'code': '1.1'", "15:19 $.nodes[0].nodes[1].code: код «1.1» уже есть у другого узла; коды не повторяются")]
    [InlineData("'code': '1.2'", "'code': '*'", "15:19 $.nodes[0].nodes[1].code: код «*»; он занят самой методикой: дайте узлу другой")]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2.'",
        "15:19 $.nodes[0].nodes[1].code: код «1.2.» кончается точкой; уберите её: в отметках точка в конце кода отбрасывается"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': ' 1.2'",
        "15:19 $.nodes[0].nodes[1].code: строка « 1.2» с пробелом в начале или в конце; уберите пробелы по краям"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': '1|2'",
        "15:19 $.nodes[0].nodes[1].code: знак | в строке «1|2»; уберите его: знаки / и | отделяют коды друг от друга в анкетах и оценках"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2', 'uid': '1/2'",
        "15:33 $.nodes[0].nodes[1].uid: знак / в строке «1/2»; уберите его: знаки / и | отделяют коды друг от друга в анкетах и оценках"
    )]
    [InlineData("'code': '1.2'", "'code': 1.2", "15:19 $.nodes[0].nodes[1].code: число 1.2; нужна непустая строка в кавычках")]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2', 'uid': '1.1'",
        "15:33 $.nodes[0].nodes[1].uid: uid «1.1» уже есть у другого узла; uid не повторяются"
    )]
    [InlineData(
        "'scale': { 'kind': 'binary', 'points': 2 }",
        "'scale': { 'kind': 'binary', 'points': 2 }, 'nodes': []",
        "14:67 $.nodes[0].nodes[0].scale: у узла есть и «nodes», и «scale»; нужно одно: «nodes» у того, что делится дальше, «scale» у показателя",
        "14:120 $.nodes[0].nodes[0].nodes: пустой список; нужен список узлов, в нём хотя бы один"
    )]
    [InlineData(
        "'scale': { 'kind': 'binary', 'points': 2 }",
        "'help': '?'",
        "14:9 $.nodes[0].nodes[0]: у узла нет ни «nodes», ни «scale»; нужно одно: «nodes» у того, что делится дальше, «scale» у показателя"
    )]
    [InlineData(
        "'scale': { 'kind': 'binary', 'points': 2 }",
        "'nodes': []",
        "14:9 $.nodes[0].nodes[0]: нет свойства «kind»; оно обязательно: group, direction или section",
        "14:49 $.nodes[0].nodes[0].stage: свойство «stage» у узла, который делится дальше; оно бывает только у показателя (узла со «scale»)",
        "14:76 $.nodes[0].nodes[0].nodes: пустой список; нужен список узлов, в нём хотя бы один"
    )]
    [InlineData(
        "'code': '1', 'kind': 'direction'",
        "'code': '1', 'kind': 'group'",
        "14:9 $.nodes[0].nodes[0]: на пути к показателю «1.1» нет направления; на каждом пути нужен ровно один узел 'kind': 'direction' (им может быть и сам показатель)",
        "15:9 $.nodes[0].nodes[1]: на пути к показателю «1.2» нет направления; на каждом пути нужен ровно один узел 'kind': 'direction' (им может быть и сам показатель)"
    )]
    [InlineData(
        "'code': '1', 'kind': 'direction'",
        "'code': '1', 'kind': 'section'",
        "13:28 $.nodes[0].kind: раздел, над которым нет направления; раздел (section) стоит внутри направления; объединение направлений — group",
        "14:9 $.nodes[0].nodes[0]: на пути к показателю «1.1» нет направления; на каждом пути нужен ровно один узел 'kind': 'direction' (им может быть и сам показатель)",
        "15:9 $.nodes[0].nodes[1]: на пути к показателю «1.2» нет направления; на каждом пути нужен ровно один узел 'kind': 'direction' (им может быть и сам показатель)"
    )]
    [InlineData(
        "'code': '1', 'kind': 'direction'",
        "'code': '1', 'kind': 'indicator'",
        "13:28 $.nodes[0].kind: вид «indicator» у узла с «nodes»; у узла с «nodes» вид group, direction или section; показатель не делится дальше"
    )]
    [InlineData(
        "'code': '1', 'kind': 'direction'",
        "'code': '1'",
        "13:5 $.nodes[0]: нет свойства «kind»; оно обязательно: group, direction или section"
    )]
    [InlineData(
        "'code': '2', 'kind': 'group'",
        "'code': '2', 'kind': 'direction'",
        "18:34 $.nodes[1].nodes[0].kind: направление внутри направления «2»; на каждом пути ровно одно направление; часть направления — section",
        "21:34 $.nodes[1].nodes[1].kind: направление внутри направления «2»; на каждом пути ровно одно направление; часть направления — section",
        "22:34 $.nodes[1].nodes[2].kind: направление внутри направления «2»; на каждом пути ровно одно направление; часть направления — section"
    )]
    [InlineData(
        "'code': '1.2'",
        "'kind': 'section', 'code': '1.2'",
        "15:19 $.nodes[0].nodes[1].kind: вид «section» у узла со шкалой; у узла со «scale» вид indicator (он подразумевается) или direction"
    )]
    [InlineData(
        "'code': '1.2'",
        "'was': [ { 'edition': 1, 'uid': '1', 'relation': 'same' }, { 'edition': 2, 'uid': '1', 'relation': 'sme' } ], 'code': '1.2'",
        "15:83 $.nodes[0].nodes[1].was[1].edition: издание 2; нужно издание раньше этого (2)",
        "15:110 $.nodes[0].nodes[1].was[1].relation: строка «sme»; возможно, имелось в виду «same»; нужно одно из слов: same, split, merged"
    )]
    [InlineData(
        "'code': '1.1'",
        "'code': '1.1', 'code': '1.1'",
        "14:26 $.nodes[0].nodes[0].code: свойство «code» записано второй раз; оставьте одно"
    )]
    [InlineData(
        "'title': 'Первое'",
        "'title': 'Пер\\nвое'",
        "13:50 $.nodes[0].title: знак \\u000A внутри строки; нужна одна строка печатных знаков"
    )]
    [InlineData(
        "'code': '2.2',",
        "'code': '2.2', 'uid': '*',",
        "21:33 $.nodes[1].nodes[1].uid: uid «*»; он занят самой методикой: дайте узлу другой"
    )]
    [InlineData("'code': '1.1'", "'code': '1.2'", "15:19 $.nodes[0].nodes[1].code: код «1.2» уже есть у другого узла; коды не повторяются")]
    [InlineData(
        "'scale': { 'kind': 'binary', 'points': 2 }",
        "'scales': { 'kind': 'binary' }",
        "14:67 $.nodes[0].nodes[0].scales: неизвестное свойство «scales»; возможно, имелось в виду «scale»; допустимы: code, uid, was, kind, title, help, note, nodes, scale, stage, inCycle, weight, threshold, evidence, source"
    )]
    [InlineData(
        "'code': '1.2'",
        "'was': [ { 'edition': 1, 'uid': '1', 'relation': 'same' }, { 'edition': 1, 'uid': '1', 'relation': 'merged' }, { 'edition': 1, 'uid': '2', 'relation': 'same' } ], 'code': '1.2'",
        "15:70 $.nodes[0].nodes[1].was[1]: узел «1» издания 1 назван второй раз; каждый прежний узел называется один раз",
        "15:122 $.nodes[0].nodes[1].was[2]: узел назван тем же («same»), что и два разных узла издания 1; «same» бывает с одним узлом издания; слияние нескольких — «merged»"
    )]
    [InlineData(
        "{ 'code': '2.2', 'kind': 'direction'",
        "7, { 'code': '2.2', 'kind': 'direction'",
        "21:9 $.nodes[1].nodes[1]: число 7; нужен объект {…} со свойствами: code, uid, was, kind, title, help, note, nodes, scale, stage, inCycle, weight, threshold, evidence, source"
    )]
    [InlineData(
        "{ 'code': '2.2', 'kind': 'direction'",
        "{ 'code': '2.2', 'kind': 'group'",
        "21:34 $.nodes[1].nodes[1].kind: вид «group» у узла со шкалой; у узла со «scale» вид indicator (он подразумевается) или direction"
    )]
    [InlineData(
        "{ 'code': '2.2', 'kind': 'direction'",
        "{ 'code': '2.2', 'kind': 'directon'",
        "21:34 $.nodes[1].nodes[1].kind: строка «directon»; возможно, имелось в виду «direction»; нужно одно из слов: group, direction, section, indicator"
    )]
    [InlineData(
        "{ 'code': '2.2', 'kind': 'direction'",
        "{ 'code': '2.2'",
        "21:9 $.nodes[1].nodes[1]: на пути к показателю «2.2» нет направления; на каждом пути нужен ровно один узел 'kind': 'direction' (им может быть и сам показатель)"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.\\u200E2'",
        "15:19 $.nodes[0].nodes[1].code: невидимый знак \\u200E в строке «1.\\u200E2»; удалите его: имена с ним и без него выглядят одинаково"
    )]
    [InlineData(
        "'stages': [ { 'id': 'goals', 'title': 'Цели' }, { 'id': 'analysis', 'title': 'Анализ' } ],",
        "",
        "14:58 $.nodes[0].nodes[0].stage: неизвестный этап «goals»; у методики нет этапов: опишите их в «stages»"
    )]
    [InlineData(
        "'title': 'Первое'",
        "'title': 'Пер\\u2028вое'",
        "13:50 $.nodes[0].title: знак \\u2028 внутри строки; нужна одна строка печатных знаков"
    )]
    public void Read_SpoiltNode_TellsPlaceAndRemedy(string piece, string replacement, params string[] faults) =>
        Spoilt(piece, replacement).ShouldBe(faults);

    [Theory]
    [InlineData(
        "'stage': 'goals'",
        "'stage': 'gols'",
        "14:58 $.nodes[0].nodes[0].stage: неизвестный этап «gols»; этапы методики: goals, analysis"
    )]
    [InlineData(
        "'code': '1', 'kind': 'direction'",
        "'code': '1', 'weight': 2, 'kind': 'direction'",
        "13:20 $.nodes[0].weight: свойство «weight» у узла, который делится дальше; оно бывает только у показателя (узла со «scale»)"
    )]
    [InlineData(
        "'code': '1.2'",
        "'weight': 0, 'threshold': 4, 'code': '1.2'",
        "15:21 $.nodes[0].nodes[1].weight: число 0; нужно число больше 0 и не больше 1000",
        "15:37 $.nodes[0].nodes[1].threshold: порог 4 больше максимума показателя (3); порог — число больше 0 и не больше 3"
    )]
    [InlineData(
        "'code': '1.2'",
        "'weight': -1, 'threshold': 0, 'inCycle': 'no', 'evidence': 'no', 'source': 'who', 'code': '1.2'",
        "15:21 $.nodes[0].nodes[1].weight: число -1; нужно число больше 0 и не больше 1000",
        "15:38 $.nodes[0].nodes[1].threshold: число 0; нужно число больше 0, в баллах показателя без веса",
        "15:52 $.nodes[0].nodes[1].inCycle: строка «no»; нужно true или false без кавычек",
        "15:70 $.nodes[0].nodes[1].evidence: строка «no»; нужно одно из слов: required, optional, none",
        "15:86 $.nodes[0].nodes[1].source: строка «who»; нужно одно из слов: subject, operator"
    )]
    [InlineData(
        "'stage': 'goals',",
        "'stage': '', 'weight': 1001,",
        "14:58 $.nodes[0].nodes[0].stage: пустая строка; нужна непустая строка в кавычках (или уберите свойство)",
        "14:72 $.nodes[0].nodes[0].weight: число 1001; нужно число больше 0 и не больше 1000"
    )]
    [InlineData(
        "'stage': 'goals'",
        "'stage': null",
        "14:58 $.nodes[0].nodes[0].stage: null; нужна непустая строка в кавычках (или уберите свойство)"
    )]
    public void Read_SpoiltLeaf_TellsPlaceAndRemedy(string piece, string replacement, params string[] faults) =>
        Spoilt(piece, replacement).ShouldBe(faults);

    [Theory]
    [InlineData(
        "'kind': 'binary'",
        "'kind': 'binari'",
        "14:86 $.nodes[0].nodes[0].scale.kind: строка «binari»; возможно, имелось в виду «binary»; нужно одно из слов: binary, ordinal, checklist, points, measure, components"
    )]
    [InlineData(
        "'kind': 'binary', 'points': 2",
        "'kind': 'binary', 'points': 0",
        "14:106 $.nodes[0].nodes[0].scale.points: число 0; нужно число больше 0 и не больше 1\u202F000\u202F000"
    )]
    [InlineData(
        "'kind': 'binary', 'points': 2",
        "'kind': 'binary', 'maks': 0",
        "14:96 $.nodes[0].nodes[0].scale.maks: неизвестное свойство «maks»; допустимы: kind, points"
    )]
    [InlineData(
        "'kind': 'binary', 'points': 2",
        "'points': 2",
        "14:76 $.nodes[0].nodes[0].scale: нет свойства «kind»; оно обязательно: одно из слов: binary, ordinal, checklist, points, measure, components"
    )]
    [InlineData(
        "{ 'kind': 'binary', 'points': 2 }",
        "'binary'",
        "14:76 $.nodes[0].nodes[0].scale: строка «binary»; нужен объект {…} со свойствами: kind"
    )]
    [InlineData(
        "{ 'points': 3, 'title': 'да' }",
        "{ 'points': 0, 'title': '' }",
        "15:132 $.nodes[0].nodes[1].scale.steps[1].points: ступень с 0\u00A0баллами уже есть; баллы ступеней не повторяются",
        "15:144 $.nodes[0].nodes[1].scale.steps[1].title: пустая строка; нужна непустая строка в кавычках"
    )]
    [InlineData(
        ", { 'points': 3, 'title': 'да' }",
        "",
        "15:85 $.nodes[0].nodes[1].scale.steps: в списке один элемент; нужен список ступеней [{'points', 'title'}, …], в нём хотя бы две"
    )]
    [InlineData(
        "{ 'points': 0, 'title': 'нет' }",
        "{ 'points': -1, 'title': 'нет' }",
        "15:99 $.nodes[0].nodes[1].scale.steps[0].points: число -1; нужно число от 0 до 1\u202F000\u202F000"
    )]
    [InlineData(
        "{ 'id': 'b', 'title': 'Б' } ], 'max'",
        "{ 'id': 'a', 'title': 'Б' } ], 'max'",
        "19:133 $.nodes[1].nodes[0].nodes[0].scale.items[1].id: id «a» уже есть в этой шкале; id пунктов не повторяются"
    )]
    [InlineData(
        "{ 'id': 'b', 'title': 'Б' } ], 'max'",
        "{ 'id': 'a|b', 'title': 'Б' }, { 'id': '2', 'title': 'Б' }, { 'id': 'na', 'title': 'Б' } ], 'max'",
        "19:133 $.nodes[1].nodes[0].nodes[0].scale.items[1].id: знак | в строке «a|b»; уберите его: знаки / и | отделяют коды друг от друга в анкетах и оценках",
        "19:164 $.nodes[1].nodes[0].nodes[0].scale.items[2].id: id «2» — число; id начинается с буквы: число в отметке значит количество выполненных пунктов",
        "19:193 $.nodes[1].nodes[0].nodes[0].scale.items[3].id: id «na»; он занят: так в отметках пишется «не применимо»"
    )]
    [InlineData(
        "'step': 0.5",
        "'step': 3",
        "20:98 $.nodes[1].nodes[0].nodes[1].scale.step: максимум 10 не набирается шагами по 3; «max» делится на «step» нацело"
    )]
    [InlineData(
        "'step': 0.5",
        "'step': 0.00001",
        "20:98 $.nodes[1].nodes[0].nodes[1].scale.step: шагов от 0 до 10 получается 1\u202F000\u202F000; допустимо не больше 100\u202F000: увеличьте «step»"
    )]
    [InlineData(
        "'max': 10, 'step': 0.5",
        "'max': 2.5",
        "20:86 $.nodes[1].nodes[0].nodes[1].scale.max: максимум 2,5 не набирается шагами по 1; «max» делится на «step» нацело («step» не указан и равен 1)"
    )]
    [InlineData(
        "'unit': '%', 'numerator': 'а', 'denominator': 'б'",
        "'unit': '%', 'numerator': 'а'",
        "22:73 $.nodes[1].nodes[2].scale: нет свойства «denominator»; оно обязательно: непустая строка в кавычках"
    )]
    [InlineData(
        "'unit': '%', 'numerator': 'а', 'denominator': 'б'",
        "'unit': '%', 'bands': [ { 'from': 5, 'points': 1 }, { 'from': 5, 'points': 2 } ]",
        "22:156 $.nodes[1].nodes[2].scale.bands[1].from: граница 5 после 5; границы полос возрастают"
    )]
    [InlineData(
        "'unit': '%', 'numerator': 'а', 'denominator': 'б'",
        "'unit': '%', 'bands': [ { 'from': 5, 'points': 0 } ]",
        "22:116 $.nodes[1].nodes[2].scale.bands: все полосы дают 0 баллов; дайте баллы хотя бы одной или уберите «bands»: тогда показатель только сообщается"
    )]
    [InlineData(
        "'points': 2",
        "'points': 1e999",
        "14:106 $.nodes[0].nodes[0].scale.points: число 1e999; нужно число больше 0 и не больше 1\u202F000\u202F000"
    )]
    [InlineData(
        "'kind': 'binary', 'points': 2",
        "'kind': 'binary', 'kind': 'points'",
        "14:96 $.nodes[0].nodes[0].scale.kind: свойство «kind» записано второй раз; оставьте одно"
    )]
    [InlineData(
        "'kind': 'components', 'items': [ { 'id': 'a', 'title': 'А' },",
        "'kind': 'components', 'items': [",
        "21:108 $.nodes[1].nodes[1].scale.items: в списке один элемент; нужен список составляющих [{'id', 'title'}, …], в нём хотя бы две"
    )]
    [InlineData(
        "'max': 10, 'step'",
        "'step'",
        "20:59 $.nodes[1].nodes[0].nodes[1].scale: нет свойства «max»; оно обязательно: число больше 0 и не больше 1\u202F000\u202F000"
    )]
    [InlineData(
        "'max': 2 }",
        "'max': -1, 'points': '2' }",
        "19:163 $.nodes[1].nodes[0].nodes[0].scale.max: число -1; нужно число больше 0 и не больше 1\u202F000\u202F000",
        "19:177 $.nodes[1].nodes[0].nodes[0].scale.points: строка «2»; нужно число больше 0 и не больше 1\u202F000\u202F000 без кавычек"
    )]
    [InlineData(
        "'points': 3",
        "'points': 2000000",
        "15:132 $.nodes[0].nodes[1].scale.steps[1].points: число 2000000; нужно число от 0 до 1\u202F000\u202F000"
    )]
    [InlineData(
        "'unit': '%', 'numerator': 'а', 'denominator': 'б'",
        "'unit': '%', 'bands': [ { 'from': '5', 'points': -1 } ]",
        "22:128 $.nodes[1].nodes[2].scale.bands[0].from: строка «5»; нужно число без кавычек",
        "22:143 $.nodes[1].nodes[2].scale.bands[0].points: число -1; нужно число от 0 до 1\u202F000\u202F000"
    )]
    [InlineData(
        "'unit': '%', 'numerator'",
        "'numerator'",
        "22:73 $.nodes[1].nodes[2].scale: нет свойства «unit»; оно обязательно: непустая строка в кавычках"
    )]
    public void Read_SpoiltScale_TellsPlaceAndRemedy(string piece, string replacement, params string[] faults) =>
        Spoilt(piece, replacement).ShouldBe(faults);

    [Theory]
    [InlineData(
        "'node': '*'",
        "'node': '7'",
        "8:47 $.levels[0].node: узла с кодом «7» нет; нужен код узла этой методики или «*» — методика в целом"
    )]
    [InlineData(
        "'by': 'points'",
        "'by': 'thresholds'",
        "8:58 $.levels[0].by: уровни по порогам, а порогов («threshold») у показателей нет; дайте показателям пороги или возьмите share либо points"
    )]
    [InlineData(
        "'by': 'points'",
        "'by': 'share'",
        "9:60 $.levels[0].bands[0].to: уровень кончается на 9,5 — за максимумом 1; доля пишется числом от 0 до 1 (60 % — это 0.6)",
        "10:53 $.levels[0].bands[1].from: уровень начинается с 10 — за максимумом 1; доля пишется числом от 0 до 1 (60 % — это 0.6)"
    )]
    [InlineData(
        "'to': 9.5",
        "'to': 8",
        "9:60 $.levels[0].bands[0].to: значения 8,5; 9; 9,5 не попадают ни в один уровень: «low» кончается на 8, «high» начинается с 10; сдвиньте границу или уберите «to»: без него уровень длится до следующего"
    )]
    [InlineData(
        "'to': 9.5",
        "'to': 9",
        "9:60 $.levels[0].bands[0].to: значение 9,5 не попадает ни в один уровень: «low» кончается на 9, «high» начинается с 10; сдвиньте границу или уберите «to»: без него уровень длится до следующего"
    )]
    [InlineData(
        "'to': 9.5",
        "'to': 10",
        "10:53 $.levels[0].bands[1].from: уровни «low» (до 10 включительно) и «high» (с 10) перекрываются; уменьшите «to» предыдущего или уберите его: без «to» уровень длится до следующего"
    )]
    [InlineData(
        "'from': 10",
        "'from': 21",
        "10:53 $.levels[0].bands[1].from: уровень начинается с 21 — за максимумом 20; баллы этого узла — от 0 до 20"
    )]
    [InlineData("'from': 10", "'from': 0", "10:53 $.levels[0].bands[1].from: граница 0 после 0; границы уровней возрастают")]
    [InlineData(
        "'from': 10",
        "'from': 10, 'to': 15",
        "10:63 $.levels[0].bands[1].to: достижимые значения от 15,5 до 20 (10) не попадают ни в один уровень: последний кончается на 15; продлите последний уровень до максимума или уберите «to»"
    )]
    [InlineData(
        "'from': 10",
        "'from': 10, 'above': 9",
        "10:57 $.levels[0].bands[1].above: у уровня есть и «from», и «above»; нужно одно: «from» — от границы включительно, «above» — больше границы"
    )]
    [InlineData(
        "'from': 10",
        "'fron': 10",
        "10:45 $.levels[0].bands[1].fron: неизвестное свойство «fron»; возможно, имелось в виду «from»; допустимы: id, title, from, above, to"
    )]
    [InlineData(
        "'from': 0,",
        "'from': 1,",
        "9:51 $.levels[0].bands[0].from: значения 0; 0,5 не попадают ни в один уровень: первый начинается с 1; начните первый уровень с наименьшего значения"
    )]
    [InlineData("'from': 0,", "'from': -1,", "9:51 $.levels[0].bands[0].from: граница −1 меньше 0; значения начинаются с 0")]
    [InlineData(
        "'id': 'high'",
        "'id': 'low'",
        "10:17 $.levels[0].bands[1].id: id «low» уже есть у другого уровня; id уровней не повторяются"
    )]
    [InlineData(
        "'node': '*'",
        "'node': '2.3'",
        "8:47 $.levels[0].node: уровни узла, у которого нет баллов; нужен узел, чей максимум больше 0"
    )]
    [InlineData(
        "'title': 'Зоны'",
        "'title': 'Зоны', 'note': 'x', 'node': '1'",
        "8:65 $.levels[0].node: свойство «node» записано второй раз; оставьте одно",
        "9:60 $.levels[0].bands[0].to: уровень кончается на 9,5 — за максимумом 5; баллы этого узла — от 0 до 5",
        "10:53 $.levels[0].bands[1].from: уровень начинается с 10 — за максимумом 5; баллы этого узла — от 0 до 5"
    )]
    [InlineData(
        "'levels': [",
        "'levels': { }, 'x': [",
        "7:13 $.levels: объект {…}; нужен список [{'id', 'title', 'node', 'by', 'bands'}, …]",
        "7:18 $.x: неизвестное свойство «x»; допустимы: format, id, edition, revision, title, subject, basis, note, missing, combine, stages, levels, nodes"
    )]
    [InlineData(
        "'id': 'zones', 'title': 'Зоны'",
        "'title': 'Зоны'",
        "8:5 $.levels[0]: нет свойства «id»; оно обязательно: непустая строка в кавычках"
    )]
    [InlineData(
        "'bands': [",
        "'bands': [], 'x': [",
        "8:77 $.levels[0].bands: пустой список; нужен список [{'id', 'title', 'from' или 'above'}, …], в нём хотя бы один уровень",
        "8:81 $.levels[0].x: неизвестное свойство «x»; допустимы: id, title, node, by, bands, note"
    )]
    [InlineData("'from': 0, 'to': 9.5", "'from': '0', 'to': 9.5", "9:51 $.levels[0].bands[0].from: строка «0»; нужно число без кавычек")]
    [InlineData(
        "'from': 0, 'to': 9.5",
        "'above': 0, 'to': 9.5",
        "9:52 $.levels[0].bands[0].above: значение 0 не попадает ни в один уровень: первый начинается выше 0; начните первый уровень с наименьшего значения"
    )]
    [InlineData(
        "'from': 0, 'to': 9.5",
        "'from': 0, 'to': 0",
        "9:60 $.levels[0].bands[0].to: достижимые значения от 0,5 до 9,5 (19) не попадают ни в один уровень: «low» кончается на 0, «high» начинается с 10; сдвиньте границу или уберите «to»: без него уровень длится до следующего"
    )]
    [InlineData(
        "'from': 0, 'to': 9.5",
        "'from': 5, 'to': 4",
        "9:60 $.levels[0].bands[0].to: уровень кончается на 4, а начинается с 5; «to» больше начала уровня"
    )]
    [InlineData(
        "'from': 10",
        "'above': 20",
        "10:54 $.levels[0].bands[1].above: уровень начинается выше 20 — за максимумом 20; баллы этого узла — от 0 до 20"
    )]
    [InlineData(
        "'from': 10",
        "'from': 20.5, 'to': 22",
        "10:53 $.levels[0].bands[1].from: уровень начинается с 20,5 — за максимумом 20; баллы этого узла — от 0 до 20",
        "10:65 $.levels[0].bands[1].to: уровень кончается на 22 — за максимумом 20; баллы этого узла — от 0 до 20"
    )]
    public void Read_SpoiltLevels_TellsPlaceAndRemedy(string piece, string replacement, params string[] faults) =>
        Spoilt(piece, replacement).ShouldBe(faults);

    [Theory]
    [InlineData("", "1:1: файл пуст; нужен один объект JSON {…}")]
    [InlineData(" \n ", "1:1: файл пуст; нужен один объект JSON {…}")]
    [InlineData("{", "1:2: файл обрывается на середине; закройте все скобки и кавычки")]
    [InlineData("{'а': 'я", "1:9: файл обрывается на середине; закройте все скобки и кавычки")]
    [InlineData("{\n 'a': 1,\n}", "3:1: лишняя запятая перед «}»; после последнего элемента запятая не ставится")]
    [InlineData("{'a': 1,, 'b': 2}", "1:9: две запятые подряд; элементы разделяются одной запятой")]
    [InlineData("{'a': 1} {}", "1:10: текст после конца объекта; в файле один объект {…}: удалите лишнее")]
    [InlineData(
        "{'я': 1 'b': 2}",
        "1:9: перед «'» не хватает запятой или двоеточия; элементы разделяются запятой, имя и значение — двоеточием"
    )]
    [InlineData("{'a' 1}", "1:6: «1» сразу после кавычки; имя свойства отделяется от значения двоеточием, элементы — запятой")]
    [InlineData(
        "{'a': 1,5}",
        "1:9: после запятой «5» вместо имени свойства; дробное число пишется с точкой: 0.5; имя свойства — в двойных кавычках"
    )]
    [InlineData("{'a': «x»}", "1:7: кавычка «; строки и имена свойств пишутся в прямых двойных кавычках '")]
    [InlineData(
        "{'a': 'x\ny'}",
        "1:9: перевод строки или табуляция внутри строки в кавычках; пишите их как \\n и \\t, а строку закройте кавычкой"
    )]
    [InlineData("{'a': 1 // c\n}", "1:9: комментарий; в JSON комментариев нет: удалите его или перенесите в свойство note")]
    [InlineData("{'a': 01}", "1:8: «1» не на месте в числе; числа пишутся так: 12, 0.5, -3 — без лишних нулей и плюсов")]
    [InlineData("{'a': NaN}", "1:7: «N» не на месте: это не JSON; проверьте запятые, кавычки и скобки рядом с этим местом")]
    [InlineData("{'a': '\\uD800'}", "1:7: половина символа в строке (\\uD800 … \\uDFFF без пары); нужны целые символы Юникода")]
    public void Read_BrokenSyntax_TellsOneFault(string json, string fault) =>
        PackageText.Faults(PackageText.Quoted(json)).ShouldBe(["m.json:" + PackageText.Quoted(fault)]);

    [Fact]
    public void Read_OtherEncodings_AreRefused()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        foreach (var mark in (byte[][])[encoding.GetPreamble(), []])
            PackageText
                .Faults([.. mark, .. encoding.GetBytes("{\"title\": \"Да\"}")])
                .ShouldBe(["m.json:1:1: файл в кодировке UTF-16; сохраните его в UTF-8"]);
        PackageText
            .Faults([.. "{\n\"title\": \""u8, 0xCF, 0xF0, .. "\"}"u8])
            .ShouldBe(["m.json:2:11: байт не из UTF-8: файл в другой кодировке или повреждён; сохраните его в UTF-8"]);
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("[]", "список […]")]
    [InlineData("7", "число 7")]
    public void Read_NoObject_TellsOneFault(string json, string found) =>
        PackageText
            .Faults(json)
            .ShouldHaveSingleItem()
            .ShouldStartWith($"m.json:1:1 $: {found}; нужен объект {{…}} со свойствами: format, id");

    [Fact]
    public void Read_BracketsTooDeep_TellsOneFault() =>
        PackageText.Faults(new string('[', 100_000)).ShouldBe(["m.json:1:513: скобки вложены глубже 512 уровней; уменьшите вложенность"]);

    [Fact]
    public void Read_TwoHundredLevelsOfNodes_IsRead()
    {
        var json = "{ 'code': 'л', 'title': 'т', 'scale': { 'kind': 'binary' } }";
        for (var level = 200; level > 1; level--)
            json = $"{{ 'code': '{level}', 'kind': 'section', 'title': 'т', 'nodes': [ {json} ] }}";

        PackageText.Read(PackageText.Around(json)).Nodes.Count.ShouldBe(202);
    }

    // ---- Ancestors

    [Fact]
    public void Read_OneNodeInheritedTwice_IsRefused()
    {
        const string Was = "'was': [ { 'edition': 1, 'uid': 'x', 'relation': 'same' } ],";
        var json = PackageText
            .With("\"code\": \"1.1\",", PackageText.Quoted(Was) + " \"code\": \"1.1\",")
            .Replace("\"code\": \"1.2\",", PackageText.Quoted(Was) + " \"code\": \"1.2\",", StringComparison.Ordinal);

        PackageText
            .Faults(json)
            .ShouldBe([
                "m.json:15:20 $.nodes[0].nodes[1].was[0]: узел «x» издания 1 уже назван тем же («same») у «1.1»; "
                    + "«same» бывает у одного узла; разделение на несколько — «split»",
            ]);
        PackageText.Faults(json.Replace("same", "split", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // ---- Levels

    [Theory]
    [InlineData("0.29", "'from': 0.3", "")]
    [InlineData("0.3", "'above': 0.3", "")]
    [InlineData("0.3", "'from': 0.3333333333", "")]
    [InlineData("0.3", "'from': 0.35", "«a» кончается на 0,3, «b» начинается с 0,35")]
    [InlineData("0.3", "'above': 0.3333333333", "«a» кончается на 0,3, «b» начинается выше 0,333333333")]
    public void Read_ShareLevels_LeaveNoAttainableShareOut(string end, string second, string found)
    {
        var faults = PackageText.Faults(
            PackageText.Around(
                Leaves(3, "{ 'kind': 'binary' }"),
                "{ 'id': 'l', 'title': 'т', 'node': '1', 'by': 'share', 'bands': [ "
                    + $"{{ 'id': 'a', 'title': 'т', 'from': 0, 'to': {end} }}, {{ 'id': 'b', 'title': 'т', {second} }} ] }}"
            )
        );

        if (found.Length == 0)
            faults.ShouldBeEmpty();
        else
            faults
                .ShouldHaveSingleItem()
                .ShouldContain($"$.levels[0].bands[0].to: значение 0,333333333 не попадает ни в один уровень: {found}; ");
    }

    [Theory]
    [InlineData("'from': 0", "'to': 0.5", "'above': 0.5", "")]
    [InlineData("'from': 0", "'to': 0.3", "'from': 0.6", "значение 0,5 не попадает")]
    [InlineData("'from': 0.1", "'to': 0.5", "'above': 0.5", "значение 0 не попадает")]
    [InlineData("'above': 0", "'to': 0.5", "'above': 0.5", "значение 0 не попадает")]
    [InlineData("'from': 0", "'to': 0.5", "'from': 0.5", "перекрываются")]
    public void Read_ThresholdLevels_LeaveNoShareOfLeavesOut(string from, string to, string second, string found)
    {
        var faults = PackageText.Faults(
            PackageText.Around(
                "{ 'code': 'a', 'title': 'т', 'threshold': 1, 'scale': { 'kind': 'binary' } },"
                    + "{ 'code': 'b', 'title': 'т', 'threshold': 2, 'weight': 0.5, 'scale': { 'kind': 'points', 'max': 4 } },"
                    + "{ 'code': 'c', 'title': 'т', 'scale': { 'kind': 'binary' } }",
                $"{{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'thresholds', 'bands': [ {{ 'id': 'a', 'title': 'т', {from}, {to} }}, {{ 'id': 'b', 'title': 'т', {second} }} ] }}"
            )
        );

        if (found.Length == 0)
            faults.ShouldBeEmpty();
        else
            faults.ShouldHaveSingleItem().ShouldContain(found);
    }

    [Fact]
    public void Read_ThresholdThatAnyMarkReaches_MakesLowSharesUnattainable() =>
        PackageText
            .Faults(
                PackageText.Around(
                    "{ 'code': 'a', 'title': 'т', 'threshold': 1, 'scale': { 'kind': 'ordinal', 'steps': [ { 'points': 1, 'title': 'т' }, { 'points': 2, 'title': 'т' } ] } },"
                        + "{ 'code': 'b', 'title': 'т', 'threshold': 1, 'scale': { 'kind': 'binary' } }",
                    "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'thresholds', 'bands': [ { 'id': 'a', 'title': 'т', 'from': 0.5 } ] }"
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void Read_PrintedGapOfYoungTeachers_IsRefused()
    {
        // 11 items of 0-2; printed 0-11, 12-15, 17-22.
        var leaves = Leaves(11, "{ 'kind': 'points', 'max': 2 }");
        string Levels(string to) =>
            "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'points', 'bands': [ { 'id': 'low', 'title': 'т', 'from': 0, 'to': 11 }, "
            + $"{{ 'id': 'mid', 'title': 'т', 'from': 12, 'to': {to} }}, {{ 'id': 'high', 'title': 'т', 'from': 17, 'to': 22 }} ] }}";

        PackageText
            .Faults(PackageText.Around(leaves, Levels("15")))
            .ShouldHaveSingleItem()
            .ShouldEndWith(
                "$.levels[0].bands[1].to: значение 16 не попадает ни в один уровень: «mid» кончается на 15, «high» начинается с 17; "
                    + "сдвиньте границу или уберите «to»: без него уровень длится до следующего"
            );
        PackageText.Faults(PackageText.Around(leaves, Levels("16"))).ShouldBeEmpty();
    }

    [Fact]
    public void Read_SumNoMarkingReaches_IsNoGap() =>
        PackageText
            .Faults(
                PackageText.Around(
                    Leaves(2, "{ 'kind': 'binary', 'points': 5 }"),
                    "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'points', 'bands': [ { 'id': 'a', 'title': 'т', 'from': 0, 'to': 0 }, { 'id': 'b', 'title': 'т', 'from': 5, 'to': 5 }, { 'id': 'c', 'title': 'т', 'from': 10 } ] }"
                )
            )
            .ShouldBeEmpty();

    [Theory]
    [InlineData("0.1", "0.3", "0.3", "")]
    [InlineData("0.1", "0.2", "0.3", "значение 0,3")]
    [InlineData("0.333333333333333", "0.999999999999999", "1", "")]
    [InlineData("0.333333333333333", "0.9", "1", "значение 1")]
    public void Read_FractionalWeights_AreSummedWithoutNoise(string weight, string end, string above, string found)
    {
        var faults = PackageText.Faults(
            PackageText.Around(
                Leaves(6, "{ 'kind': 'binary' }, 'weight': " + weight),
                "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'points', 'bands': [ "
                    + $"{{ 'id': 'a', 'title': 'т', 'from': 0, 'to': {end} }}, {{ 'id': 'b', 'title': 'т', 'above': {above} }} ] }}"
            )
        );

        if (found.Length == 0)
            faults.ShouldBeEmpty();
        else
            faults.ShouldHaveSingleItem().ShouldContain(found + " не попадает");
    }

    [Fact]
    public void Read_BrokenLeaf_DoesNotMakeFalseGaps() =>
        PackageText
            .Faults(
                PackageText.Around(
                    "{ 'code': 'a', 'title': 'т', 'scale': { 'kind': 'binary' } }, { 'code': 'b', 'title': 'т', 'scale': { 'kind': 'point', 'max': 9 } }",
                    "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'points', 'bands': [ { 'id': 'a', 'title': 'т', 'from': 0, 'to': 5 }, { 'id': 'b', 'title': 'т', 'from': 7 } ] }"
                )
            )
            .ShouldHaveSingleItem()
            .ShouldContain("возможно, имелось в виду «points»");

    // ---- Size

    [Theory]
    [InlineData("{ 'kind': 'points', 'max': 1000, 'step': 0.1 }")]
    [InlineData("{ 'kind': 'points', 'max': 1000, 'step': 0.01 }, 'weight': 0.123456789")]
    [InlineData("{ 'kind': 'points', 'max': 1000000, 'step': 10 }, 'weight': 999.999999")]
    public void Read_ManyAttainableSums_TellsTheGap(string scale)
    {
        var faults = PackageText.Faults(
            PackageText.Around(
                Leaves(150, scale),
                "{ 'id': 'l', 'title': 'т', 'node': '*', 'by': 'share', 'bands': [ { 'id': 'a', 'title': 'т', 'from': 0, 'to': 0.4 }, { 'id': 'b', 'title': 'т', 'from': 0.5 } ] }"
            )
        );

        if (!scale.Contains("999", StringComparison.Ordinal))
            faults.ShouldHaveSingleItem().ShouldContain("достижимые значения от 0,4");
        else
            faults.ShouldHaveSingleItem().ShouldContain("максимум методики");
    }

    [Fact]
    public void Read_MaximumBeyondReason_IsRefused() =>
        PackageText
            .Faults(PackageText.Around(Leaves(2, "{ 'kind': 'binary', 'points': 1000000 }, 'weight': 1000")))
            .ShouldHaveSingleItem()
            .ShouldEndWith(
                "$.nodes: максимум методики — 2\u202F000\u202F000\u202F000; допустимо не больше 1\u202F000\u202F000\u202F000: проверьте баллы и веса"
            );

    [Fact]
    public void Read_HugePackageOnOneLine_TellsAllFaults()
    {
        PackageText.Faults(PackageText.Around(Leaves(30_000, "{ 'kind': 'binary', 'points': 0 }"))).Length.ShouldBe(30_000);
    }

    // ---- Whatever the bytes are

    [Fact]
    public void Read_AnyTruncation_IsRefusedAndNeverFaults()
    {
        var whole = Encoding.UTF8.GetBytes(PackageText.Right);
        for (var length = 0; length < whole.Length; length++)
            PackageText.Faults(whole[..length]).ShouldNotBeEmpty();
    }

    [Fact]
    public void Read_AnyMutation_IsReadOrRefusedWithPlaces()
    {
        byte[][] pieces =
        [
            [.. "null"u8],
            [.. "{}"u8],
            [.. "[]"u8],
            [.. "-1"u8],
            [.. "1e999"u8],
            [.. "1e-320"u8],
            [.. "\"\""u8],
            [.. "true"u8],
            [.. "\\u0000"u8],
            [0xFF],
            [.. ","u8],
            [.. "\""u8],
            [.. "*"u8],
            [.. "."u8],
            [.. "999999999999999999999"u8],
            [.. "\"nodes\": [],"u8],
            [.. "я"u8],
            [0],
            [.. "\n"u8],
        ];
        var random = new Random(20200214);
        var right = Encoding.UTF8.GetBytes(PackageText.Right);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = right.ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(0, 12)));
                bytes.InsertRange(at, pieces[random.Next(pieces.Length)]);
            }
            foreach (var fault in PackageText.Faults([.. bytes]))
                fault.ShouldMatch(@"^m\.json:\d+:\d+( \$.*)?: .+; .+$");
        }
    }

    [Fact]
    public void Read_AnyValueReplaced_IsReadOrRefusedAtIt()
    {
        // Each value of the right package in turn becomes something else: syntax stays whole, so that the rules themselves are shaken.
        string[] values =
        [
            "null",
            "{}",
            "[]",
            "[{}]",
            "0",
            "-1",
            "0.5",
            "1e999",
            "1e-320",
            "99999999",
            "\"\"",
            "\"*\"",
            "\"я\"",
            "true",
            "[[[]]]",
            "{\"a\":{}}",
        ];
        var tokens = Regex
            .Matches(PackageText.Right, """: (?<value>"[^"]*"|[\d.]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            .Select(match => match.Groups["value"])
            .ToArray();
        tokens.Length.ShouldBe(72);
        foreach (var token in tokens)
        foreach (var value in values)
            PackageText
                .Faults(PackageText.Right[..token.Index] + value + PackageText.Right[(token.Index + token.Length)..])
                .ShouldAllBe(fault => fault.StartsWith("m.json:", StringComparison.Ordinal));
    }

    private static string[] Spoilt(string piece, string replacement) =>
        [
            .. PackageText
                .Faults(PackageText.With(PackageText.Quoted(piece), PackageText.Quoted(replacement)))
                .Select(fault => fault.Replace('"', '\'')["m.json:".Length..]),
        ];

    private static string Leaves(int count, string scale) =>
        string.Join(
            ", ",
            Enumerable
                .Range(1, count)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"{{ 'code': 'п{number}', 'title': 'т', 'scale': {scale} }}"))
        );
}
