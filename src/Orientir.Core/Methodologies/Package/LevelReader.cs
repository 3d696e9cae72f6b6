namespace Orientir.Core.Methodologies;

/// <summary>Reads the levels of a package, once its nodes are known.</summary>
internal sealed class LevelReader(PackageFaults faults, List<ReadNode> nodes)
{
    /// <summary>The levels, as far as they can be read.</summary>
    public List<LevelScheme> Read(PackageFields package)
    {
        var levels = new List<LevelScheme>();
        var ids = new HashSet<string>();
        foreach (var item in package.List("levels", false, 0, "список [{\"id\", \"title\", \"node\", \"by\", \"bands\"}, …]") ?? [])
        {
            var fields = new PackageFields(faults, item, "id", "title", "node", "by", "bands", "note");
            var id = fields.Id("id");
            if (id is not null && !ids.Add(id))
                faults.Judge(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть у других уровней", "id не повторяются");
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
            if (by is not null && node >= 0 && bands.Count > 0 && faults.Judges)
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
                faults.Judge(fields.Find("id")!, $"id «{JsonItem.Shown(id)}» уже есть у другого уровня", "id уровней не повторяются");
            var title = fields.Text("title");
            var from = fields.Number("from", false, "число", _ => true);
            var above = fields.Number("above", false, "число", _ => true);
            var to = fields.Number("to", false, "число", _ => true);
            if (!fields.IsObject)
                continue;
            if (fields.Has("from") == fields.Has("above"))
            {
                if (fields.Has("from"))
                    faults.JudgeAtName(
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
}
