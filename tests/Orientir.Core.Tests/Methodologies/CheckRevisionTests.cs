using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

/// <summary>In the data ' stands for "; each replacement is made in revision 1 of the right package.</summary>
public class CheckRevisionTests
{
    private const string Refusal = "; редакция меняет только тексты; для этого нужно новое издание («edition»)";

    [Theory]
    [InlineData("'title': 'Проба'", "'title': 'Проба, уточнённая'")]
    [InlineData("'basis': 'приказ'", "'basis': 'приказ № 2', 'note': 'уточнено'")]
    [InlineData("'title': 'Цели'", "'title': 'Цели и задачи'")]
    [InlineData("'title': 'Зоны'", "'title': 'Условные зоны', 'note': 'почему'")]
    [InlineData("'title': 'Низкая'", "'title': 'Красная'")]
    [InlineData("'title': 'Да или нет'", "'title': 'Есть ли', 'help': 'где искать', 'note': 'откуда'")]
    [InlineData("'title': 'нет'", "'title': 'отсутствует'")]
    [InlineData("'id': 'a', 'title': 'А'", "'id': 'a', 'title': 'пункт А'")]
    [InlineData("'unit': '%', 'numerator': 'а', 'denominator': 'б'", "'unit': 'проценты', 'numerator': 'в', 'denominator': 'г'")]
    [InlineData("'step': 0.5", "'step': 0.50")]
    [InlineData("'code': '1.2'", "'uid': '1.2', 'evidence': 'required', 'code': '1.2'")]
    public void Check_TextsOnly_FindsNothing(string piece, string replacement) => Differences(piece, replacement).ShouldBeEmpty();

    [Theory]
    [InlineData("'subject': 'municipality'", "'subject': 'school'", "4:32 $.subject: вид объекта: было municipality, стало school")]
    [InlineData("'missing': 'zero'", "'missing': 'exclude'", "5:14 $.missing: правило пропусков: было zero, стало exclude")]
    [InlineData("'combine': 'mean'", "'combine': 'min'", "5:33 $.combine: правило сведения оценок: было mean, стало min")]
    [InlineData(", { 'id': 'analysis', 'title': 'Анализ' }", "", "6:13 $.stages: нет того, что было: этап «analysis»")]
    [InlineData(
        "{ 'id': 'analysis', 'title': 'Анализ' }",
        "{ 'id': 'analysis', 'title': 'Анализ' }, { 'id': 'new', 'title': 'т' }",
        "6:92 $.stages[2]: прибавилось: этап «new»"
    )]
    [InlineData(
        "'from': 10",
        "'from': 9.75, 'to': 20",
        "10:53 $.levels[0].bands[1].from: граница: было 10, стало 9,75",
        "10:65 $.levels[0].bands[1].to: граница: было не указано, стало 20"
    )]
    [InlineData(
        "'id': 'high'",
        "'id': 'top'",
        "8:77 $.levels[0].bands: нет того, что было: уровень «high»",
        "10:9 $.levels[0].bands[1]: прибавилось: уровень «top»"
    )]
    [InlineData("'node': '*'", "'node': '2'", "8:47 $.levels[0].node: узел: было *, стало 2")]
    [InlineData("'code': '1.2'", "'code': '1.3', 'uid': '1.2'", "15:19 $.nodes[0].nodes[1].code: код: было 1.2, стало 1.3")]
    [InlineData("'code': '1.2'", "'code': '1.2', 'weight': 2", "15:36 $.nodes[0].nodes[1].weight: вес: было 1, стало 2")]
    [InlineData(
        "'stage': 'goals', ",
        "'inCycle': false, ",
        "14:9 $.nodes[0].nodes[0].stage: этап: было goals, стало не указано",
        "14:60 $.nodes[0].nodes[0].inCycle: место в матрице цикла: было true, стало false"
    )]
    [InlineData("'code': '1.2'", "'code': '1.2', 'threshold': 1", "15:39 $.nodes[0].nodes[1].threshold: порог: было не указано, стало 1")]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2', 'source': 'operator'",
        "15:36 $.nodes[0].nodes[1].source: кто отвечает: было subject, стало operator"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2', 'evidence': 'none'",
        "15:38 $.nodes[0].nodes[1].evidence: требование подтверждения: было required, стало none"
    )]
    [InlineData(
        "'code': '1.2'",
        "'code': '1.2', 'was': [ { 'edition': 1, 'uid': 'x', 'relation': 'same' } ]",
        "15:33 $.nodes[0].nodes[1].was: связь узла «1.2» с прежними изданиями другая"
    )]
    [InlineData(
        "'kind': 'binary', 'points': 2",
        "'kind': 'points', 'max': 2",
        "14:76 $.nodes[0].nodes[0].scale: шкала: было binary, стало points"
    )]
    [InlineData("'kind': 'binary', 'points': 2", "'kind': 'binary'", "14:76 $.nodes[0].nodes[0].scale.points: баллы: было 2, стало 1")]
    [InlineData(
        "'points': 3, 'title': 'да'",
        "'points': 4, 'title': 'да'",
        "15:85 $.nodes[0].nodes[1].scale.steps: нет того, что было: ступень «3»",
        "15:120 $.nodes[0].nodes[1].scale.steps[1]: прибавилось: ступень «4»"
    )]
    [InlineData(
        "'max': 2",
        "'max': 1, 'points': 2",
        "19:163 $.nodes[1].nodes[0].nodes[0].scale.max: предел: было 2, стало 1",
        "19:176 $.nodes[1].nodes[0].nodes[0].scale.points: баллы за пункт: было 1, стало 2"
    )]
    [InlineData("'step': 0.5", "'step': 2.5", "20:98 $.nodes[1].nodes[0].nodes[1].scale.step: шаг: было 0,5, стало 2,5")]
    [InlineData(
        "'denominator': 'б'",
        "'denominator': 'б', 'bands': [ { 'from': 0.1, 'points': 1 } ]",
        "22:156 $.nodes[1].nodes[2].scale.bands[0]: прибавилось: полоса от «0,1»"
    )]
    public void Check_Structure_TellsWhatChanged(string piece, string replacement, params string[] differences) =>
        Differences(piece, replacement).ShouldBe(differences.Select(difference => difference + Refusal));

    [Fact]
    public void Check_NodesMoved_TellsEachOnce()
    {
        var revised = Revised
            .Replace("\"code\": \"1.1\", \"title\": \"Да или нет\"", "\"code\": \"1.9\", \"title\": \"Новый\"", StringComparison.Ordinal)
            .Replace("\"code\": \"2.1.1\"", "\"code\": \"tmp\"", StringComparison.Ordinal)
            .Replace("\"code\": \"2.1.2\"", "\"code\": \"2.1.1\", \"weight\": 2", StringComparison.Ordinal)
            .Replace("\"code\": \"tmp\"", "\"code\": \"2.1.2\"", StringComparison.Ordinal);

        Differences(revised)
            .Select(difference => difference.Replace(Refusal, "", StringComparison.Ordinal))
            .ShouldBe([
                "13:69 $.nodes[0].nodes: нет узла «1.1», который был в опубликованной редакции",
                "14:9 $.nodes[0].nodes[0]: новый узел «1.9»",
                "18:75 $.nodes[1].nodes[0].nodes: узлы стоят в другом порядке",
                "19:62 $.nodes[1].nodes[0].nodes[0].scale: шкала: было points, стало checklist",
                "20:42 $.nodes[1].nodes[0].nodes[1].weight: вес: было 1, стало 2",
                "20:72 $.nodes[1].nodes[0].nodes[1].scale: шкала: было checklist, стало points",
            ]);
    }

    [Fact]
    public void Check_NodeUnderAnotherParent_IsMovedNotNew()
    {
        const string Leaf =
            """{ "code": "1.2", "title": "Ступени", "scale": { "kind": "ordinal", "steps": [ { "points": 0, "title": "нет" }, { "points": 3, "title": "да" } ] } }""";
        var revised = Revised
            .Replace("},\n        " + Leaf, "}", StringComparison.Ordinal)
            .Replace("\"step\": 0.5 } }", "\"step\": 0.5 } }, " + Leaf, StringComparison.Ordinal);
        revised.ShouldNotBe(Revised);

        Differences(revised).ShouldBe(["19:107 $.nodes[1].nodes[0].nodes[2]: узел «1.2» перенесён: был в «1», стал в «2.1»" + Refusal]);
    }

    [Theory]
    [InlineData(
        "'id': 'проба'",
        "'id': 'другая'",
        "3:9 $.id: методика «другая», а сравнивается с «проба»; редакция есть у той же методики"
    )]
    [InlineData("'edition': 2", "'edition': 3", "3:29 $.edition: издание 3, а сравнивается с изданием 2; редакция есть у того же издания")]
    [InlineData("'revision': 1", "'revision': 0", "3:44 $.revision: редакция 0 не новее опубликованной (0); нужна редакция от 1")]
    public void Check_NotTheNextRevision_SaysSo(string piece, string replacement, string difference) =>
        Differences(piece, replacement).ShouldBe([difference]);

    [Fact]
    public void Check_MethodologyNotReadFromAFile_NamesTheFileAndPath()
    {
        var read = PackageText.Read(Revised);
        var built = new Methodology
        {
            Id = read.Id,
            Edition = read.Edition,
            Revision = 0,
            Title = read.Title,
            Subject = read.Subject,
            Basis = read.Basis,
            Stages = read.Stages,
            Levels = read.Levels,
            Root = read.Root,
            Nodes = read.Nodes,
            Specification = read.Specification,
        };

        new CheckRevision()
            .Check(PackageText.Read(PackageText.Right), built, "m.json")
            .ShouldHaveSingleItem()
            .Place.ShouldBe("m.json $.revision");
    }

    private static string Revised => PackageText.With("\"edition\": 2", "\"edition\": 2, \"revision\": 1");

    private static string[] Differences(string piece, string replacement)
    {
        var revised = Revised.Replace(PackageText.Quoted(piece), PackageText.Quoted(replacement), StringComparison.Ordinal);
        revised.ShouldNotBe(Revised);
        return Differences(revised);
    }

    private static string[] Differences(string revised) =>
        [
            .. new CheckRevision()
                .Check(PackageText.Read(PackageText.Right), PackageText.Read(revised), "m.json")
                .Select(error => error.ToString()["m.json:".Length..]),
        ];
}
