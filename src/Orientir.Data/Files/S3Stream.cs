using System.Diagnostics;
using Amazon.S3;
using Amazon.S3.Model;

namespace Orientir.Data.Files;

/// <summary>An object read from any position: a request is begun where reading begins, and goes on while reading does.</summary>
/// <param name="client">Asks.</param>
/// <param name="bucket">Where.</param>
/// <param name="key">What.</param>
/// <param name="length">Bytes.</param>
/// <param name="patience">How long they are waited for; who reads them slowly is waited for by nobody here.</param>
/// <param name="tried">Tells what keeps it from being read as a fault of the store.</param>
internal sealed class S3Stream(
    AmazonS3Client client,
    string bucket,
    string key,
    long length,
    S3Patience patience,
    Func<Func<Task<int>>, CancellationToken, Task<int>> tried
) : Stream
{
    private GetObjectResponse? answer;
    private long position;
    private TimeSpan waited;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        position >= length || buffer.IsEmpty ? 0 : await tried(() => WaitAsync(buffer, cancellationToken), cancellationToken);

    private async Task<int> WaitAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var left = patience.WholeOf(length) - waited;
            return await patience.WaitAsync((_, stop) => ReadPartAsync(buffer, stop), left, cancellationToken);
        }
        finally
        {
            waited += Stopwatch.GetElapsedTime(begun);
        }
    }

    private async Task<int> ReadPartAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        answer ??= await client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                ByteRange = new ByteRange(position, length - 1),
            },
            cancel
        );
        var read = await answer.ResponseStream.ReadAsync(buffer, cancel);
        if (read == 0)
            throw new EndOfStreamException($"{key} ended at {position} of {length} bytes.");
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to != position)
            Drop();
        return position = to;
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Drop()
    {
        answer?.Dispose();
        (answer, waited) = (null, TimeSpan.Zero);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Drop();
        base.Dispose(disposing);
    }
}
