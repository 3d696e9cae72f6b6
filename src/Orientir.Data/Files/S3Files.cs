using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Orientir.Core;
using Orientir.Core.Files;

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

/// <summary>
/// Files as objects of S3-compatible storage: «PREFIXab/cdef…» by the hash. An object appears whole or not at all; it is read back before
/// it counts as kept.
/// </summary>
/// <param name="address">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="temporary">Where bytes wait until they are sent.</param>
public sealed class S3Files(S3Address address, TimeProvider time, TemporaryFolder temporary) : IFileStore, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Whoever removes an object says so first in one of these names; one left by a killed process counts no more after this.
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromMinutes(5);

    private readonly AmazonS3Client client = new(
        new BasicAWSCredentials(address.AccessKey, address.SecretKey),
        new AmazonS3Config
        {
            ServiceURL = address.Endpoint.ToString(),
            AuthenticationRegion = address.Region,
            ForcePathStyle = true,
            // Storages other than Amazon's know the older signature of a body, and no trailing check sums; the hash is checked here anyhow.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            MaxErrorRetry = 3,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            Timeout = TimeSpan.FromMinutes(5),
        }
    );

    public string Place => $"{address.Endpoint.GetLeftPart(UriPartial.Authority)}/{address.Bucket}/{address.Prefix}";

    public Task ProveThereAsync(CancellationToken cancel = default) =>
        TriedAsync(
            async () =>
            {
                var asked = new ListObjectsV2Request
                {
                    BucketName = address.Bucket,
                    Prefix = address.Prefix,
                    MaxKeys = 2,
                };
                return (await client.ListObjectsV2Async(asked, cancel)).S3Objects?.Exists(one => one.Key != OwnerKey) == true
                    ? true
                    : throw new FileStoreException(
                        "Хранилище файлов пусто, хотя о файлах есть записи. Сообщите администратору и повторите позже.",
                        $"{Place}: в нём ничего нет"
                    );
            },
            writing: false,
            cancel
        );

    private string KeyOf(string hash) => address.Prefix + FileKey.Of(hash);

    private string OwnerKey => $"{address.Prefix}owner";

    public Task<string?> OwnerAsync(CancellationToken cancel = default) =>
        TriedAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.GetObjectAsync(address.Bucket, OwnerKey, cancel);
                    using var reader = new StreamReader(answer.ResponseStream);
                    return (string?)(await reader.ReadToEndAsync(cancel)).Trim();
                }
                catch (AmazonS3Exception fault) when (fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode != "NoSuchBucket")
                {
                    return null;
                }
            },
            writing: false,
            cancel
        );

    public Task OwnAsync(string mark, CancellationToken cancel = default) =>
        TriedAsync(
            () =>
                client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = address.Bucket,
                        Key = OwnerKey,
                        ContentBody = mark,
                        UseChunkEncoding = false,
                    },
                    cancel
                ),
            writing: true,
            cancel
        );

    private string RemovalOf(string hash) => $"{address.Prefix}removing/{hash}";

    public async Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default)
    {
        // An object is named before it is sent: the bytes wait in a file nobody else sees.
        await using var spool = await SpoolAsync(content, cancel);
        var written = new FileContent(Convert.ToHexStringLower(await SHA256.HashDataAsync(spool, cancel)), spool.Length);
        return await TriedAsync(
            async () =>
            {
                for (var kept = false; ; kept = true)
                {
                    // Sent again, an object is kept anew: whoever collects looks at its time.
                    if (kept || !IsFresh(await HeadAsync(KeyOf(written.Hash), cancel), written.Length))
                        await SendAsync(written.Hash, spool, cancel);
                    var removal = await HeadAsync(RemovalOf(written.Hash), cancel);
                    // Read back after looking for a removal: one that begins later sees the new time and leaves the object; one that ended
                    // in between has left nothing to read back.
                    if ((removal is null || IsOlderThan(removal.LastModified, RemovalPatience)) && await HoldsAsync(written, cancel))
                        return written;
                    await Task.Delay(Pause, time, cancel);
                }
            },
            writing: true,
            cancel
        );
    }

    private async Task<FileStream> SpoolAsync(Stream content, CancellationToken cancel)
    {
        // What the sender does wrong is no fault of this disk.
        var reading = false;
        FileStream? spool = null;
        try
        {
            spool = new FileStream(
                temporary.NewName(),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                1 << 16,
                FileOptions.Asynchronous | FileOptions.DeleteOnClose
            );
            var buffer = new byte[1 << 16];
            while (true)
            {
                reading = true;
                var read = await content.ReadAsync(buffer, cancel);
                reading = false;
                if (read == 0)
                    break;
                await spool.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            await spool.FlushAsync(cancel);
            spool.Position = 0;
            return spool;
        }
        catch (Exception fault)
        {
            if (spool is not null)
                await spool.DisposeAsync();
            if (reading || fault is not (IOException or UnauthorizedAccessException))
                throw;
            throw new FileStoreException(
                "Файл не сохранён: на диске сайта нет места для временного файла или права его записать. Прежние файлы целы. Сообщите "
                    + "администратору, а когда он исправит, повторите.",
                $"{temporary.Folder}: {fault.Message}",
                fault
            );
        }
    }

    private bool IsFresh(GetObjectMetadataResponse? there, long length) =>
        there?.ContentLength == length && !IsOlderThan(there.LastModified, CollectFiles.Grace / 2);

    private bool IsOlderThan(DateTime? moment, TimeSpan age) => moment?.ToUniversalTime() < time.GetUtcNow().UtcDateTime - age;

    private async Task SendAsync(string hash, FileStream spool, CancellationToken cancel)
    {
        spool.Position = 0;
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = address.Bucket,
                Key = KeyOf(hash),
                InputStream = spool,
                AutoCloseStream = false,
                UseChunkEncoding = false,
                ContentType = "application/octet-stream",
            },
            cancel
        );
    }

    private async Task<bool> HoldsAsync(FileContent expected, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetObjectAsync(address.Bucket, KeyOf(expected.Hash), cancel);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.ResponseStream, cancel)) == expected.Hash;
        }
        catch (AmazonS3Exception fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancel)
    {
        try
        {
            return await client.GetObjectMetadataAsync(address.Bucket, key, cancel);
        }
        catch (AmazonS3Exception fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default) =>
        TriedAsync<Stream?>(
            async () =>
                FileKey.IsHash(hash) && await HeadAsync(KeyOf(hash), cancel) is { } there
                    ? new S3Object(
                        client,
                        address.Bucket,
                        KeyOf(hash),
                        there.ContentLength,
                        (read, stop) => TriedAsync(read, writing: false, stop)
                    )
                    : null,
            writing: false,
            cancel
        );

    public Task<long?> LengthAsync(string hash, CancellationToken cancel = default) =>
        TriedAsync(async () => FileKey.IsHash(hash) ? (await HeadAsync(KeyOf(hash), cancel))?.ContentLength : null, writing: false, cancel);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var (key, _) in ObjectsAsync("", cancel))
            if (key.Length > address.Prefix.Length + 3 && key[address.Prefix.Length + 2] == '/')
                if (key[address.Prefix.Length..].Remove(2, 1) is var hash && FileKey.IsHash(hash))
                    yield return hash;
    }

    private async IAsyncEnumerable<(string Key, DateTime? At)> ObjectsAsync(string below, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix + below };
        do
        {
            var page = await TriedAsync(() => client.ListObjectsV2Async(request, cancel), writing: false, cancel);
            foreach (var found in page.S3Objects ?? [])
                yield return (found.Key, found.LastModified);
            request.ContinuationToken = page.NextContinuationToken;
        } while (request.ContinuationToken is not null);
    }

    public async Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default)
    {
        return await TriedAsync(
            async () =>
            {
                if (!await IsOldAsync())
                    return false;
                await client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = address.Bucket,
                        Key = RemovalOf(hash),
                        ContentBody = "",
                        UseChunkEncoding = false,
                    },
                    cancel
                );
                try
                {
                    if (!await IsOldAsync())
                        return false;
                    await client.DeleteObjectAsync(address.Bucket, KeyOf(hash), cancel);
                    return true;
                }
                finally
                {
                    await client.DeleteObjectAsync(address.Bucket, RemovalOf(hash), CancellationToken.None);
                }
            },
            writing: true,
            cancel
        );

        async Task<bool> IsOldAsync() => (await HeadAsync(KeyOf(hash), cancel))?.LastModified?.ToUniversalTime() < unlessSince;
    }

    public async Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default)
    {
        var removed = 0;
        await foreach (var (key, at) in ObjectsAsync("removing/", cancel))
            if (at?.ToUniversalTime() < before)
            {
                await TriedAsync(() => client.DeleteObjectAsync(address.Bucket, key, cancel), writing: true, cancel);
                removed++;
            }
        return removed;
    }

    private async Task<T> TriedAsync<T>(Func<Task<T>> work, bool writing, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception fault)
            when (fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
                || (fault is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            var what = fault switch
            {
                AmazonS3Exception { ErrorCode: "NoSuchBucket" } => $"в нём нет корзины «{address.Bucket}»",
                AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } => "оно отказало в доступе: проверьте ключи",
                AmazonS3Exception refused when (int)refused.StatusCode > 0 => string.Create(
                    CultureInfo.InvariantCulture,
                    $"оно ответило {(int)refused.StatusCode} {refused.ErrorCode}"
                ),
                _ => "оно не отвечает",
            };
            throw new FileStoreException(
                $"{(writing ? "Файл не сохранён" : "Файл не читается")}: хранилище файлов отказало. "
                    + "Прежние файлы целы. Сообщите администратору и повторите позже.",
                $"{Place}: {what}",
                fault
            );
        }
    }

    public void Dispose() => client.Dispose();
}
