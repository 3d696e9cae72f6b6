using Amazon.S3;
using Amazon.S3.Model;

namespace Orientir.Data.Files;

/// <summary>An object read from any position: a request is begun where reading begins, and goes on while reading does.</summary>
/// <param name="client">Asks.</param>
/// <param name="bucket">Where.</param>
/// <param name="key">What.</param>
/// <param name="length">Bytes.</param>
/// <param name="tried">Tells what keeps it from being read as a fault of the store.</param>
internal sealed class S3Stream(
    AmazonS3Client client,
    string bucket,
    string key,
    long length,
    Func<Func<Task<int>>, CancellationToken, Task<int>> tried
) : Stream
{
    private GetObjectResponse? answer;
    private long position;

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
        position >= length || buffer.IsEmpty ? 0 : await tried(() => ReadPartAsync(buffer, cancellationToken), cancellationToken);

    private async Task<int> ReadPartAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        answer ??= await client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                ByteRange = new ByteRange(position, length - 1),
            },
            cancellationToken
        );
        var read = await answer.ResponseStream.ReadAsync(buffer, cancellationToken);
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
        answer = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Drop();
        base.Dispose(disposing);
    }
}
