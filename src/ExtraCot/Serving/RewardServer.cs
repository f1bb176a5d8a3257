using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Rewarding;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Serving;

/// <summary>What <c>extracot reward serve</c> runs.</summary>
public static class RewardServer
{
    /// <summary>A host with the reward routes; it does not listen yet.</summary>
    /// <param name="tokenizer">Folder of the trained model's tokenizer.</param>
    /// <param name="reward">Constants; R_mode counts where a label knows r*.</param>
    /// <param name="options">Address, key and limits.</param>
    /// <exception cref="Text.InputException">The tokenizer or the options cannot be used.</exception>
    public static ServingHost Create(string tokenizer, RewardOptions reward, ServingOptions options)
    {
        var scorer = new RewardScorer(PromptFormat.For(TokenizerFile.Load(tokenizer)), reward);
        return new ServingHost(options, (routes, metrics) => RewardEndpoints.Map(routes, metrics, scorer));
    }

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="tokenizer">Folder of the trained model's tokenizer.</param>
    /// <param name="reward">Constants.</param>
    /// <param name="options">Address, key and limits.</param>
    /// <param name="output">Told where it listens.</param>
    /// <param name="cancellation">Ends it gracefully.</param>
    public static async Task RunAsync(string tokenizer, RewardOptions reward, ServingOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using var host = Create(tokenizer, reward, options);
        await host.StartAsync(cancellation);
        await output.WriteLineAsync($"rewards at {host.Address}get_reward (OpenRLHF) and {host.Address}rewards; Ctrl-C stops");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
