using System.Text.Encodings.Web;
using System.Text.Json;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>
/// Writes a methodology as a package of format <c>orientir-methodology/1</c>: UTF-8 without BOM, indented by two, defaults
/// left out. Reading it back gives an equal methodology, and equal methodologies give equal bytes.
/// </summary>
public sealed class WriteMethodology
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        // The file is read by people and never put inside HTML: Russian stays Russian.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // As deep as the reader reads.
        MaxDepth = JsonTree.DeepestLevel,
    };

    /// <summary>The bytes of the package.</summary>
    public byte[] Write(Methodology methodology)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout))
            WritePackage(json, methodology);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WritePackage(Utf8JsonWriter json, Methodology methodology)
    {
        json.WriteStartObject();
        json.WriteString("format", PackageWords.Format);
        json.WriteString("id", methodology.Id);
        json.WriteNumber("edition", methodology.Edition);
        if (methodology.Revision != 0)
            json.WriteNumber("revision", methodology.Revision);
        json.WriteString("title", methodology.Title);
        json.WriteString("subject", PackageWords.Of(PackageWords.Subjects, methodology.Subject));
        json.WriteString("basis", methodology.Basis);
        WriteText(json, "note", methodology.Note);
        json.WriteString("missing", PackageWords.Of(PackageWords.Missing, methodology.Specification.Missing));
        json.WriteString("combine", PackageWords.Of(PackageWords.Combine, methodology.Specification.Combine));
        WriteList(
            json,
            "stages",
            methodology.Stages,
            stage =>
            {
                json.WriteString("id", stage.Id);
                json.WriteString("title", stage.Title);
            }
        );
        WriteList(json, "levels", methodology.Levels, level => WriteLevel(json, level));
        WriteList(json, "nodes", methodology.Root.Nodes, node => WriteNode(json, node));
        json.WriteEndObject();
    }

    private static void WriteLevel(Utf8JsonWriter json, LevelScheme level)
    {
        json.WriteString("id", level.Id);
        json.WriteString("title", level.Title);
        WriteText(json, "note", level.Note);
        json.WriteString("node", level.Node);
        json.WriteString("by", PackageWords.Of(PackageWords.Bases, level.By));
        WriteList(
            json,
            "bands",
            level.Bands,
            band =>
            {
                json.WriteString("id", band.Id);
                json.WriteString("title", band.Title);
                WriteNumber(json, "from", band.From);
                WriteNumber(json, "above", band.Above);
                WriteNumber(json, "to", band.To);
            }
        );
    }

    private static void WriteNode(Utf8JsonWriter json, Node node)
    {
        var isLeaf = node.Scale is not null;
        json.WriteString("code", node.Code);
        if (node.Uid != node.Code)
            json.WriteString("uid", node.Uid);
        if (!isLeaf || node.Kind != NodeKind.Indicator)
            json.WriteString("kind", PackageWords.Of(PackageWords.Kinds, node.Kind));
        json.WriteString("title", node.Title);
        WriteText(json, "help", node.Help);
        WriteText(json, "note", node.Note);
        WriteList(
            json,
            "was",
            node.Was,
            ancestor =>
            {
                json.WriteNumber("edition", ancestor.Edition);
                json.WriteString("uid", ancestor.Uid);
                json.WriteString("relation", ancestor.Relation);
            }
        );
        if (isLeaf)
        {
            WriteText(json, "stage", node.Stage);
            if (!node.InCycle)
                json.WriteBoolean("inCycle", false);
            WriteUnlessOne(json, "weight", node.Weight);
            WriteNumber(json, "threshold", node.Threshold);
            if (node.Evidence != EvidenceRule.Required)
                json.WriteString("evidence", PackageWords.Of(PackageWords.Evidence, node.Evidence));
            if (node.Source != AnswerSource.Subject)
                json.WriteString("source", PackageWords.Of(PackageWords.Sources, node.Source));
            json.WriteStartObject("scale");
            WriteScale(json, node.Scale!);
            json.WriteEndObject();
        }
        WriteList(json, "nodes", node.Nodes, child => WriteNode(json, child));
    }

    private static void WriteScale(Utf8JsonWriter json, Scale scale)
    {
        json.WriteString("kind", PackageWords.Of(PackageWords.Scales, scale.GetType()));
        switch (scale)
        {
            case BinaryScale binary:
                WriteUnlessOne(json, "points", binary.Points);
                break;
            case OrdinalScale ordinal:
                WriteList(
                    json,
                    "steps",
                    ordinal.Steps,
                    step =>
                    {
                        json.WriteNumber("points", step.Points);
                        json.WriteString("title", step.Title);
                    }
                );
                break;
            case ChecklistScale checklist:
                WriteUnlessOne(json, "points", checklist.Points);
                WriteNumber(json, "max", checklist.Max);
                WriteItems(json, checklist.Items);
                break;
            case PointsScale points:
                json.WriteNumber("max", points.Max);
                WriteUnlessOne(json, "step", points.Step);
                break;
            case MeasureScale measure:
                json.WriteString("unit", measure.Unit);
                WriteText(json, "numerator", GivenText.Of(measure.Numerator));
                WriteText(json, "denominator", GivenText.Of(measure.Denominator));
                WriteList(
                    json,
                    "bands",
                    measure.Bands,
                    band =>
                    {
                        json.WriteNumber("from", band.From);
                        json.WriteNumber("points", band.Points);
                    }
                );
                break;
            case ComponentsScale components:
                WriteItems(json, components.Items);
                break;
        }
    }

    private static void WriteItems(Utf8JsonWriter json, IReadOnlyList<ScaleItem> items) =>
        WriteList(
            json,
            "items",
            items,
            item =>
            {
                json.WriteString("id", item.Id);
                json.WriteString("title", item.Title);
            }
        );

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    // One is what a package means by saying nothing.
    private static void WriteUnlessOne(Utf8JsonWriter json, string name, double number)
    {
        if (number != 1)
            json.WriteNumber(name, number);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is not null)
            json.WriteNumber(name, number.Value);
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> list, Action<T> write)
    {
        if (list.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var element in list)
        {
            json.WriteStartObject();
            write(element);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
