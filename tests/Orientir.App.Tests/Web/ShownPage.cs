using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Orientir.App.Tests.Web;

/// <summary>A page as a browser reads it.</summary>
internal static class ShownPage
{
    public static IHtmlDocument Of(string page) => new HtmlParser().ParseDocument(page);

    /// <summary>The first form of the content; or the one that has a value, as its handler, or goes to an address.</summary>
    public static IHtmlFormElement FormOf(string page, string? action = null) =>
        Of(page)
            .QuerySelectorAll<IHtmlFormElement>("main form")
            .First(form =>
                action is null || form.GetAttribute("action") == action || form.QuerySelector($"[value='{action}']") is not null
            );

    /// <summary>What a form sends besides what is entered.</summary>
    public static Dictionary<string, string> HiddenOf(IHtmlFormElement form) =>
        form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]")
            .ToDictionary(field => field.Name!, field => field.Value, StringComparer.Ordinal);

    /// <summary>The token by which a page posts.</summary>
    public static string TokenOf(string page) => Of(page).QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;

    /// <summary>The words of everything a selector finds.</summary>
    public static List<string> TextsOf(string page, string selector) =>
        [.. Of(page).QuerySelectorAll(selector).Select(found => found.TextContent.Trim())];
}
