using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Orientir.Core.Files;

namespace Orientir.Data.Files;

/// <summary>
/// Files as objects of S3-compatible storage: «PREFIXab/cdef…-WORD» by the hash and a word of its own. An object appears whole or not at
/// all; it is read back before it counts as kept. No name is ever given twice: a request of long ago that storage does late, a removal
/// above all, finds nothing of what was kept since. Of several objects of a hash the newest of right bytes serves.
/// </summary>
/// <param name="address">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="temporary">Where bytes wait until they are sent.</param>
/// <param name="silence">How long storage may say nothing; null for the usual.</param>
public sealed class S3Files(S3Address address, TimeProvider time, TemporaryFolder temporary, TimeSpan? silence = null)
    : IFileStore,
        IDisposable
{
    // A disk that spoils what it stores does so again: after as many sendings people are told.
    private const int Attempts = 3;

    // What spoils bytes on their way may be over in a moment.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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
            // What bounds a request is known here alone: see S3Patience.
            Timeout = Timeout.InfiniteTimeSpan,
        }
    );

    private readonly S3Patience patience = new(silence ?? S3Patience.UsualSilence);

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
                return
                    (await patience.WaitAsync(stop => client.ListObjectsV2Async(asked, stop), cancel)).S3Objects?.Exists(one =>
                        one.Key != OwnerKey
                    ) == true
                    ? true
                    : throw new FileStoreException(
                        "Хранилище файлов пусто, хотя о файлах есть записи. Сообщите администратору и повторите позже.",
                        $"{Place}: в нём ничего нет"
                    );
            },
            writing: false,
            cancel
        );

    private string OwnerKey => $"{address.Prefix}owner";

    public Task<string?> OwnerAsync(CancellationToken cancel = default) =>
        AskAsync(
            async stop =>
            {
                try
                {
                    using var answer = await client.GetObjectAsync(address.Bucket, OwnerKey, stop);
                    using var reader = new StreamReader(answer.ResponseStream);
                    return (string?)(await reader.ReadToEndAsync(stop)).Trim();
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
        AskAsync(
            stop =>
                client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = address.Bucket,
                        Key = OwnerKey,
                        ContentBody = mark,
                        UseChunkEncoding = false,
                    },
                    stop
                ),
            writing: true,
            cancel
        );

    public async Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default)
    {
        // An object is named before it is sent: the bytes wait in a file nobody else sees.
        await using var spool = await SpoolAsync(content, cancel);
        var written = new FileContent(Convert.ToHexStringLower(await SHA256.HashDataAsync(spool, cancel)), spool.Length);
        return await TriedAsync(() => KeepAsync(written, spool, cancel), writing: true, cancel);
    }

    private async Task<FileContent> KeepAsync(FileContent written, FileStream spool, CancellationToken cancel)
    {
        string? key = null;
        for (var sent = 0; ; sent++)
        {
            // Looked for as readers do. What is given back wrongly is left: it may be right, spoilt only on its way here, and another site
            // may have found it right and rely on it. It keeps nobody from right bytes, and the collection removes it.
            var there = await ObjectsAsync(FileKey.Of(written.Hash), writing: true, cancel).ToListAsync(cancel);
            if (await RightAsync(there.Where(one => key is null ? IsFresh(one) : one.Key == key), written.Hash, cancel) is not null)
                return written;
            if (sent == Attempts)
                throw new FileStoreException(
                    "Файл не сохранён: хранилище файлов отдаёт не те байты, которые ему отправлены. Прежние файлы целы. Сообщите "
                        + "администратору, а когда он исправит, повторите.",
                    $"{Place}: {written.Hash[..12]}… отправлен {Russian.Count(Attempts, "раз", "раза", "раз")} и каждый раз читается "
                        + "другим; проверьте диски хранилища и посредников на пути к нему"
                );
            if (sent > 0)
                await Task.Delay(Pause, time, cancel);
            key = await SendAsync(written.Hash, spool, cancel);
        }
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

    // The collection goes by the time of an object: a fresh one stays until its row is written, an older one may be removed before.
    private bool IsFresh(S3Object there) => there.LastModified?.ToUniversalTime() >= time.GetUtcNow().UtcDateTime - CollectFiles.Grace / 2;

    /// <summary>Sends bytes as an object of a new name, and gives the name.</summary>
    private async Task<string> SendAsync(string hash, FileStream spool, CancellationToken cancel)
    {
        var key = $"{address.Prefix}{FileKey.Of(hash)}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        spool.Position = 0;
        await patience.WaitAsync(
            (goesOn, stop) =>
                client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = address.Bucket,
                        Key = key,
                        InputStream = spool,
                        AutoCloseStream = false,
                        UseChunkEncoding = false,
                        ContentType = "application/octet-stream",
                        StreamTransferProgress = (_, _) => goesOn(),
                    },
                    stop
                ),
            spool.Length,
            cancel
        );
        return key;
    }

    private async Task<bool> HoldsAsync(S3Object one, string hash, CancellationToken cancel)
    {
        try
        {
            await using var content = Opened(one, (read, _) => read());
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) == hash;
        }
        catch (Exception fault)
            when (fault is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } or AmazonClientException or EndOfStreamException)
        {
            // It is not there, or the client itself found bytes that the tag of the object does not fit.
            return false;
        }
    }

    private S3Stream Opened(S3Object one, Func<Func<Task<int>>, CancellationToken, Task<int>> tried) =>
        new(client, address.Bucket, one.Key, one.Size ?? 0, patience, tried);

    /// <summary>The newest of right bytes; null where there is none.</summary>
    private async Task<S3Object?> RightAsync(IEnumerable<S3Object> objects, string hash, CancellationToken cancel)
    {
        foreach (var one in NewestFirst(objects))
            if (await HoldsAsync(one, hash, cancel))
                return one;
        return null;
    }

    private static IEnumerable<S3Object> NewestFirst(IEnumerable<S3Object> objects) =>
        objects.OrderByDescending(one => (one.LastModified, one.Key));

    private static DateTime? NewestTime(IEnumerable<S3Object> objects) => objects.Max(one => one.LastModified)?.ToUniversalTime();

    // One alone is read by whoever opens it and proves it; of several, seldom more than a day, it is found here which serves.
    private async Task<S3Object?> ServingAsync(string hash, CancellationToken cancel)
    {
        if (!FileKey.IsHash(hash))
            return null;
        var objects = await ObjectsAsync(FileKey.Of(hash), writing: false, cancel).ToListAsync(cancel);
        var right = objects.Count > 1 ? await TriedAsync(() => RightAsync(objects, hash, cancel), writing: false, cancel) : null;
        return right ?? NewestFirst(objects).FirstOrDefault();
    }

    public async Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default) =>
        await ServingAsync(hash, cancel) is { } there ? Opened(there, (read, stop) => TriedAsync(read, writing: false, stop)) : null;

    public async Task<long?> LengthAsync(string hash, CancellationToken cancel = default) => (await ServingAsync(hash, cancel))?.Size;

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var (hash, _) in FilesAsync(cancel))
            yield return hash;
    }

    // Keys come in order: the objects of a hash stand together.
    private async IAsyncEnumerable<(string Hash, List<S3Object> Objects)> FilesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        (string Hash, List<S3Object> Objects)? file = null;
        await foreach (var one in ObjectsAsync("", writing: false, cancel))
        {
            if (HashOf(one.Key) is not { } hash)
                continue;
            if (file is { } last && last.Hash == hash)
            {
                last.Objects.Add(one);
                continue;
            }
            if (file is { } before)
                yield return before;
            file = (hash, [one]);
        }
        if (file is { } end)
            yield return end;
    }

    // Those of earlier programs bear no word of their own.
    private string? HashOf(string key) =>
        key[address.Prefix.Length..].Split('-')[0] is [_, _, '/', ..] name && name.Remove(2, 1) is var hash && FileKey.IsHash(hash)
            ? hash
            : null;

    private async IAsyncEnumerable<S3Object> ObjectsAsync(string below, bool writing, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix + below };
        do
        {
            var page = await AskAsync(stop => client.ListObjectsV2Async(request, stop), writing, cancel);
            foreach (var found in page.S3Objects ?? [])
                yield return found;
            request.ContinuationToken = page.NextContinuationToken;
        } while (request.ContinuationToken is not null);
    }

    public async Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default)
    {
        var objects = await ObjectsAsync(FileKey.Of(hash), writing: true, cancel).ToListAsync(cancel);
        // What is old stays old: kept again, the bytes are another object.
        if (!(NewestTime(objects) < unlessSince))
            return false;
        foreach (var one in objects)
            await RemoveAsync(one, cancel);
        return true;
    }

    private Task<DeleteObjectResponse> RemoveAsync(S3Object one, CancellationToken cancel) =>
        AskAsync(stop => client.DeleteObjectAsync(address.Bucket, one.Key, stop), writing: true, cancel);

    public async Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default)
    {
        var removed = 0;
        await foreach (var (hash, objects) in FilesAsync(cancel))
            // What served before the newest came may still be read for a while; where none is right, all stay for who looks into it.
            if (
                objects.Count > 1
                && NewestTime(objects) < before
                && await TriedAsync(() => RightAsync(objects, hash, cancel), writing: false, cancel) is { } right
            )
                foreach (var one in objects.Where(one => one.Key != right.Key))
                {
                    await RemoveAsync(one, cancel);
                    removed++;
                }
        return removed;
    }

    private Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, bool writing, CancellationToken cancel) =>
        TriedAsync(() => patience.WaitAsync(ask, cancel), writing, cancel);

    private async Task<T> TriedAsync<T>(Func<Task<T>> work, bool writing, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception fault)
            when (fault
                    is AmazonServiceException
                        or AmazonClientException
                        or HttpRequestException
                        or IOException
                        or XmlException
                        or FormatException
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
                OperationCanceledException => patience.InWords,
                XmlException or FormatException => "там отвечает не хранилище S3: ответ не понятен",
                _ => $"оно не отвечает ({fault.Message})",
            };
            throw new FileStoreException(
                $"{(writing ? "Файл не сохранён" : "Файл не читается")}: хранилище файлов отказало. "
                    + "Прежние файлы целы. Сообщите администратору и повторите позже.",
                $"{Place}: {what}; проверьте хранилище, сеть до него и ORIENTIR_FILES",
                fault
            );
        }
    }

    public void Dispose() => client.Dispose();
}
