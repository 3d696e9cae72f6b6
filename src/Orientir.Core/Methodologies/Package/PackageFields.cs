using System.Globalization;

namespace Orientir.Core.Methodologies;

/// <summary>
/// The properties of one JSON object, checked against those the format knows. A getter tells a wrong type itself and
/// returns null, so that reading goes on to the next fault.
/// </summary>
internal sealed class PackageFields
{
    private readonly PackageFaults faults;
    private readonly HashSet<string> misspelt = [];

    public PackageFields(PackageFaults faults, JsonItem item, params string[] allowed)
    {
        this.faults = faults;
        Item = item;
        if (item.Type != JsonType.Object)
        {
            faults.Add(item, item.Description, "нужен объект {…} со свойствами: " + string.Join(", ", allowed));
            return;
        }
        IsObject = true;
        var seen = new HashSet<string>();
        var absent = allowed.Except(item.Children.Select(property => property.Name)).ToArray();
        foreach (var property in item.Children)
        {
            if (!seen.Add(property.Name))
            {
                faults.JudgeAtName(property, $"свойство «{JsonItem.Shown(property.Name)}» записано второй раз", "оставьте одно");
            }
            else if (!allowed.Contains(property.Name))
            {
                var nearest = Spelling.Meant(property.Name, absent);
                if (nearest is not null && faults.Judges)
                    misspelt.Add(nearest);
                faults.JudgeAtName(
                    property,
                    $"неизвестное свойство «{JsonItem.Shown(property.Name)}»",
                    (nearest is null ? "" : $"возможно, имелось в виду «{nearest}»; ") + "допустимы: " + string.Join(", ", allowed)
                );
            }
        }
    }

    public JsonItem Item { get; }

    public bool IsObject { get; }

    /// <summary>Whether an unknown property was taken for a slip in this name: then its absence is told already.</summary>
    public bool IsMisspelt(string name) => misspelt.Contains(name);

    public bool Has(string name) => Item.Find(name) is not null;

    public JsonItem? Find(string name) => Item.Find(name);

    public JsonItem? Required(string name, string expected)
    {
        var property = Item.Find(name);
        if (property is null && IsObject && !IsMisspelt(name))
            faults.Add(Item, $"нет свойства «{name}»", $"оно обязательно: {expected}");
        return property;
    }

    /// <summary>A text that is not blank, on one line unless <paramref name="lines"/>.</summary>
    public string? Text(string name, bool required = true, bool lines = false)
    {
        const string Expected = "непустая строка в кавычках";
        var property = required ? Required(name, Expected) : Item.Find(name);
        if (property is null)
            return null;
        if (property.Type != JsonType.Text || string.IsNullOrWhiteSpace(property.Text))
        {
            faults.Add(property, property.Description, "нужна " + Expected + (required ? "" : " (или уберите свойство)"));
            return null;
        }
        foreach (var symbol in property.Text)
        {
            var allowed = lines && symbol is '\n' or '\r' or '\t';
            if (!allowed && (char.IsControl(symbol) || symbol is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF'))
            {
                if (
                    faults.Judge(
                        property,
                        $"знак \\u{(int)symbol:X4} внутри строки",
                        lines ? "он не печатается: удалите его" : "нужна одна строка печатных знаков"
                    )
                )
                    return null;
                break;
            }
        }
        return property.Text;
    }

    /// <summary>A text that serves as a name: nothing around it, so that what looks equal is equal.</summary>
    public string? Id(string name, bool required = true)
    {
        var text = Text(name, required);
        if (text is null || !faults.Judges)
            return text;
        var invisible = default(char);
        foreach (var symbol in text)
            if (invisible == default && char.GetUnicodeCategory(symbol) == UnicodeCategory.Format)
                invisible = symbol;
        if (invisible != default)
            faults.Add(
                Item.Find(name)!,
                $"невидимый знак \\u{(int)invisible:X4} в строке «{JsonItem.Shown(text)}»",
                "удалите его: имена с ним и без него выглядят одинаково"
            );
        else if (text.Trim() != text)
            faults.Add(Item.Find(name)!, $"строка «{JsonItem.Shown(text)}» с пробелом в начале или в конце", "уберите пробелы по краям");
        else if (LookAlikes.FaultIn(text) is { } mixed)
            faults.Add(Item.Find(name)!, mixed, LookAlikes.Remedy);
        else
            return text;
        return null;
    }

    /// <summary>An <see cref="Id"/> that stands beside others, with «/» or «|» between them.</summary>
    public string? Key(string name)
    {
        var text = Id(name);
        var at = text.AsSpan().IndexOfAny('/', '|');
        return
            at >= 0
            && faults.Judge(
                Item.Find(name)!,
                $"знак {text![at]} в строке «{JsonItem.Shown(text)}»",
                "уберите его: знаки / и | отделяют коды друг от друга в анкетах и оценках"
            )
            ? null
            : text;
    }

    public double? Number(string name, bool required, string expected, Func<double, bool> accepts)
    {
        var property = required ? Required(name, expected) : Item.Find(name);
        if (property is null)
            return null;
        if (property.Type == JsonType.Number && double.IsFinite(property.Number) && (!faults.Judges || accepts(property.Number)))
            return property.Number;
        faults.Add(property, property.Description, "нужно " + expected + (property.Type == JsonType.Text ? " без кавычек" : ""));
        return null;
    }

    public int? Whole(string name, bool required, int least) =>
        (int?)Number(
            name,
            required,
            string.Create(CultureInfo.InvariantCulture, $"целое число от {least}"),
            number => number >= least && number <= int.MaxValue && number == Math.Floor(number)
        );

    public bool? Flag(string name)
    {
        var property = Item.Find(name);
        if (property is null)
            return null;
        if (property.Type == JsonType.Flag)
            return property.Flag;
        faults.Add(property, property.Description, "нужно true или false без кавычек");
        return null;
    }

    public (string Word, T Value)? Word<T>(string name, bool required, (string Word, T Value)[] words)
    {
        // Written out: each kind of value would make the runtime compile the framework's methods for pairs of it, at every start.
        var property = Item.Find(name);
        var known = new string[words.Length];
        for (var index = 0; index < words.Length; index++)
        {
            if (property is { Type: JsonType.Text } && words[index].Word == property.Text)
                return words[index];
            known[index] = words[index].Word;
        }
        if (property is not null || required)
            RefuseWord(name, property, known);
        return null;
    }

    private void RefuseWord(string name, JsonItem? property, string[] known)
    {
        var expected = "одно из слов: " + string.Join(", ", known);
        if (property is null)
        {
            Required(name, expected);
            return;
        }
        var nearest = property.Type == JsonType.Text ? Spelling.Meant(property.Text, known) : null;
        faults.Add(
            property,
            property.Description,
            (nearest is null ? "" : $"возможно, имелось в виду «{nearest}»; ") + "нужно " + expected
        );
    }

    /// <summary>The elements of a list; null where it is absent or not a list.</summary>
    public List<JsonItem>? List(string name, bool required, int least, string expected)
    {
        var property = required ? Required(name, expected) : Item.Find(name);
        if (property is null)
            return null;
        if (property.Type != JsonType.Array)
        {
            faults.Add(property, property.Description, "нужен " + expected);
            return null;
        }
        if (property.Children.Count < least)
            faults.Judge(property, property.Children.Count == 0 ? "пустой список" : "в списке один элемент", "нужен " + expected);
        return property.Children;
    }
}
