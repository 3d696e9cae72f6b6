using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>Reads the tree of a package.</summary>
/// <param name="faults">Where faults go.</param>
/// <param name="edition">The edition read; null where it could not be.</param>
/// <param name="stages">Its stages.</param>
internal sealed class NodeReader(PackageFaults faults, int? edition, List<Stage> stages)
{
    private const double MostWeight = 1_000;
    private const double MostTotal = 1_000_000_000;

    private readonly ScaleReader scales = new(faults);
    private readonly List<ReadNode> nodes = [];
    private readonly HashSet<string> codes = [PackageWords.RootCode];
    private readonly HashSet<string> uids = [PackageWords.RootCode];
    private readonly Dictionary<(int Edition, string Uid), string> inherited = [];

    /// <summary>Every node read, good or not, parents before children; the first is the methodology itself.</summary>
    public List<ReadNode> Nodes => nodes;

    /// <summary>Reads the nodes below the methodology itself.</summary>
    public List<Node> Read(PackageFields package, JsonItem root)
    {
        var read = new ReadNode
        {
            Item = root,
            Parent = -1,
            Code = PackageWords.RootCode,
        };
        nodes.Add(read);
        var children = ReadChildren(package, 0, false, true);
        read.End = nodes.Count;
        if (!read.Broken)
            CheckTotal(package);
        return children;
    }

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
            var scale = scales.Read(fields.Find("scale")!);
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
                        $"число больше 0 и не больше {PackageWords.Plain(MostWeight)}",
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
                    faults.JudgeAtName(
                        misplaced,
                        $"свойство «{name}» у узла, который делится дальше",
                        "оно бывает только у показателя (узла со «scale»)"
                    );
            children = ReadChildren(fields, index, pathIsUnclear, false);
        }
        read.End = nodes.Count;
        if (read.IsLeaf && read.Direction < 0 && !pathIsUnclear)
            faults.Judge(
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
        var code = fields.Key("code");
        if (code is null)
            return null;
        var item = fields.Find("code")!;
        if (code == PackageWords.RootCode)
            faults.Add(item, "код «*»", "он занят самой методикой: дайте узлу другой");
        else if (
            code.EndsWith('.')
            && faults.Judge(
                item,
                $"код «{JsonItem.Shown(code)}» кончается точкой",
                "уберите её: в отметках точка в конце кода отбрасывается"
            )
        )
            return null;
        else if (!codes.Add(code))
            faults.Add(item, $"код «{JsonItem.Shown(code)}» уже есть у другого узла", "коды не повторяются");
        else
            return code;
        return null;
    }

    private string? ReadUid(PackageFields fields, string? code)
    {
        var own = fields.Has("uid");
        var uid = own ? fields.Key("uid") : code;
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
                faults.Judge(fields.Find("edition")!, $"издание {from}", $"нужно издание раньше этого ({edition})");
            if (from is null || uid is null || relation is null)
                continue;
            if (read.Exists(other => other.Edition == from && other.Uid == uid))
                faults.Judge(
                    item,
                    $"узел «{JsonItem.Shown(uid)}» издания {from} назван второй раз",
                    "каждый прежний узел называется один раз"
                );
            else if (relation == "same" && read.Exists(other => other.Edition == from && other.Relation == "same"))
                faults.Judge(
                    item,
                    $"узел назван тем же («same»), что и два разных узла издания {from}",
                    "«same» бывает с одним узлом издания; слияние нескольких — «merged»"
                );
            else if (relation == "same" && !inherited.TryAdd((from.Value, uid), code ?? ""))
                faults.Judge(
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
        if (
            isLeaf
            && kind.Value.Value is NodeKind.Group or NodeKind.Section
            && faults.Judge(
                fields.Find("kind")!,
                $"вид «{kind.Value.Word}» у узла со шкалой",
                "у узла со «scale» вид indicator (он подразумевается) или direction"
            )
        )
            return null;
        if (
            fields.Has("nodes")
            && kind.Value.Value == NodeKind.Indicator
            && faults.Judge(
                fields.Find("kind")!,
                "вид «indicator» у узла с «nodes»",
                "у узла с «nodes» вид group, direction или section; показатель не делится дальше"
            )
        )
            return null;
        return kind.Value.Value;
    }

    private void CheckPath(PackageFields fields, NodeKind kind, int index)
    {
        var direction = nodes[nodes[index].Parent].Direction;
        var place = fields.Find("kind");
        if (kind == NodeKind.Direction && direction >= 0)
            faults.Judge(
                place!,
                $"направление внутри направления{Named(nodes[direction].Code)}",
                "на каждом пути ровно одно направление; часть направления — section"
            );
        else if (kind == NodeKind.Group && direction >= 0)
            faults.Judge(
                place!,
                $"группа внутри направления{Named(nodes[direction].Code)}",
                "группа объединяет направления; часть направления — section"
            );
        else if (kind == NodeKind.Section && direction < 0)
            faults.Judge(
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
            faults.Judge(
                fields.Find("threshold")!,
                $"порог {PackageWords.Plain(threshold.Value)} больше максимума показателя ({PackageWords.Plain(scale.Maximum)})",
                scale.Maximum > 0
                    ? $"порог — число больше 0 и не больше {PackageWords.Plain(scale.Maximum)}"
                    : "у показателя без баллов порога не бывает"
            );
        return threshold;
    }

    private void CheckTotal(PackageFields package)
    {
        var total = nodes.Sum(node => (node.Scale?.Maximum ?? 0) * node.Weight);
        if (total <= MostTotal || !faults.Judges)
            return;
        faults.Add(
            package.Find("nodes")!,
            $"максимум методики — {PackageWords.Plain(total)}",
            $"допустимо не больше {PackageWords.Plain(MostTotal)}: проверьте баллы и веса"
        );
        foreach (var node in nodes)
            node.Broken = true;
    }

    private static string Named(string? code) => string.IsNullOrEmpty(code) ? "" : $" «{JsonItem.Shown(code)}»";
}
