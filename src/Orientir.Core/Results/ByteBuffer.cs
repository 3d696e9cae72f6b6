using System.Buffers;

namespace Orientir.Core.Results;

/// <summary>
/// Bytes that are written again and again into the same room. The framework's own writer is compiled at every start, and slowly run at
/// first: over 300,000 cells that is what a reader waits for.
/// </summary>
internal sealed class ByteBuffer(int room) : IBufferWriter<byte>
{
    private byte[] bytes = new byte[room];
    private int written;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, written);

    public void Clear() => written = 0;

    public void Append(ReadOnlySpan<byte> more)
    {
        Reserve(more.Length);
        more.CopyTo(bytes.AsSpan(written));
        written += more.Length;
    }

    /// <summary>Appends an array from a place on. To make a span of it first would be a call for each of 300,000 cells.</summary>
    public void Append(byte[] more, int from)
    {
        var length = more.Length - from;
        Reserve(length);
        Buffer.BlockCopy(more, from, bytes, written, length);
        written += length;
    }

    public void Advance(int count) => written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsSpan(written);
    }

    private void Reserve(int more)
    {
        if (bytes.Length - written < more)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, written + more));
    }
}
