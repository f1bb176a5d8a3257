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
}
