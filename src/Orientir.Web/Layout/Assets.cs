using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Orientir.Web.Layout;

/// <summary>Addresses of the site's own files, with a hash of the content: kept by the browser until they change.</summary>
internal sealed class Assets(IWebHostEnvironment site)
{
    private readonly ConcurrentDictionary<string, string> addresses = new(StringComparer.Ordinal);

    /// <summary>Address of a file of wwwroot: «tokens.css».</summary>
    public string this[string file] =>
        addresses.GetOrAdd(
            file,
            name =>
            {
                using var content = site.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
                return $"/{name}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
            }
        );

    public static StaticFileOptions Options { get; } =
        new()
        {
            OnPrepareResponse = answer =>
                answer.Context.Response.Headers.CacheControl = answer.Context.Request.Query.ContainsKey("v")
                    ? "public, max-age=31536000, immutable"
                    : "no-cache",
        };
}
