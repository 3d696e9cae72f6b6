using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Orientir.Web.Shared;

/// <summary>Posted forms pass the one door of texts before anybody reads them. A password is no text: it stays as typed.</summary>
internal sealed class CleanForm(HttpRequest request, FormFeature form) : IFormFeature
{
    private IFormCollection? clean;
    private Task<IFormCollection>? reading;

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

    public IFormCollection ReadForm() => ReadFormAsync(CancellationToken.None).GetAwaiter().GetResult();

    // Read once, whatever came of it: a body that broke off can't be read again.
    public Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken) =>
        clean is not null ? Task.FromResult(clean) : reading ??= ReadAsync(cancellationToken);

    private async Task<IFormCollection> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return clean = Cleaned(
                MultipartForm.IsOne(request) ? await MultipartForm.ReadAsync(request, cancel) : await form.ReadFormAsync(cancel)
            );
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
                    http.Features[typeof(IFormFeature)] = new CleanForm(http.Request, new FormFeature(http.Request, options));
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
