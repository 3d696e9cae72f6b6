using System.Globalization;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Methodologies;

/// <summary>Reads the scales of a package.</summary>
internal sealed class ScaleReader(PackageFaults faults)
{
    // Larger figures are typing errors, and sums of them stop being exact.
    private const double MostPoints = 1_000_000;
    private const double MostSteps = 100_000;

    /// <summary>The scale; null where it has faults.</summary>
    public Scale? Read(JsonItem item)
    {
        var before = faults.Count;
        if (item.Type == JsonType.Object)
        {
            var word = item.Find("kind") is { Type: JsonType.Text } found ? found.Text : null;
            Scale? scale = word switch
            {
                "binary" => ReadBinary(item),
                "ordinal" => ReadOrdinal(item),
                "checklist" => ReadChecklist(item),
                "points" => ReadPoints(item),
                "measure" => ReadMeasure(item),
                "components" => ReadComponents(item),
                _ => null,
            };
            if (scale is not null || faults.Count > before)
                return faults.Count > before ? null : scale;
        }

        // Without a known kind nothing but the kind can be judged.
        var fields = new PackageFields(faults, item, [.. item.Children.Select(child => child.Name).Append("kind").Distinct()]);
        if (fields.IsObject)
            fields.Word("kind", true, PackageWords.Scales);
        return null;
    }

    private BinaryScale? ReadBinary(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "points");
        return new(Points(fields, "points", false) ?? 1);
    }

    private OrdinalScale? ReadOrdinal(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "steps");
        var steps = new List<ScaleStep>();
        foreach (var step in fields.List("steps", true, 2, "список ступеней [{\"points\", \"title\"}, …], в нём хотя бы две") ?? [])
        {
            var read = new PackageFields(faults, step, "points", "title");
            var points = read.Number(
                "points",
                true,
                $"число от 0 до {PackageWords.Plain(MostPoints)}",
                value => value is >= 0 and <= MostPoints
            );
            var title = read.Text("title");
            if (points is null)
                continue;
            if (steps.Exists(known => known.Points == points.Value))
                faults.Judge(
                    read.Find("points")!,
                    $"ступень с {Russian.Count(points.Value, Nouns.Point, GrammaticalCase.Instrumental, 9)} уже есть",
                    "баллы ступеней не повторяются"
                );
            steps.Add(new(points.Value, title ?? ""));
        }
        return steps.Count == 0 ? null : new(steps);
    }

    private ChecklistScale ReadChecklist(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "items", "points", "max");
        var items = ReadItems(fields, 1, "список пунктов [{\"id\", \"title\"}, …], в нём хотя бы один", true);
        return new(items, Points(fields, "points", false) ?? 1, Points(fields, "max", false));
    }

    private PointsScale? ReadPoints(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "max", "step");
        var max = Points(fields, "max", true);
        var step = Points(fields, "step", false) ?? 1;
        if (max is null)
            return null;
        var place = fields.Find("step") ?? fields.Find("max")!;
        var count = max.Value / step;
        if (count > MostSteps)
            faults.Judge(
                place,
                $"шагов от 0 до {PackageWords.Plain(max.Value)} получается {PackageWords.Plain(Math.Round(count))}",
                $"допустимо не больше {PackageWords.Plain(MostSteps)}: увеличьте «step»"
            );
        else if (!Tolerance.AreEqual(count, Math.Round(count)))
            faults.Judge(
                place,
                $"максимум {PackageWords.Plain(max.Value)} не набирается шагами по {PackageWords.Plain(step)}",
                "«max» делится на «step» нацело" + (fields.Has("step") ? "" : " («step» не указан и равен 1)")
            );
        return new(max.Value, step);
    }

    private MeasureScale ReadMeasure(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "unit", "numerator", "denominator", "bands");
        var unit = fields.Text("unit");
        // A plain quantity («человек») has neither part of a ratio; only one of the two given is a mistake.
        var isRatio = fields.Has("numerator") || fields.Has("denominator");
        var numerator = fields.Text("numerator", isRatio);
        var denominator = fields.Text("denominator", isRatio);
        var bands = new List<MeasureBand>();
        foreach (var band in fields.List("bands", false, 0, "список полос [{\"from\", \"points\"}, …]") ?? [])
        {
            var read = new PackageFields(faults, band, "from", "points");
            var from = read.Number("from", true, "число", _ => true);
            var points = read.Number(
                "points",
                true,
                $"число от 0 до {PackageWords.Plain(MostPoints)}",
                value => value is >= 0 and <= MostPoints
            );
            if (from is null)
                continue;
            if (bands.Count > 0 && from <= bands[^1].From)
                faults.Judge(
                    read.Find("from")!,
                    $"граница {PackageWords.Plain(from.Value)} после " + $"{PackageWords.Plain(bands[^1].From)}",
                    "границы полос возрастают"
                );
            bands.Add(new(from.Value, points ?? 1));
        }
        var scale = new MeasureScale(unit ?? "", numerator ?? "", denominator ?? "", bands);
        if (bands.Count > 0 && scale.Maximum == 0)
            faults.Judge(
                fields.Find("bands")!,
                "все полосы дают 0 баллов",
                "дайте баллы хотя бы одной или уберите «bands»: тогда показатель только сообщается"
            );
        return scale;
    }

    private ComponentsScale ReadComponents(JsonItem item)
    {
        var fields = new PackageFields(faults, item, "kind", "items");
        return new(ReadItems(fields, 2, "список составляющих [{\"id\", \"title\"}, …], в нём хотя бы две", false));
    }

    private List<ScaleItem> ReadItems(PackageFields scale, int least, string expected, bool countsItems)
    {
        var items = new List<ScaleItem>();
        var ids = new HashSet<string>();
        foreach (var item in scale.List("items", true, least, expected) ?? [])
        {
            var fields = new PackageFields(faults, item, "id", "title");
            var id = fields.Key("id");
            var title = fields.Text("title");
            if (id is null)
                continue;
            if (id.Contains('='))
                faults.Judge(
                    fields.Find("id")!,
                    $"id «{JsonItem.Shown(id)}» со знаком =",
                    "без него: в отметках пункты пишутся как a|b и a=confirmed|b=claimed"
                );
            else if (countsItems && double.TryParse(id.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                faults.Judge(
                    fields.Find("id")!,
                    $"id «{JsonItem.Shown(id)}» — число",
                    "id начинается с буквы: число в отметке значит количество выполненных пунктов"
                );
            else if (id.ToUpperInvariant() is "NA")
                faults.Judge(fields.Find("id")!, $"id «{JsonItem.Shown(id)}»", "он занят: так в отметках пишется «не применимо»");
            else if (!ids.Add(id))
                faults.Add(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть в этой шкале", "id пунктов не повторяются");
            items.Add(new(id, title ?? ""));
        }
        return items;
    }

    private static double? Points(PackageFields fields, string name, bool required) =>
        fields.Number(
            name,
            required,
            "число больше 0 и не больше " + $"{PackageWords.Plain(MostPoints)}",
            value => value is > 0 and <= MostPoints
        );
}
