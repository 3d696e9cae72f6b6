using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>One reading of one package.</summary>
internal sealed class PackageReader(JsonTree json, bool kept = false)
{
    private readonly PackageFaults faults = new(json, kept);
    private List<ReadNode> nodes = [];
    private List<Stage> stages = [];

    public Methodology Read()
    {
        var fields = new PackageFields(
            faults,
            json.Root,
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
            var other = new PackageFaults(json);
            other.Add(format, $"формат: {format.Description}", $"эта программа читает только \"{PackageWords.Format}\"");
            other.ThrowIfAny();
        }

        var id = fields.Id("id");
        var edition = fields.Whole("edition", true, 1);
        var revision = fields.Whole("revision", false, 0) ?? 0;
        var title = fields.Text("title");
        var subject = fields.Word("subject", true, PackageWords.Subjects);
        var basis = fields.Text("basis", lines: true);
        var note = fields.Text("note", required: false, lines: true);
        var missing = fields.Word("missing", true, PackageWords.Missing);
        var combine = fields.Word("combine", true, PackageWords.Combine);
        stages = ReadStages(fields);

        var tree = new NodeReader(faults, edition, stages);
        var children = tree.Read(fields, json.Root);
        nodes = tree.Nodes;
        var levels = new LevelReader(faults, nodes).Read(fields);

        faults.ThrowIfAny();
        var root = nodes[0].Node = new Node
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
            Root = root,
            Nodes = nodes.ConvertAll(read => read.Node!),
            Specification = specification,
            Source = json,
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
}
