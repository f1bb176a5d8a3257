using System.Text.Json;
using ExtraCot.Runs;
using ExtraCot.SftData;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.SftData;

/// <summary>A build over a few hundred problems of the small world with the thoughts their generator writes.</summary>
internal sealed class SmallBuild : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallBuild(int problems = 300)
    {
        var responses = File.ReadLines(SharedData.Path("data", "small-world", "train.jsonl")).Take(problems).Select(line => JsonDocument.Parse(line).RootElement).Select(Response);
        Input = folder.Write("responses.jsonl", string.Join('\n', responses));
        Options = new SftBuildOptions
        {
            Inputs = [Input],
            Tokenizer = ShippedModels.Find("small-base"),
            Compress = new CompressOptions { SmallWorld = true, Tolerance = .1 },
            Split = new SplitOptions { Sft = .5, Policy = .3, RlTrain = .1, RlTest = .05, Validation = .05, OverlapWords = 0 },
            Filter = new FilterOptions { MinTokens = [10, 10, 10, 10, 10], Bigrams = [2, 2, 2, 2, 2] },
            TokenSkip = new TokenSkipOptions { Enabled = true },
        };
    }

    public string Input { get; }

    public SftBuildOptions Options { get; set; }

    public string Folder => folder.PathOf("run");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text) => folder.Write(name, text);

    public SftManifest Run(bool resume = false)
    {
        using var run = RunFolder.Open(Folder, Options, resume);
        return new SftBuildRun(Options, run, IStageProgress.None, TestContext.Current.CancellationToken).Run();
    }

    /// <summary>Runs until a stage reports for the first time.</summary>
    public void RunUntil(string stage)
    {
        using var stop = new CancellationTokenSource();
        using var run = RunFolder.Open(Folder, Options, resume: false);
        new SftBuildRun(Options, run, new StopAt(stage, stop), stop.Token).Run();
    }

    public void Dispose() => folder.Dispose();

    private static string Response(JsonElement problem, int i)
    {
        // Every tenth answer is wrong, every eleventh thought breaks off.
        var answer = i % 10 == 9 ? "77777" : problem.GetProperty("answer").ToString();
        var thought = problem.GetProperty("cot").GetString();
        return JsonSerializer.Serialize(new
        {
            id = problem.GetProperty("id").GetString(),
            question = problem.GetProperty("question").GetString(),
            gold = problem.GetProperty("answer").ToString(),
            response = i % 11 == 10 ? $"<think>{thought}" : $"<think>{thought}</think>\\boxed{{{answer}}}",
        });
    }

    private sealed class StopAt(string stage, CancellationTokenSource stop) : IStageProgress
    {
        private string current = "";

        public void Begin(string stage, long total, string unit = "steps", long done = 0) => current = stage;

        public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values)
        {
            if (current == stage) stop.Cancel();
        }

        public void End() { }

        public void Skip(string stage) { }
    }
}
