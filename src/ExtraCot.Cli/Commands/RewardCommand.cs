using System.CommandLine;
using ExtraCot.Chrpo;
using ExtraCot.Options;
using ExtraCot.Serving;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot reward</c></summary>
internal static class RewardCommand
{
    internal static Command Create() => new("reward", "Rewards for trainers elsewhere.") { Serve() };

    private static Verb Serve()
    {
        var defaults = new ServingOptions();
        var tokenizer = new Option<string>("--tokenizer") { Description = "Folder with the trained model's tokenizer.json.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file with the constants of the rewards.", HelpName = "FILE" };
        var host = new Option<string>("--host") { Description = "Address to listen on; 0.0.0.0 for all, which needs a key.", DefaultValueFactory = _ => defaults.Host };
        var port = new Option<int>("--port") { Description = "TCP port; 0 takes a free one.", DefaultValueFactory = _ => 5000 };
        var key = new Option<string?>("--api-key-env") { Description = "Environment variable with the key that clients must send.", HelpName = "NAME" };
        var body = new Option<long>("--max-body") { Description = "Largest request body in bytes.", DefaultValueFactory = _ => 64 << 20 };
        var verb = new Verb("serve", "Score responses over HTTP: OpenRLHF's protocol at /get_reward, items with ids or text at /rewards (verl, TRL).",
            "extracot reward serve --tokenizer models/qwen3-comp --port 5000", "EXTRACOT_KEY=… extracot reward serve --tokenizer models/qwen3-comp --host 0.0.0.0 --api-key-env EXTRACOT_KEY")
        { tokenizer, file, host, port, key, body };
        verb.Runs((parsed, cancellation) =>
        {
            var reward = parsed.GetValue(file) is { } path ? OptionsFile.Load(path, Default) : Default;
            OptionsFile.Check(reward, parsed.GetValue(file) ?? "reward serve");
            var options = new ServingOptions
            {
                Host = parsed.GetRequiredValue(host),
                Port = parsed.GetValue(port),
                ApiKey = parsed.GetValue(key) is { } variable ? ServingOptions.KeyFrom(variable) : null,
                MaxBodyBytes = parsed.GetValue(body),
            };
            RewardServer.RunAsync(parsed.GetRequiredValue(tokenizer), reward, options, parsed.InvocationConfiguration.Output, cancellation).GetAwaiter().GetResult();
        });
        return verb;
    }

    // Trainers elsewhere have no control head: the first reconstruction's R_mode and R_ctrl are what they can use.
    private static RewardOptions Default { get; } = new() { Mode = new() };
}
