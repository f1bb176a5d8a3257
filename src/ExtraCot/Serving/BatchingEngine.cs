using System.Threading.Channels;
using ExtraCot.Nn.Generation;

namespace ExtraCot.Serving;

/// <summary>Requests in batches: what came while one ran is the next.</summary>
internal sealed class BatchingEngine : ITokenEngine
{
    private readonly InferenceEngine engine;
    private readonly Channel<(GenerationRequest Request, ChannelWriter<TokenEvent> Output)> waiting =
        Channel.CreateUnbounded<(GenerationRequest, ChannelWriter<TokenEvent>)>();
    private readonly Thread worker;

    public BatchingEngine(InferenceEngine engine)
    {
        this.engine = engine;
        worker = new Thread(Work) { IsBackground = true, Name = "engine" };
        worker.Start();
    }

    public ChannelReader<TokenEvent> Submit(GenerationRequest request)
    {
        var output = Channel.CreateUnbounded<TokenEvent>(new() { SingleReader = true });
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite((request, output.Writer)), this);
        return output.Reader;
    }

    public void Dispose()
    {
        waiting.Writer.TryComplete();
        worker.Join();
        engine.Dispose();
    }

    private void Work()
    {
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var batch = new List<(GenerationRequest Request, ChannelWriter<TokenEvent> Output)>();
            while (waiting.Reader.TryRead(out var next)) batch.Add(next);
            engine.Generate([.. batch.Select(item => item.Request)], token =>
                batch[token.Request].Output.TryWrite(new(token.Sample, token.TokenId, token.FinishReason)));
            foreach (var (_, output) in batch) output.Complete();
        }
    }
}
