using System.Globalization;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Methodologies;

/// <summary>A node as read, good or not. What could not be read is null: checks on it are left out and never repeat a fault.</summary>
internal sealed class ReadNode
{
    public required JsonItem Item { get; init; }
    public required int Parent { get; init; }
    public int End { get; set; }
    public string? Code { get; set; }
    public int Direction { get; set; } = -1;
    public bool IsLeaf { get; set; }
    public Scale? Scale { get; set; }
    public double Weight { get; set; } = 1;
    public double? Threshold { get; set; }

    /// <summary>Something at or below the node could not be read, so that its points are not known.</summary>
    public bool Broken { get; set; }

    public Node? Node { get; set; }
}

/// <summary>One reading of one package.</summary>
internal sealed class PackageReader(JsonTree tree)
{
    // Larger figures are typing errors, and sums of them stop being exact.
    private const double MostPoints = 1_000_000;
    private const double MostWeight = 1_000;
    private const double MostSteps = 100_000;
    private const double MostTotal = 1_000_000_000;

    private readonly PackageFaults faults = new(tree);
    private readonly List<ReadNode> nodes = [];
    private readonly HashSet<string> codes = [PackageWords.RootCode];
    private readonly HashSet<string> uids = [PackageWords.RootCode];
    private readonly Dictionary<(int Edition, string Uid), string> inherited = [];
    private List<Stage> stages = [];
    private int? edition;

    public Methodology Read()
    {
        var fields = new PackageFields(
            faults,
            tree.Root,
            "format",
            "id",
            "edition",
            "revision",
            "title",
            "subject",
            "basis",
            "note",
            "missing",
            "combine",
            "stages",
            "levels",
            "nodes"
        );
        if (!fields.IsObject)
            faults.ThrowIfAny();
        var format = fields.Required("format", $"\"{PackageWords.Format}\"");
        if (format is not null && (format.Type != JsonType.Text || format.Text != PackageWords.Format))
        {
            // Another format has other rules: what else stands there cannot be judged by these.
            var other = new PackageFaults(tree);
            other.Add(format, $"формат: {format.Description}", $"эта программа читает только \"{PackageWords.Format}\"");
            other.ThrowIfAny();
        }

        var id = fields.Id("id");
        edition = fields.Whole("edition", true, 1);
        var revision = fields.Whole("revision", false, 0) ?? 0;
        var title = fields.Text("title");
        var subject = fields.Word("subject", true, PackageWords.Subjects);
        var basis = fields.Text("basis", lines: true);
        var note = fields.Text("note", required: false, lines: true);
        var missing = fields.Word("missing", true, PackageWords.Missing);
        var combine = fields.Word("combine", true, PackageWords.Combine);
        stages = ReadStages(fields);

        var root = new ReadNode
        {
            Item = tree.Root,
            Parent = -1,
            Code = PackageWords.RootCode,
        };
        nodes.Add(root);
        var children = ReadChildren(fields, 0, false, true);
        root.End = nodes.Count;
        if (!root.Broken)
            CheckTotal(fields);
        var levels = ReadLevels(fields);

        faults.ThrowIfAny();
        root.Node = new Node
        {
            Code = PackageWords.RootCode,
            Uid = PackageWords.RootCode,
            Kind = NodeKind.Group,
            Title = title!,
            Nodes = children,
        };
        var specification = Specify(missing!.Value.Value, combine!.Value.Value, levels);
        return new()
        {
            Id = id!,
            Edition = edition!.Value,
            Revision = revision,
            Title = title!,
            Subject = subject!.Value.Value,
            Basis = basis!,
            Note = note,
            Stages = stages,
            Levels = levels,
            Root = root.Node,
            Nodes = nodes.ConvertAll(read => read.Node!),
            Specification = specification,
            Source = tree,
        };
    }

    private ScoringSpecification Specify(MissingRule missing, CombineRule combine, List<LevelScheme> levels)
    {
        var stageIds = stages.ConvertAll(stage => stage.Id);
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < nodes.Count; index++)
            indexes.Add(nodes[index].Code!, index);
        return new(
            [
                .. nodes.Select(read => new ScoringNode(
                    read.Code!,
                    read.Parent,
                    read.Scale,
                    read.Weight,
                    read.Threshold,
                    read.Direction,
                    read.Node!.Stage is { } stage ? stageIds.IndexOf(stage) : -1,
                    read.Node.InCycle
                )),
            ],
            stageIds,
            missing,
            combine,
            [
                .. levels.Select(level => new Classification(
                    level.Id,
                    indexes[level.Node],
                    level.By,
                    [.. level.Bands.Select(band => new LevelBand(band.Id, band.From ?? band.Above!.Value, band.Above is not null))]
                )),
            ]
        );
    }

    private List<Stage> ReadStages(PackageFields package)
    {
        var read = new List<Stage>();
        var ids = new HashSet<string>();
        foreach (var item in package.List("stages", false, 0, "список этапов [{\"id\", \"title\"}, …]") ?? [])
        {
            var fields = new PackageFields(faults, item, "id", "title");
            var id = fields.Id("id");
            var title = fields.Text("title");
            if (id is null)
                continue;
            if (!ids.Add(id))
                faults.Add(fields.Find("id")!, $"этап «{id}» уже есть", "каждый этап описывается один раз");
            else
                read.Add(new(id, title ?? ""));
        }
        return read;
    }

    // ---- Nodes

    private List<Node> ReadChildren(PackageFields fields, int parent, bool pathIsUnclear, bool isRoot)
    {
        var items = fields.List("nodes", isRoot, 1, "список узлов, в нём хотя бы один");
        if (items is null || items.Count == 0)
            Break(parent);
        var children = new List<Node>();
        foreach (var item in items ?? [])
            if (ReadOne(item, parent, pathIsUnclear) is { } node)
                children.Add(node);
        return children;
    }

    private Node? ReadOne(JsonItem item, int parent, bool pathIsUnclear)
    {
        var index = nodes.Count;
        var read = new ReadNode
        {
            Item = item,
            Parent = parent,
            Direction = nodes[parent].Direction,
        };
        nodes.Add(read);
        var faultsBefore = faults.Count;
        var fields = new PackageFields(
            faults,
            item,
            "code",
            "uid",
            "was",
            "kind",
            "title",
            "help",
            "note",
            "nodes",
            "scale",
            "stage",
            "inCycle",
            "weight",
            "threshold",
            "evidence",
            "source"
        );
        if (!fields.IsObject)
        {
            Break(index);
            read.End = nodes.Count;
            return null;
        }

        read.IsLeaf = !fields.Has("nodes") && fields.Has("scale");
        var code = read.Code = ReadCode(fields);
        var uid = ReadUid(fields, code);
        var title = fields.Text("title");
        var help = fields.Text("help", required: false, lines: true);
        var note = fields.Text("note", required: false, lines: true);
        var was = ReadAncestors(fields, code);
        var kind = ReadKind(fields, read.IsLeaf);
        pathIsUnclear |= kind is null;
        if (kind is not null && !pathIsUnclear)
            CheckPath(fields, kind.Value, index);
        if (kind == NodeKind.Direction)
            read.Direction = index;

        List<Node> children = [];
        string? stage = null;
        (string Word, EvidenceRule Value)? evidence = null;
        (string Word, AnswerSource Value)? source = null;
        bool? inCycle = null;
        if (fields.Has("nodes") == fields.Has("scale"))
        {
            if (fields.Has("nodes"))
                faults.AddAtName(
                    fields.Find("scale")!,
                    "у узла есть и «nodes», и «scale»",
                    "нужно одно: «nodes» у того, что делится дальше, «scale» у показателя"
                );
            else if (!fields.IsMisspelt("nodes") && !fields.IsMisspelt("scale"))
                faults.Add(
                    item,
                    "у узла нет ни «nodes», ни «scale»",
                    "нужно одно: «nodes» у того, что делится дальше, «scale» у показателя"
                );
            Break(index);
        }
        if (fields.Has("scale"))
        {
            var scale = ReadScale(fields.Find("scale")!);
            if (scale is null)
                Break(index);
            if (read.IsLeaf)
            {
                read.Scale = scale;
                stage = ReadStage(fields);
                inCycle = fields.Flag("inCycle");
                var unclear = faults.Count;
                read.Weight =
                    fields.Number(
                        "weight",
                        false,
                        $"число больше 0 и не больше {Plain(MostWeight)}",
                        value => value is > 0 and <= MostWeight
                    ) ?? 1;
                read.Threshold = ReadThreshold(fields, scale);
                if (faults.Count > unclear)
                    Break(index);
                evidence = fields.Word("evidence", false, PackageWords.Evidence);
                source = fields.Word("source", false, PackageWords.Sources);
            }
        }
        if (fields.Has("nodes"))
        {
            foreach (var name in (string[])["stage", "inCycle", "weight", "threshold", "evidence", "source"])
                if (!fields.Has("scale") && fields.Find(name) is { } misplaced)
                    faults.AddAtName(
                        misplaced,
                        $"свойство «{name}» у узла, который делится дальше",
                        "оно бывает только у показателя (узла со «scale»)"
                    );
            children = ReadChildren(fields, index, pathIsUnclear, false);
        }
        read.End = nodes.Count;
        if (read.IsLeaf && read.Direction < 0 && !pathIsUnclear)
            faults.Add(
                item,
                $"на пути к показателю{Named(code)} нет направления",
                "на каждом пути нужен ровно один узел \"kind\": \"direction\" (им может быть и сам показатель)"
            );
        if (faults.Count > faultsBefore)
            return null;
        return read.Node = new()
        {
            Code = code!,
            Uid = uid!,
            Kind = kind!.Value,
            Title = title!,
            Nodes = children,
            Scale = read.Scale,
            Stage = stage,
            InCycle = inCycle ?? true,
            Weight = read.Weight,
            Threshold = read.Threshold,
            Evidence = evidence?.Value ?? EvidenceRule.Required,
            Source = source?.Value ?? AnswerSource.Subject,
            Help = help,
            Note = note,
            Was = was,
        };
    }

    private void Break(int index)
    {
        for (; index >= 0; index = nodes[index].Parent)
            nodes[index].Broken = true;
    }

    private string? ReadCode(PackageFields fields)
    {
        var code = fields.Id("code");
        if (code is null)
            return null;
        var item = fields.Find("code")!;
        if (code == PackageWords.RootCode)
            faults.Add(item, "код «*»", "он занят самой методикой: дайте узлу другой");
        else if (code.EndsWith('.'))
            faults.Add(item, $"код «{JsonItem.Shown(code)}» кончается точкой", "уберите её: в отметках точка в конце кода отбрасывается");
        else if (!codes.Add(code))
            faults.Add(item, $"код «{JsonItem.Shown(code)}» уже есть у другого узла", "коды не повторяются");
        else
            return code;
        return null;
    }

    private string? ReadUid(PackageFields fields, string? code)
    {
        var own = fields.Has("uid");
        var uid = own ? fields.Id("uid") : code;
        if (uid is null)
            return null;
        if (uid == PackageWords.RootCode)
            faults.Add(fields.Find("uid")!, "uid «*»", "он занят самой методикой: дайте узлу другой");
        else if (!uids.Add(uid))
            faults.Add(
                fields.Find(own ? "uid" : "code")!,
                $"uid «{JsonItem.Shown(uid)}»{(own ? "" : " (взят из кода)")} уже есть у другого узла",
                "uid не повторяются"
            );
        return uid;
    }

    private List<Ancestor> ReadAncestors(PackageFields node, string? code)
    {
        var read = new List<Ancestor>();
        foreach (var item in node.List("was", false, 0, "список [{\"edition\", \"uid\", \"relation\"}, …]") ?? [])
        {
            var fields = new PackageFields(faults, item, "edition", "uid", "relation");
            var from = fields.Whole("edition", true, 1);
            var uid = fields.Id("uid");
            var relation = fields.Word("relation", true, PackageWords.Relations)?.Value;
            if (from >= edition)
                faults.Add(fields.Find("edition")!, $"издание {from}", $"нужно издание раньше этого ({edition})");
            if (from is null || uid is null || relation is null)
                continue;
            if (read.Exists(other => other.Edition == from && other.Uid == uid))
                faults.Add(
                    item,
                    $"узел «{JsonItem.Shown(uid)}» издания {from} назван второй раз",
                    "каждый прежний узел называется один раз"
                );
            else if (relation == "same" && read.Exists(other => other.Edition == from && other.Relation == "same"))
                faults.Add(
                    item,
                    $"узел назван тем же («same»), что и два разных узла издания {from}",
                    "«same» бывает с одним узлом издания; слияние нескольких — «merged»"
                );
            else if (relation == "same" && !inherited.TryAdd((from.Value, uid), code ?? ""))
                faults.Add(
                    item,
                    $"узел «{JsonItem.Shown(uid)}» издания {from} уже назван тем же («same») у{Named(inherited[(from.Value, uid)])}",
                    "«same» бывает у одного узла; разделение на несколько — «split»"
                );
            read.Add(new(from.Value, uid, relation));
        }
        return read;
    }

    private NodeKind? ReadKind(PackageFields fields, bool isLeaf)
    {
        if (!fields.Has("kind"))
        {
            if (!fields.Has("nodes"))
                return NodeKind.Indicator;
            // Beside a scale it is not clear which of the two is the mistake.
            if (!fields.Has("scale"))
                fields.Required("kind", "group, direction или section");
            return null;
        }
        var kind = fields.Word("kind", true, PackageWords.Kinds);
        if (kind is null)
            return null;
        if (isLeaf && kind.Value.Value is NodeKind.Group or NodeKind.Section)
        {
            faults.Add(
                fields.Find("kind")!,
                $"вид «{kind.Value.Word}» у узла со шкалой",
                "у узла со «scale» вид indicator (он подразумевается) или direction"
            );
            return null;
        }
        if (fields.Has("nodes") && kind.Value.Value == NodeKind.Indicator)
        {
            faults.Add(
                fields.Find("kind")!,
                "вид «indicator» у узла с «nodes»",
                "у узла с «nodes» вид group, direction или section; показатель не делится дальше"
            );
            return null;
        }
        return kind.Value.Value;
    }

    private void CheckPath(PackageFields fields, NodeKind kind, int index)
    {
        var direction = nodes[nodes[index].Parent].Direction;
        var place = fields.Find("kind");
        if (kind == NodeKind.Direction && direction >= 0)
            faults.Add(
                place!,
                $"направление внутри направления{Named(nodes[direction].Code)}",
                "на каждом пути ровно одно направление; часть направления — section"
            );
        else if (kind == NodeKind.Group && direction >= 0)
            faults.Add(
                place!,
                $"группа внутри направления{Named(nodes[direction].Code)}",
                "группа объединяет направления; часть направления — section"
            );
        else if (kind == NodeKind.Section && direction < 0)
            faults.Add(
                place!,
                "раздел, над которым нет направления",
                "раздел (section) стоит внутри направления; объединение направлений — group"
            );
    }

    private string? ReadStage(PackageFields fields)
    {
        var stage = fields.Text("stage", required: false);
        if (stage is null || stages.Exists(known => known.Id == stage))
            return stage;
        faults.Add(
            fields.Find("stage")!,
            $"неизвестный этап «{JsonItem.Shown(stage)}»",
            stages.Count == 0
                ? "у методики нет этапов: опишите их в «stages»"
                : "этапы методики: " + string.Join(", ", stages.Select(known => known.Id))
        );
        return null;
    }

    private double? ReadThreshold(PackageFields fields, Scale? scale)
    {
        var threshold = fields.Number("threshold", false, "число больше 0, в баллах показателя без веса", value => value > 0);
        if (threshold is null || scale is null)
            return threshold;
        if (threshold > scale.Maximum)
            faults.Add(
                fields.Find("threshold")!,
                $"порог {Plain(threshold.Value)} больше максимума показателя ({Plain(scale.Maximum)})",
                scale.Maximum > 0
                    ? $"порог — число больше 0 и не больше {Plain(scale.Maximum)}"
                    : "у показателя без баллов порога не бывает"
            );
        return threshold;
    }

    private void CheckTotal(PackageFields package)
    {
        var total = nodes.Sum(node => (node.Scale?.Maximum ?? 0) * node.Weight);
        if (total <= MostTotal)
            return;
        faults.Add(
            package.Find("nodes")!,
            $"максимум методики — {Plain(total)}",
            $"допустимо не больше {Plain(MostTotal)}: проверьте баллы и веса"
        );
        foreach (var node in nodes)
            node.Broken = true;
    }

    // ---- Scales

    private Scale? ReadScale(JsonItem item)
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
            var points = read.Number("points", true, $"число от 0 до {Plain(MostPoints)}", value => value is >= 0 and <= MostPoints);
            var title = read.Text("title");
            if (points is null)
                continue;
            if (steps.Exists(known => known.Points == points.Value))
                faults.Add(
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
            faults.Add(
                place,
                $"шагов от 0 до {Plain(max.Value)} получается {Plain(Math.Round(count))}",
                $"допустимо не больше {Plain(MostSteps)}: увеличьте «step»"
            );
        else if (!Tolerance.AreEqual(count, Math.Round(count)))
            faults.Add(
                place,
                $"максимум {Plain(max.Value)} не набирается шагами по {Plain(step)}",
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
            var points = read.Number("points", true, $"число от 0 до {Plain(MostPoints)}", value => value is >= 0 and <= MostPoints);
            if (from is null)
                continue;
            if (bands.Count > 0 && from <= bands[^1].From)
                faults.Add(read.Find("from")!, $"граница {Plain(from.Value)} после {Plain(bands[^1].From)}", "границы полос возрастают");
            bands.Add(new(from.Value, points ?? 1));
        }
        var scale = new MeasureScale(unit ?? "", numerator ?? "", denominator ?? "", bands);
        if (bands.Count > 0 && scale.Maximum == 0)
            faults.Add(
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
            var id = fields.Id("id");
            var title = fields.Text("title");
            if (id is null)
                continue;
            if (id.AsSpan().ContainsAny('|', '='))
                faults.Add(
                    fields.Find("id")!,
                    $"id «{JsonItem.Shown(id)}» со знаком | или =",
                    "без них: в отметках пункты пишутся как a|b и a=confirmed|b=claimed"
                );
            else if (countsItems && double.TryParse(id.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                faults.Add(
                    fields.Find("id")!,
                    $"id «{JsonItem.Shown(id)}» — число",
                    "id начинается с буквы: число в отметке значит количество выполненных пунктов"
                );
            else if (id.ToUpperInvariant() is "NA" or "Н/П")
                faults.Add(fields.Find("id")!, $"id «{JsonItem.Shown(id)}»", "он занят: так в отметках пишется «не применимо»");
            else if (!ids.Add(id))
                faults.Add(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть в этой шкале", "id пунктов не повторяются");
            items.Add(new(id, title ?? ""));
        }
        return items;
    }

    private static double? Points(PackageFields fields, string name, bool required) =>
        fields.Number(name, required, $"число больше 0 и не больше {Plain(MostPoints)}", value => value is > 0 and <= MostPoints);

    // ---- Levels

    private List<LevelScheme> ReadLevels(PackageFields package)
    {
        var levels = new List<LevelScheme>();
        var ids = new HashSet<string>();
        foreach (var item in package.List("levels", false, 0, "список [{\"id\", \"title\", \"node\", \"by\", \"bands\"}, …]") ?? [])
        {
            var fields = new PackageFields(faults, item, "id", "title", "node", "by", "bands", "note");
            var id = fields.Id("id");
            if (id is not null && !ids.Add(id))
                faults.Add(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть у других уровней", "id не повторяются");
            var title = fields.Text("title");
            var note = fields.Text("note", required: false, lines: true);
            var code = fields.Text("node");
            var by = fields.Word("by", true, PackageWords.Bases)?.Value;
            var node = code is null ? -1 : nodes.FindIndex(read => read.Code == code);
            if (code is not null && node < 0)
                faults.Add(
                    fields.Find("node")!,
                    $"узла с кодом «{JsonItem.Shown(code)}» нет",
                    "нужен код узла этой методики или «*» — методика в целом"
                );
            var bands = ReadBands(fields);
            if (by is not null && node >= 0 && bands.Count > 0)
                new LevelCheck(faults, nodes, node, by.Value, fields).Check(bands);
            levels.Add(new(id ?? "", title ?? "", code ?? "", by ?? default, [.. bands.Select(band => band.Band)], note));
        }
        return levels;
    }

    private List<ReadBand> ReadBands(PackageFields level)
    {
        var bands = new List<ReadBand>();
        var ids = new HashSet<string>();
        const string Expected = "список [{\"id\", \"title\", \"from\" или \"above\"}, …], в нём хотя бы один уровень";
        foreach (var item in level.List("bands", true, 1, Expected) ?? [])
        {
            var fields = new PackageFields(faults, item, "id", "title", "from", "above", "to");
            var id = fields.Id("id");
            if (id is not null && !ids.Add(id))
                faults.Add(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть у другого уровня", "id уровней не повторяются");
            var title = fields.Text("title");
            var from = fields.Number("from", false, "число", _ => true);
            var above = fields.Number("above", false, "число", _ => true);
            var to = fields.Number("to", false, "число", _ => true);
            if (!fields.IsObject)
                continue;
            if (fields.Has("from") == fields.Has("above"))
            {
                if (fields.Has("from"))
                    faults.AddAtName(
                        fields.Find("above")!,
                        "у уровня есть и «from», и «above»",
                        "нужно одно: «from» — от границы включительно, «above» — больше границы"
                    );
                else if (!fields.IsMisspelt("from") && !fields.IsMisspelt("above"))
                    faults.Add(
                        item,
                        "у уровня нет ни «from», ни «above»",
                        "нужно одно: «from» — от границы включительно, «above» — больше границы"
                    );
            }
            bands.Add(new(fields, new(id ?? "", title ?? "", from, from is null ? above : null, to)));
        }
        return bands;
    }

    private static string Named(string? code) => string.IsNullOrEmpty(code) ? "" : $" «{JsonItem.Shown(code)}»";

    internal static string Plain(double number) => Russian.Number(number, 9);
}
