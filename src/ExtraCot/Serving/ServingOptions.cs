using System.Net;
using ExtraCot.Text;

namespace ExtraCot.Serving;

/// <summary>Where and for whom a <see cref="ServingHost"/> listens, and what it takes.</summary>
public sealed record ServingOptions
{
    /// <value>Address to listen on: an IP address or <c>localhost</c>. Default 127.0.0.1, this machine alone.</value>
    public string Host { get; init; } = "127.0.0.1";

    /// <value>TCP port; 0 takes a free one. Default 8000.</value>
    public int Port { get; init; } = 8000;

    /// <value>Clients must send it as <c>Authorization: Bearer KEY</c>; null (default) asks for none, which only a loopback address may do.</value>
    public string? ApiKey { get; init; }

    /// <value>Largest request body in bytes. Default 4 MiB.</value>
    public long MaxBodyBytes { get; init; } = 4 << 20;

    /// <value>Seconds that running requests may go on after a stop. Default 60.</value>
    public double ShutdownSeconds { get; init; } = 60;

    /// <summary>Checks everything and returns the address to listen on.</summary>
    /// <exception cref="InputException">The address or port is none, or it is public and there is no key, or a limit is out of range.</exception>
    internal IPEndPoint Check()
    {
        if (MaxBodyBytes < 1) throw new InputException($"a request body of at most {MaxBodyBytes} bytes lets nothing in: expected 1 or more");
        if (ShutdownSeconds is not (>= 0 and <= 86_400)) throw new InputException($"{ShutdownSeconds} seconds for running requests at the end: expected 0 to 86400");
        var address = Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Host, out var parsed) ? parsed : null;
        if (address is null) throw new InputException($"host '{Host}' is no address to listen on: give an IP address, 127.0.0.1 for this machine alone or 0.0.0.0 for all");
        if (Port is < 0 or > IPEndPoint.MaxPort) throw new InputException($"port {Port} is no TCP port: expected 0 … {IPEndPoint.MaxPort}");
        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(ApiKey))
            throw new InputException($"host {Host} can be reached from other machines, and there is no key: set an environment variable and name it with --api-key-env");
        return new IPEndPoint(address, Port);
    }

    /// <summary>The key in an environment variable.</summary>
    /// <exception cref="InputException">It is not set.</exception>
    public static string KeyFrom(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key
        ? key
        : throw new InputException($"the environment variable {variable} is not set; put the API key there");
}
