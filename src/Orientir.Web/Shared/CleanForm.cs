using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Orientir.Web.Shared;

/// <summary>Posted forms pass the one door of texts before anybody reads them. A password is no text: it stays as typed.</summary>
internal sealed class CleanForm(IFormFeature form) : IFormFeature
{
    private IFormCollection? clean;

    public bool HasFormContentType => form.HasFormContentType;

    public IFormCollection? Form
    {
        get => clean ?? (form.Form is { } read ? clean = Cleaned(read) : null);
        set
        {
            form.Form = value;
            clean = value;
        }
    }

    public IFormCollection ReadForm() => clean ??= Cleaned(form.ReadForm());

    public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
    {
        try
        {
            return clean ??= Cleaned(await form.ReadFormAsync(cancellationToken));
        }
        // A body that is no form: broken off, without its border, with lines that are no headers, or with too many fields.
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body is no form.", fault);
        }
    }

    /// <summary>Puts the door before the forms of all requests.</summary>
    public static void UseCleanForms(WebApplication site)
    {
        var options = site.Services.GetRequiredService<IOptions<FormOptions>>().Value;
        site.Use(
            (http, next) =>
            {
                if (http.Request.HasFormContentType)
                    http.Features[typeof(IFormFeature)] = new CleanForm(new FormFeature(http.Request, options));
                return next(http);
            }
        );
    }

    private static FormCollection Cleaned(IFormCollection posted)
    {
        var fields = new Dictionary<string, StringValues>(posted.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in posted)
            fields[name] = name.Contains("password", StringComparison.OrdinalIgnoreCase) ? values : Cleaned(values);
        return new FormCollection(fields, posted.Files);
    }

    private static StringValues Cleaned(StringValues values)
    {
        if (values.Count == 1)
            return CleanText.Of(values[0]);
        return Array.ConvertAll(values.ToArray(), CleanText.Of);
    }
}
