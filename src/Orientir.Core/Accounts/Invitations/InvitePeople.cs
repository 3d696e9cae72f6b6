using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orientir.Core.Letters;
using Orientir.Core.Office;

namespace Orientir.Core.Accounts;

/// <summary>People to be invited.</summary>
/// <param name="Site">Where the letters lead.</param>
/// <param name="Pasted">Rows pasted or typed; null where a file is given.</param>
/// <param name="Content">The file's bytes: CSV or xlsx.</param>
/// <param name="File">Its name.</param>
/// <param name="RegionId">The region, of an administrator; an operator invites into the own one.</param>
/// <param name="Confirmed">The <see cref="Invited.Fingerprint"/> of the preview agreed to; null for the preview alone.</param>
public sealed record ContactList(
    LetterAddresses Site,
    string? Pasted = null,
    ReadOnlyMemory<byte> Content = default,
    string File = "",
    int? RegionId = null,
    string? Confirmed = null
);

/// <summary>The preview of invitations, or what was done.</summary>
/// <param name="Contacts">Of the rows nothing is wrong with, in the order of the list.</param>
/// <param name="Rows">These rows, to be posted again with the confirmation.</param>
/// <param name="Fingerprint">Names exactly these invitations.</param>
/// <param name="Left">The other rows: they stay for the next try.</param>
/// <param name="Letters">Letters written; null for the preview.</param>
public sealed record Invited(
    IReadOnlyList<Contact> Contacts,
    string Rows,
    string Fingerprint,
    IReadOnlyList<LeftContact> Left,
    WrittenLetters? Letters
);

/// <summary>A row that invites nobody.</summary>
/// <param name="Row">The row as people type it.</param>
/// <param name="Errors">Why, at least one.</param>
public sealed record LeftContact(string Row, IReadOnlyList<InputError> Errors);

/// <summary>
/// Invites a list of contacts: first a preview with every fault of the list, then exactly what it showed. Right rows are invited though
/// others are wrong, which stay for the next try with what is wrong with them. Who has an account in the region gets the role at once;
/// everybody else a link that works once. Inviting twice changes nothing.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
public sealed class InvitePeople(OrientirContext context, TimeProvider time, bool byMail = false)
{
    private const int LargestFile = 2 << 20;
    private const int MostContacts = 2000;

    private readonly MakeInvitations invitations = new(context, time, byMail);

    /// <summary>Previews the invitations, or makes them.</summary>
    /// <exception cref="InputException">The table cannot be read, or no row of it is right: every fault.</exception>
    /// <exception cref="RefusedException">No right to it, an empty list, or it would not do what was agreed to.</exception>
    public async Task<Invited> RunAsync(Actor actor, ContactList input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        if (string.IsNullOrWhiteSpace(input.Pasted) && input.Content.IsEmpty)
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Pasted), "Вставьте список или выберите файл: по строке на человека.")
            );
        if (input.Content.Length > LargestFile)
            throw new InputException([new(input.File, "файл больше 2 МБ", "разделите список на несколько файлов")]);
        var regionId = Permissions.Allows(actor, Ability.ManageRegions) ? input.RegionId ?? actor.RegionId : actor.RegionId;
        var faults = new TableFaults();
        var written = input.Pasted is { } pasted
            ? ReadContacts.Pasted(pasted, faults)
            : ReadContacts.File(input.Content, input.File, faults);
        faults.ThrowIfAny();
        if (written.Count == 0)
            throw RefusedException.Invalid(new FieldError(nameof(input.Pasted), "В списке нет ни одной строки с человеком."));
        if (written.Count > MostContacts)
            throw new InputException([
                new(input.File, $"в списке {written.Count} человек", $"приглашайте не больше {MostContacts} за раз"),
            ]);
        var understood = await new UnderstoodContacts(context).OfAsync(actor, regionId, written, cancel);
        if (understood.Count == 0)
        {
            foreach (var row in written)
                row.TellIn(faults);
            faults.ThrowIfAny();
        }
        // What is confirmed is looked at anew while nobody else invites: the same list sent twice at once is made once.
        await using var transaction = input.Confirmed is null ? null : await context.Database.BeginTransactionAsync(cancel);
        if (transaction is not null)
        {
            await context.LockRightsAsync(regionId, cancel);
            if (regionId is not null && understood.Exists(one => one.Role == Role.Administrator))
                await context.LockRightsAsync(null, cancel);
        }
        var known = await invitations.KnownAsync(regionId, understood, cancel);
        var contacts = invitations.OutcomesOf(regionId, understood, known);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(contacts)));
        var rows = new StringBuilder();
        foreach (var row in written.Where(row => !row.IsWrong))
            rows.Append(row.Typed).Append('\n');
        var left = written.Where(row => row.IsWrong).Select(row => new LeftContact(row.Typed, row.Errors)).ToList();
        if (transaction is null)
            return new(contacts, rows.ToString(), fingerprint, left, null);
        if (input.Confirmed != fingerprint && contacts.TrueForAll(one => one.Outcome >= ContactOutcome.AlreadyInvited))
            throw RefusedException.Conflict(
                "По этому списку уже всё сделано: приглашения созданы, роли выданы. Проверьте страницу «Приглашения»."
            );
        if (input.Confirmed != fingerprint)
            throw RefusedException.Conflict("Пока вы смотрели список, учётные записи или территории изменились. Проверьте список ещё раз.");
        var letters = await invitations.MakeAsync(actor, new(regionId, contacts, known, input.Site), cancel);
        await transaction.CommitAsync(cancel);
        return new(contacts, rows.ToString(), fingerprint, left, letters);
    }
}
