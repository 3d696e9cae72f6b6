namespace Orientir.Core.Reports;

/// <summary>Levels of the methodology: their bands, and who is in them.</summary>
internal static class LevelTables
{
    /// <summary>What the bands are.</summary>
    public static TableBlock Bands(ReportFacts facts) =>
        new TableBlock(
            "Уровни методики",
            [new("Классификация", false, 3), new("Что оценивается", false, 3), new("Уровень", false, 2), new("Границы", false, 3)],
            [
                .. facts.Levels.SelectMany(level =>
                    level.Bands.Reverse().Select(band => new TableRow([level.Title, $"{level.Of}, {level.Basis}", band.Label, band.Range]))
                ),
            ],
            RowHeader: 2
        );

    /// <summary>Who is in them.</summary>
    public static TableBlock Distribution(ReportFacts facts) =>
        new TableBlock(
            "Распределение по уровням",
            [
                new("Классификация", false, 3),
                new("Уровень", false, 2),
                new("Границы", false, 2.5),
                new("Число"),
                new(Russian.Capital(facts.Noun.Many), false, 6),
            ],
            [
                .. facts.Levels.SelectMany(level =>
                    level
                        .Bands.Reverse()
                        .Select(band => new TableRow([
                            level.Node == 0 ? level.Title : $"{level.Title}, {level.Of}",
                            band.Label,
                            band.Range,
                            Russian.Number(band.Subjects.Count),
                            band.Names.Count == 0 ? "нет" : Russian.List(band.Names, 60),
                        ]))
                ),
            ],
            RowHeader: 1
        );
}
