using System.Globalization;

namespace Orientir.Core.Letters;

/// <summary>Where letters lead: told by the site, which alone knows its pages. Core adds keys at the end.</summary>
/// <param name="Home">The first page.</param>
/// <param name="OneTimeLinks">Of a link that works once, without its secret.</param>
/// <param name="Forms">Of a form, without the key of the subject of the campaign.</param>
public sealed record LetterAddresses(string Home, string OneTimeLinks, string Forms)
{
    internal string OneTimeLink(string secret) => OneTimeLinks + secret;

    internal string Form(int campaignSubject) => Forms + campaignSubject.ToString(CultureInfo.InvariantCulture);
}
