using System.Globalization;
using System.Text;
using MimeKit;

namespace Orientir.Core.Letters;

/// <summary>
/// Addresses of electronic mail, wherever they come in: of people, contacts and the sender. One that is taken here can be written to.
/// </summary>
internal static class EmailAddress
{
    // RFC 5321, 4.5.3.1: in bytes.
    private const int Longest = 254;
    private const int LongestMailbox = 64;

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    /// <summary>Whether the text is one address and nothing else, as letters are written and mail servers take it.</summary>
    public static bool IsOne(string text) =>
        Encoding.UTF8.GetByteCount(text) <= Longest
        && text.LastIndexOf('@') is > 0 and var at
        && Encoding.UTF8.GetByteCount(text.AsSpan(0, at)) <= LongestMailbox
        && IsDomain(text[(at + 1)..])
        && MailboxAddress.TryParse(Strict, text, out var mailbox)
        && string.IsNullOrEmpty(mailbox.Name)
        // It tells a domain of other letters as people read it, however it was written.
        && (mailbox.Address == text || mailbox.GetAddress(idnEncode: true) == text);

    private static bool IsDomain(string text)
    {
        // The mapping lets the dot of the root pass; mail servers do not.
        if (text.EndsWith('.'))
            return false;
        try
        {
            return Domains.GetAscii(text).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
