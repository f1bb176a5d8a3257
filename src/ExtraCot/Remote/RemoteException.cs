using System.Net;

namespace ExtraCot.Remote;

/// <summary>A request that the endpoint refused, or that failed at every try. Nothing is known about its answer.</summary>
/// <param name="message">One readable line: address, what happened, how often.</param>
/// <param name="status">The last HTTP status; null when there was no response.</param>
/// <param name="inner">The cause.</param>
public sealed class RemoteException(string message, HttpStatusCode? status, Exception? inner = null) : Exception(message, inner)
{
    /// <value>The last HTTP status; null when there was no response.</value>
    public HttpStatusCode? Status => status;

    /// <value>Whether the next request would fare no better: the key is refused, or the endpoint does not have what was asked for.</value>
    public bool IsRefusal => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented;
}
