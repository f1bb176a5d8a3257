using Microsoft.AspNetCore.Http;

namespace ExtraCot.Serving;

/// <summary>
/// A request body that may not be longer than a limit. Kestrel has such a limit too, but cuts the connection while the client is still
/// sending, so that the client rarely learns why; here what is left is read and dropped for a few seconds, and the refusal arrives.
/// </summary>
internal sealed class LimitedBody(HttpRequest request, long limit) : Stream
{
    private readonly Stream body = request.Body;
    private readonly long? declared = request.ContentLength;
    private long taken;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ApiException">The body is too long; status 413.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (declared > limit) throw TooLarge();
        var count = await body.ReadAsync(buffer, cancellationToken);
        taken += count;
        return taken <= limit ? count : throw TooLarge();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private ApiException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, $"the request body is larger than this server's limit of {limit} bytes", code: "body_too_large");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
