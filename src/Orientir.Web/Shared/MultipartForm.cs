using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Orientir.Web.Shared;

/// <summary>
/// A form of several parts, files among them. Files go onto the disk; what else it says is held in memory and bounded as a whole: the
/// framework bounds each value by itself, and there may be thousands.
/// </summary>
internal static class MultipartForm
{
    private const int MostInMemory = 64 << 10;

    // A part costs its headers too, however little it says.
    private const int OfAPart = 100;

    public static bool IsOne(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="BadHttpRequestException">Its texts are more than a form may send.</exception>
    public static async Task<FormCollection> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var border = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary)
            : default;
        if (border.Length is 0 or > 128)
            throw new InvalidDataException("The parts have no border.");
        var reader = new MultipartReader(border.ToString(), request.Body);
        var (fields, files, left) = (new KeyValueAccumulator(), new FormFileCollection(), BodyLimits.OfForms);
        while (await reader.ReadNextSectionAsync(cancel) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said))
                throw new InvalidDataException("A part says nothing of itself.");
            var name = HeaderUtilities.RemoveQuotes(said.Name).ToString();
            Take(OfAPart + name.Length);
            if (said.IsFileDisposition())
                files.Add(await FileAsync(request, part, said, name, cancel));
            else if (said.IsFormDisposition())
                fields.Append(name, await TextAsync(part));
        }
        return new FormCollection(fields.GetResults(), files);

        async Task<string> TextAsync(MultipartSection part)
        {
            using var text = new MemoryStream();
            var buffer = new byte[4096];
            while (await part.Body.ReadAsync(buffer, cancel) is > 0 and var read)
            {
                Take(read);
                text.Write(buffer, 0, read);
            }
            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }

        void Take(int bytes)
        {
            left -= bytes;
            if (left < 0)
                throw new BadHttpRequestException("The texts of the form are too long.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static async Task<FormFile> FileAsync(
        HttpRequest request,
        MultipartSection part,
        ContentDispositionHeaderValue said,
        string name,
        CancellationToken cancel
    )
    {
        var content = new FileBufferingReadStream(part.Body, MostInMemory);
        request.HttpContext.Response.RegisterForDisposeAsync(content);
        await content.DrainAsync(cancel);
        content.Position = 0;
        var file = said.FileNameStar.HasValue ? said.FileNameStar : said.FileName;
        return new FormFile(content, 0, content.Length, name, HeaderUtilities.RemoveQuotes(file).ToString())
        {
            Headers = new HeaderDictionary(part.Headers),
        };
    }
}
