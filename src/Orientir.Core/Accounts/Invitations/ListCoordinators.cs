using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Territories;

namespace Orientir.Core.Accounts;

/// <summary>
/// Makes the list of coordinators to be invited out of the contacts kept with the territories: of every municipality that has no
/// coordinator and nobody invited to be one. A row without an address is in it too, so that it is seen what is missing.
/// </summary>
/// <param name="visible">What the actor sees.</param>
public sealed class ListCoordinators(Visible visible)
{
    /// <summary>Rows as people paste them, for <see cref="InvitePeople"/>; empty where nobody is to be invited.</summary>
    public async Task<string> RunAsync(CancellationToken cancel = default)
    {
        Permissions.Require(visible.Actor, Ability.ManageAccounts);
        var territories = await visible
            .Territories.AsNoTracking()
            .Where(row => row.ArchivedAt == null)
            .OrderBy(row => row.FoldedName)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        var now = visible.Now;
        var held = await visible
            .Grants.Where(row => row.Role == Role.Coordinator && row.TerritoryId != null)
            .Select(row => row.TerritoryId)
            .ToListAsync(cancel);
        var invited = await visible
            .Invitations.Where(row =>
                row.Role == Role.Coordinator
                && row.TerritoryId != null
                && row.UsedAt == null
                && row.RevokedAt == null
                && row.ExpiresAt > now
            )
            .Select(row => row.TerritoryId)
            .ToListAsync(cancel);
        var provided = held.Concat(invited).ToHashSet();
        var (register, rows) = (Register.Of(territories), new StringBuilder());
        foreach (var one in territories.Where(row => row.Kind == EntryKind.Municipality && !provided.Contains(row.Id)))
        {
            // Letters go to the first that has an address.
            var contacts = one.GivenContacts;
            var contact = contacts.FirstOrDefault(row => row.Email.Length > 0) ?? (contacts.Count > 0 ? contacts[0] : null);
            rows.Append(
                    ReadContacts.Typed(
                        NameOf(contact, one),
                        contact?.Email ?? "",
                        Permissions.ShortNameOf(Role.Coordinator),
                        // Two of one name are told apart by their codes.
                        register.Find(one.Name, EntryKind.Municipality)?.Id == one.Code
                            ? one.Name
                            : one.Code
                    )
                )
                .Append('\n');
        }
        return rows.ToString();
    }

    private static string NameOf(RegisterContact? contact, Territory territory) =>
        contact is { Name.Length: > 0 } ? contact.Name : territory.Name;
}
