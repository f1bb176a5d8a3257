using System.Collections.Concurrent;
using System.Threading.Channels;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Tests.Serving;

/// <summary>A model whose answers are written down beforehand; it can be made to wait between two tokens.</summary>
internal sealed class ScriptedModel
{
    private static readonly Lazy<PromptFormat> SmallWorldFormat = new(() => PromptFormat.For(TokenizerFile.Load(Repository.Path("models", "small-base"))));
    private static readonly Lazy<PromptFormat> QwenFormat = new(LoadQwen);
    private readonly Channel<int> gate = Channel.CreateUnbounded<int>();
    private readonly bool waits;

    private ScriptedModel(PromptFormat format, IReadOnlyList<int> script, bool waits, Func<ReadOnlySpan<float>, SeededRandom?, int>? choose, GenerationConfig? defaults)
    {
        this.waits = waits;
        Served = new ServedModel("scripted", format, contextLength: 1000, (request, onToken) => Task.Run(() => Play(request, script, onToken))) { ChooseRatio = choose, Defaults = defaults ?? new() };
    }

    internal ServedModel Served { get; }

    internal ConcurrentQueue<GenerationRequest> Requests { get; } = [];

    internal static PromptFormat SmallWorld => SmallWorldFormat.Value;

    /// <summary>Qwen3's tokenizer with the control tokens; skips the test where the reference data is absent.</summary>
    internal static PromptFormat Qwen => QwenFormat.Value;

    /// <param name="format">Of the small world or Qwen's.</param>
    /// <param name="script">The tokens of every answer; the last one stops it.</param>
    /// <param name="waits">Whether each token but the first two waits for <see cref="Release"/>.</param>
    /// <param name="choose">A control head.</param>
    /// <param name="defaults">What its folder recommends.</param>
    internal static ScriptedModel Of(PromptFormat format, IReadOnlyList<int> script, bool waits = false,
        Func<ReadOnlySpan<float>, SeededRandom?, int>? choose = null, GenerationConfig? defaults = null) => new(format, script, waits, choose, defaults);

    /// <summary>Lets every answer go on to its end.</summary>
    internal void Release() => gate.Writer.TryComplete();

    private async Task Play(GenerationRequest request, IReadOnlyList<int> script, Action<GeneratedToken> onToken)
    {
        Requests.Enqueue(request);
        var length = Math.Min(script.Count, request.Options.MaxNewTokens);
        for (var i = 0; i < length; i++)
        {
            if (waits && i > 1)
            {
                try
                {
                    await gate.Reader.WaitToReadAsync(request.Cancellation);
                }
                catch (OperationCanceledException)
                {
                }
            }
            var finish = request.Cancellation.IsCancellationRequested ? FinishReason.Cancelled
                : i < length - 1 ? (FinishReason?)null
                : length < script.Count ? FinishReason.Length : FinishReason.Stop;
            for (var sample = 0; sample < request.Samples; sample++) onToken(new(0, sample, finish == FinishReason.Cancelled ? -1 : script[i], finish));
            if (finish == FinishReason.Cancelled) return;
        }
    }

    private static PromptFormat LoadQwen()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf(TokenizerFile.FileName);
        TokenizerFile.AddTokens(SharedData.Path("tokenizers", "qwen3", TokenizerFile.FileName), file, [.. ControlToken.All.Select(token => token.Text)]);
        return PromptFormat.For(TokenizerFile.Load(file));
    }
}
