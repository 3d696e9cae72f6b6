using System.Text;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

/// <summary>A small right package to be spoilt: one piece replaced, and the faults read back as lines.</summary>
internal static class PackageText
{
    public const string Right = """
        {
          "format": "orientir-methodology/1",
          "id": "проба", "edition": 2,
          "title": "Проба", "subject": "municipality", "basis": "приказ",
          "missing": "zero", "combine": "mean",
          "stages": [ { "id": "goals", "title": "Цели" }, { "id": "analysis", "title": "Анализ" } ],
          "levels": [
            { "id": "zones", "title": "Зоны", "node": "*", "by": "points", "bands": [
                { "id": "low", "title": "Низкая", "from": 0, "to": 9.5 },
                { "id": "high", "title": "Высокая", "from": 10 } ] }
          ],
          "nodes": [
            { "code": "1", "kind": "direction", "title": "Первое", "nodes": [
                { "code": "1.1", "title": "Да или нет", "stage": "goals", "scale": { "kind": "binary", "points": 2 } },
                { "code": "1.2", "title": "Ступени", "scale": { "kind": "ordinal", "steps": [ { "points": 0, "title": "нет" }, { "points": 3, "title": "да" } ] } }
            ] },
            { "code": "2", "kind": "group", "title": "Группа", "nodes": [
                { "code": "2.1", "kind": "direction", "title": "Второе", "nodes": [
                    { "code": "2.1.1", "title": "Перечень", "scale": { "kind": "checklist", "items": [ { "id": "a", "title": "А" }, { "id": "b", "title": "Б" } ], "max": 2 } },
                    { "code": "2.1.2", "title": "Баллы", "scale": { "kind": "points", "max": 10, "step": 0.5 } } ] },
                { "code": "2.2", "kind": "direction", "title": "Третье", "scale": { "kind": "components", "items": [ { "id": "a", "title": "А" }, { "id": "b", "title": "Б" } ] } },
                { "code": "2.3", "kind": "direction", "title": "Мера", "scale": { "kind": "measure", "unit": "%", "numerator": "а", "denominator": "б" } }
            ] }
          ]
        }
        """;

    public static string With(string piece, string replacement)
    {
        Right.ShouldContain(piece);
        return Right.Replace(piece, replacement, StringComparison.Ordinal);
    }

    /// <summary>A package of one direction «1» around the given leaves and levels (JSON without the brackets); ' stands for ".</summary>
    public static string Around(string leaves, string levels = "") =>
        $$"""
            { "format": "orientir-methodology/1", "id": "п", "edition": 1, "title": "п", "subject": "school", "basis": "п",
              "missing": "zero", "combine": "min",
              "nodes": [ { "code": "1", "kind": "direction", "title": "н", "nodes": [ {{Quoted(leaves)}} ] } ],
              "levels": [ {{Quoted(levels)}} ] }
            """;

    public static string Quoted(string text) => text.Replace('\'', '"');

    public static Methodology Read(string json) => new ReadMethodology().Read(Encoding.UTF8.GetBytes(json), "m.json");

    public static string[] Faults(string json) => Faults(Encoding.UTF8.GetBytes(json));

    public static string[] Faults(byte[] utf8)
    {
        try
        {
            _ = new ReadMethodology().Read(utf8, "m.json");
            return [];
        }
        catch (InputException refusal)
        {
            return [.. refusal.Errors.Select(error => error.ToString())];
        }
    }
}
