using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Web.Shared;

/// <summary>
/// A form of several parts. Files go onto the disk, so many at an address that takes files (<see cref="TakesFilesAttribute"/>); elsewhere
/// they are dropped. What else it says is held in memory and bounded as a whole: the framework bounds each value by itself, and there may
/// be thousands.
/// </summary>
internal static class MultipartForm
{
    /// <summary>How many files a form may bring; fields left empty are none.</summary>
    public const int MostFiles = 100;

    // What is made of a part, however little it says.
    private const int OfAPart = 1_000;

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
        var takesFiles = request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<TakesFilesAttribute>() is not null;
        var (fields, files, filled, left, texts) = (new KeyValueAccumulator(), new FormFileCollection(), 0, BodyLimits.OfForms, 0);
        while (await reader.ReadNextSectionAsync(cancel) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said))
                throw new InvalidDataException("A part says nothing of itself.");
            var name = HeaderUtilities.RemoveQuotes(said.Name).ToString();
            Take(OfAPart + (part.Headers?.Sum(header => header.Key.Length + header.Value.ToString().Length) ?? 0));
            if (said.IsFileDisposition() && !takesFiles)
                await part.Body.CopyToAsync(Stream.Null, cancel);
            else if (said.IsFileDisposition())
            {
                var file = await FileAsync(request, part, said, name, cancel);
                if (file.Length > 0 && ++filled > MostFiles)
                    throw new BadHttpRequestException("The form brings too many files.", StatusCodes.Status413PayloadTooLarge);
                files.Add(file);
            }
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
                var wasSmall = texts <= LargeBodies.MostOfSmall;
                texts += read;
                if (wasSmall && texts > LargeBodies.MostOfSmall)
                    await request.HttpContext.RequestServices.GetRequiredService<LargeBodies>().HoldAsync(request.HttpContext);
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
        var folder = request.HttpContext.RequestServices.GetRequiredService<TemporaryFolder>().OfProcess();
        // The first byte goes onto the disk: a buffer kept for each part would be taken by a form of a thousand empty ones.
        var content = new FileBufferingReadStream(part.Body, memoryThreshold: 0, bufferLimit: null, folder);
        request.HttpContext.Response.RegisterForDisposeAsync(content);
        try
        {
            await content.DrainAsync(cancel);
        }
        catch (IOException fault) when (DiskFault.IsFull(fault))
        {
            throw new FileStoreException(
                "Файл не сохранён: на сервере кончилось место для временных файлов. Сообщите администратору и повторите позже.",
                $"{folder}: {DiskFault.Of(fault)}; освободите место",
                fault
            );
        }
        content.Position = 0;
        var file = said.FileNameStar.HasValue ? said.FileNameStar : said.FileName;
        return new FormFile(content, 0, content.Length, name, HeaderUtilities.RemoveQuotes(file).ToString())
        {
            Headers = new HeaderDictionary(part.Headers),
        };
    }
}
