using Orientir.Core;

namespace Orientir.Data.Files;

/// <summary>Where S3-compatible storage is and who may use it.</summary>
/// <param name="Endpoint">«https://s3.example.ru»: nothing else is ever asked.</param>
/// <param name="Bucket">The bucket; it exists.</param>
/// <param name="Prefix">What every key begins with; empty, or ends with «/».</param>
/// <param name="AccessKey">The access key.</param>
/// <param name="SecretKey">Its secret.</param>
/// <param name="Region">What requests are signed for; most storages take any.</param>
public sealed record S3Address(Uri Endpoint, string Bucket, string Prefix, string AccessKey, string SecretKey, string Region)
{
    /// <summary>Reads «https://HOST[:PORT]/BUCKET[/PREFIX]».</summary>
    /// <exception cref="InputException">A part is missing.</exception>
    public static S3Address Of(string address, Func<string, string?> setting)
    {
        var parts = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.AbsolutePath.Trim('/').Split('/', 2) : [];
        // The text is never repeated: people put keys into it.
        if (uri is not { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } || parts is not [{ Length: > 0 } bucket, ..])
            throw Refused(
                "ORIENTIR_FILES",
                "это не адрес хранилища S3",
                "нужно https://СЕРВЕР/КОРЗИНА (ключи — в ORIENTIR_S3_ACCESS_KEY и ORIENTIR_S3_SECRET_KEY) или папка"
            );
        return new(
            new Uri(uri.GetLeftPart(UriPartial.Authority)),
            bucket,
            parts.Length > 1 ? parts[1].TrimEnd('/') + "/" : "",
            Required("ORIENTIR_S3_ACCESS_KEY"),
            Required("ORIENTIR_S3_SECRET_KEY"),
            setting("ORIENTIR_S3_REGION") is { Length: > 0 } region ? region : "us-east-1"
        );

        string Required(string name) =>
            setting(name) is { Length: > 0 } value
                ? value
                : throw Refused(name, "не задано", "хранилищу S3 из ORIENTIR_FILES нужны ключ доступа и секретный ключ");
    }

    private static InputException Refused(string place, string found, string allowed) => new([new(place, found, allowed)]);
}
