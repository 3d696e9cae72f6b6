using Orientir.Core.Letters;
using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>
/// Reads the contacts of a row: several people of a cell stand on lines or behind semicolons, several addresses behind commas and blanks
/// too. As many posts, telephones or addresses as people belong to them in their order; what is left over is an address or a telephone
/// of nobody in particular.
/// </summary>
internal sealed class ContactCells(TableReader table, RegisterColumns columns, TableFaults faults)
{
    public IReadOnlyList<RegisterContact> Read()
    {
        var found = new List<RegisterContact>();
        for (var contact = 0; contact < RegisterColumns.MostContacts; contact++)
        {
            string[] names = Parts(contact, 0, ';', '\n'),
                posts = Parts(contact, 1, ';', '\n'),
                phones = Parts(contact, 2, ';', '\n'),
                emails = Emails(contact);
            if (names.Length + posts.Length + phones.Length + emails.Length == 0)
                continue;
            var people = Math.Max(names.Length, 1);
            for (var at = 0; at < people; at++)
                found.Add(new(Of(names, at, people), Of(posts, at, people, ", "), Of(phones, at, people, ", "), Of(emails, at, people)));
            // One of several people has the one address; more than one a person are addresses of the office.
            if (emails.Length != people)
                found.AddRange(emails.Skip(1).Select(email => new RegisterContact("", "", "", email)));
        }
        if (found.Count > RegisterColumns.MostContacts)
            faults.Add(
                table,
                columns[RegisterField.Name],
                $"контактов {found.Count}",
                $"у записи не больше {RegisterColumns.MostContacts} контактов: оставьте главные"
            );
        return [.. found.Select(one => one.Tidy()).Where(one => one != RegisterContact.Empty)];
    }

    // Of each person theirs where there are as many; otherwise the first has all, or of addresses the first.
    private static string Of(string[] parts, int at, int people, string? joined = null) =>
        parts.Length == people ? parts[at]
        : at > 0 || parts.Length == 0 ? ""
        : joined is null ? parts[0]
        : string.Join(joined, parts);

    private string Text(int contact, int part) =>
        columns.OfContactAt(contact, part) is >= 0 and var column ? RegisterContact.Said(table.Text(column).ToString()) : "";

    private string[] Parts(int contact, int part, params char[] separators)
    {
        var text = Text(contact, part);
        if (text.Length == 0)
            return [];
        var column = columns.OfContactAt(contact, part);
        if (CellFault.Of(table, column) is var (found, allowed))
            faults.Add(table, column, found, allowed);
        else if (text.Length > TerritoryContact.LongestText)
            faults.Add(table, column, $"текст длиннее {Russian.Number(TerritoryContact.LongestText)} знаков", "сократите его");
        return text.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private string[] Emails(int contact)
    {
        string[] found = [.. Parts(contact, 3, ';', ',', '\n', ' ', '\t').Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (var email in found)
            if (!EmailAddress.IsOne(email))
                faults.Add(
                    table,
                    columns.OfContactAt(contact, 3),
                    $"«{email}» — не адрес электронной почты",
                    "нужен адрес вида name@example.ru; несколько адресов разделите точкой с запятой; нет адреса — оставьте пусто"
                );
        return found;
    }
}
