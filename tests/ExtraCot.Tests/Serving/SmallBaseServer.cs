using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>One server over the shipped model for all tests that only ask it.</summary>
public sealed class SmallBaseServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.Start();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
