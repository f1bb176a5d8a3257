using System.Text.Json;
using ExtraCot.Compressor;
using ExtraCot.Nn.Weights;
using ExtraCot.Options;
using ExtraCot.Runs;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Compressor;

public sealed class CompressorRunTests
{
    [Fact]
    public void Should_leave_the_best_and_the_last_model_with_events_and_a_measurement()
    {
        using var folder = new TemporaryFolder();
        var run = folder.PathOf("run");
        var quality = CompressorRun.Run(run, Options(folder), resume: false, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(quality.BudgetF1, .3, 1);
        string[] expected = ["config.json", "evaluation.json", "metrics.jsonl", "model.safetensors", "options.yaml", "tokenizer.json"];
        Assert.Equal(expected, Directory.GetFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["done", "last", "tensorboard"], Directory.GetDirectories(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var best = CompressorModel.Load(run);
        using var last = CompressorModel.Load(Path.Combine(run, "last"));
        var measured = File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.GetProperty("stage").GetString() == "validation").Select(row => row.GetProperty("values").GetProperty("keepF1").GetDouble()).ToList();
        Assert.Equal(quality.BudgetF1, measured.Max(), 0.02); // stored in 16 bits, measured in 32
    }

    [Fact]
    public void Should_come_to_the_same_weights_when_it_was_killed_and_resumed()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        var (whole, killed) = (folder.PathOf("whole"), folder.PathOf("killed"));
        // What a kill leaves is what the disk holds at that moment: three steps behind the last checkpoint, one behind a measurement.
        CompressorRun.Run(whole, options, resume: false, new Snapshot(step: 11, () => Copy(whole, killed)), TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(Path.Combine(killed, "checkpoints", "step-000008")));
        CompressorRun.Run(killed, options, resume: true, cancellation: TestContext.Current.CancellationToken);
        foreach (var file in new[] { "model.safetensors", "last/model.safetensors", "evaluation.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(killed, file)));
    }

    [Fact]
    public void Should_come_to_the_same_bytes_when_its_process_is_killed_at_a_random_step_and_resumed()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        options.Training = options.Training with { Epochs = 4 };
        OptionsFile.Save(options, folder.PathOf("options.yaml"));
        string[] command = ["compressor", "train", "--options", folder.PathOf("options.yaml"), "--out"];
        var (code, _, error) = Extracot.Run([.. command, folder.PathOf("whole")]);
        Assert.True(code == 0, error);

        using (Extracot.Start([.. command, folder.PathOf("killed")]))
        {
            var after = new Random().Next(1, 20);
            var metrics = folder.PathOf("killed/metrics.jsonl");
            while (!File.Exists(metrics) || Lines(metrics) < after) Thread.Sleep(1);
        } // SIGKILL
        Assert.False(File.Exists(folder.PathOf("killed/model.safetensors")), "it was done before it could be killed");
        (code, _, error) = Extracot.Run([.. command, folder.PathOf("killed"), "--resume"]);
        Assert.True(code == 0, error);
        foreach (var file in new[] { "model.safetensors", "last/model.safetensors", "evaluation.json" })
            Assert.Equal(File.ReadAllBytes(folder.PathOf($"whole/{file}")), File.ReadAllBytes(folder.PathOf($"killed/{file}")));
    }

    [Fact]
    public void Should_stop_when_the_measurements_get_no_better()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        options.Training = options.Training with { LearningRate = 1e-9, Epochs = 8 };
        options.EvaluateEvery = 2;
        options.Patience = 2;
        CompressorRun.Run(folder.PathOf("run"), options, resume: false, cancellation: TestContext.Current.CancellationToken);
        var steps = File.ReadLines(folder.PathOf("run/metrics.jsonl")).Count(line => line.Contains("\"train\"", StringComparison.Ordinal));
        Assert.Equal(6, steps);
    }

    [Fact]
    public void Should_learn_from_a_label_file_and_start_from_a_folder()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        var start = folder.PathOf("start");
        CompressorRun.Run(start, options, resume: false, cancellation: TestContext.Current.CancellationToken);
        var labels = folder.Write("labels.jsonl", string.Concat(ProblemGenerator.Set(9, heldOut: false, 150).Select((problem, i) => JsonSerializer.Serialize(new
        {
            id = i,
            annotator = "hand",
            question = problem.Question,
            thought = problem.Thought,
            chunks = new[] { new { start = 0, end = problem.Thought.Length, status = i % 4 == 0 ? "api_error" : "ok", kept = i % 4 == 0 ? Array.Empty<int[]>() : [[0, problem.Thought.IndexOf('.') + 1]] } },
        }) + "\n")));
        var quality = CompressorRun.Run(folder.PathOf("run"), options with { Data = [], Labels = labels, From = start }, resume: false, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(quality.BudgetF1, 0.01, 1);
    }

    [Fact]
    public void Should_say_which_weights_do_not_fit()
    {
        using var folder = new TemporaryFolder();
        using (var model = CompressorData.Model()) model.Save(folder.FullPath, CompressorData.TokenizerPath);
        var config = File.ReadAllText(folder.PathOf("config.json"));
        File.WriteAllText(folder.PathOf("config.json"), config.Replace("\"intermediate_size\": 48", "\"intermediate_size\": 64", StringComparison.Ordinal));
        var message = Assert.Throws<WeightsException>(() => CompressorModel.Load(folder.FullPath)).Message;
        Assert.Contains("3 differences", message);
        Assert.Contains("longformer.encoder.layer.0.intermediate.dense.weight: [48, 32] in the file, expected [64, 32]", message);
    }

    [Fact]
    public void Should_name_every_option_that_is_out_of_range() =>
        Assert.Equal(["data: no files; name at least one, or labels", "ratios: [1.5], expected numbers between 0 and 1", "patience: 0, expected 1 or more"],
            new CompressorRunOptions { Ratios = [1.5], Patience = 0 }.Validate());

    private static CompressorRunOptions Options(TemporaryFolder folder) => new()
    {
        Data = [folder.Write("traces.jsonl", string.Concat(ProblemGenerator.Set(3, heldOut: false, 60).Select(problem =>
            JsonSerializer.Serialize(new { question = problem.Question, response = problem.Thought }) + "\n")))],
        Vocabulary = 600,
        Ratios = [.3, .6],
        Model = new() { Width = 32, Layers = 1, Heads = 2, FeedForward = 48, Window = 32, MaxPositions = 512 },
        Training = new() { LearningRate = 4e-3, Epochs = 2, TokensPerStep = 1536, Warmup = 3 },
        CheckpointEvery = 4,
        EvaluateEvery = 5,
    };

    private static int Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }

    private sealed class Snapshot(int step, Action take) : IStageProgress
    {
        private string stage = "";

        public void Begin(string stage, long total, string unit = "steps", long done = 0) => this.stage = stage;

        public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values)
        {
            if (stage == "train" && done == step && values[0].Name == "loss") take();
        }

        public void End() { }

        public void Skip(string stage) { }
    }
}
