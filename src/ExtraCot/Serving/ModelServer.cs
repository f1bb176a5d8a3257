using ExtraCot.Nn.Generation;
using ExtraCot.Text;

namespace ExtraCot.Serving;

/// <summary>A model folder behind OpenAI's protocol, with the playground at <c>/</c>: what <c>extracot serve</c> runs.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly ServedModel model;
    private readonly ServingHost host;

    /// <summary>Puts a model behind a host; it does not listen yet.</summary>
    /// <param name="model">Owned by the server from now on.</param>
    /// <param name="options">Address, key and limits.</param>
    /// <param name="budgets">How requests choose their ratio; null for the defaults.</param>
    /// <param name="maxQueue">Most answers running or waiting.</param>
    /// <exception cref="InputException">The options do not fit together.</exception>
    public ModelServer(ServedModel model, ServingOptions options, BudgetMapping? budgets = null, int maxQueue = DefaultMaxQueue)
    {
        if (maxQueue < 1) throw new InputException($"a queue of {maxQueue} lets nobody in: expected 1 or more");
        this.model = model;
        host = new ServingHost(options, (routes, metrics) =>
        {
            OpenAiEndpoints.Map(routes, metrics, model, budgets ?? new BudgetMapping(), maxQueue);
            Playground.Map(routes, model);
        }, () => model.Failure() is { } failure ? ServedModel.FirstLine(failure) : null);
    }

    /// <summary>Default of the queue: room for 256 answers, running and waiting ones together.</summary>
    public const int DefaultMaxQueue = 256;

    /// <value>Where it listens, once started.</value>
    public Uri Address => host.Address;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="InputException">The address or port cannot be had.</exception>
    public Task StartAsync(CancellationToken cancellation = default) => host.StartAsync(cancellation);

    /// <summary>Refuses new connections and lets running requests finish, within the time the options give them.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => host.StopAsync(cancellation);

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="model">Name or folder of the model.</param>
    /// <param name="engine">Context length and memory.</param>
    /// <param name="options">Address, key and limits.</param>
    /// <param name="budgets">How requests choose their ratio.</param>
    /// <param name="maxQueue">Most answers running or waiting.</param>
    /// <param name="output">Told where it listens and when it stops.</param>
    /// <param name="cancellation">Ends it gracefully.</param>
    /// <exception cref="InputException">The model or the options cannot be used.</exception>
    public static async Task RunAsync(string model, EngineOptions engine, ServingOptions options, BudgetMapping budgets, int maxQueue, TextWriter output, CancellationToken cancellation)
    {
        options.Check(); // a model takes long to load: refuse first
        await using var server = new ModelServer(ServedModel.Load(model, engine), options, budgets, maxQueue);
        await server.StartAsync(cancellation);
        await output.WriteLineAsync($"{server.model.Name} at {server.Address} (playground), {server.Address}v1 (OpenAI); Ctrl-C stops");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync($"stopping: running requests may finish, at most {options.ShutdownSeconds:0} s");
        }
        await server.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        model.Dispose();
    }
}
