namespace Orientir.Core.Tests.Data;

/// <summary>A stream of any length that keeps in memory only the parts that are not zero.</summary>
internal sealed class SparseStream : Stream
{
    private const int Part = 1 << 16;

    private readonly Dictionary<long, byte[]> parts = [];
    private long length;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => true;
    public override long Length => length;
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var (part, from) = Math.DivRem(Position, Part);
        var count = (int)Math.Min(Math.Min(buffer.Length, Part - from), Math.Max(0, length - Position));
        if (parts.GetValueOrDefault(part) is { } bytes)
            bytes.AsSpan((int)from, count).CopyTo(buffer);
        else
            buffer[..count].Clear();
        Position += count;
        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (part, from) = Math.DivRem(Position, Part);
            var piece = buffer[..(int)Math.Min(buffer.Length, Part - from)];
            if (!parts.TryGetValue(part, out var bytes) && piece.ContainsAnyExcept((byte)0))
                parts[part] = bytes = new byte[Part];
            if (bytes is not null)
                piece.CopyTo(bytes.AsSpan((int)from));
            Position += piece.Length;
            length = Math.Max(length, Position);
            buffer = buffer[piece.Length..];
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position =
            offset
            + origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => Position,
                _ => length,
            };

    public override void SetLength(long value) => length = value;

    public override void Flush() { }
}
