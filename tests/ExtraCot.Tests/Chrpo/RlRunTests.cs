using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

/// <summary>Whole runs on the shipped base model, which knows no ratios: the wiring is tested here, not the result.</summary>
public sealed class RlRunTests
{
    private static readonly string Base = ShippedModels.Find("small-base");

    [Theory]
    [InlineData(RlAlgorithm.Chrpo, ChrpoPreset.Utility)]
    [InlineData(RlAlgorithm.Chrpo, ChrpoPreset.Reconstructed)]
    public void A_stopped_run_goes_on_to_the_same_weights(RlAlgorithm algorithm, ChrpoPreset preset)
    {
        using var folder = new ScratchFolder();
        var options = Options(folder, algorithm, preset);
        var whole = Run(folder.File("whole"), options, resume: false);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(folder.File("parts"), options, resume: false, new StopAfter(batches: 1)));
        Assert.Single(Directory.GetDirectories(Path.Combine(folder.File("parts"), "checkpoints")));
        Assert.Equal(whole, Run(folder.File("parts"), options, resume: true));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder.File("parts"), "rollouts")).Length);
    }

    [Fact]
    public void A_public_converters_record_is_read()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("verl.jsonl"),
            """{"data_source":"comp_auto_rl_minimal","ability":"math","prompt":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Please reason step by step, and put your final answer within \\boxed{}.\nQ? <COMP_AUTO>"}],"reward_model":{"style":"rule","ground_truth":"5"},"extra_info":{"gt_ratio":0.4,"orig_cot_tokens":412,"chosen_comp_token":"<COMP_40>","comp_tolerance":0.1,"id":"a"}}""");
        var data = RlDataset.Read(folder.File("verl.jsonl"));
        Assert.Equal(("Q?", "5", "a"), (data.Problems[0].Question, data.Problems[0].Answer, data.Problems[0].Id));
        Assert.Equal((1, 412.0), (data.Budgets[0].Target, data.Budgets[0].ReferenceTokens));
    }

    [Theory]
    [InlineData("""{"reward_model":{"ground_truth":"5"},"question":"Q","extra_info":{"orig_cot_tokens":0}}""", "orig_cot_tokens is 0")]
    [InlineData("""{"reward_model":{"ground_truth":"5"},"question":"Q","extra_info":{}}""", "orig_cot_tokens is missing")]
    [InlineData("""{"question":"Q","extra_info":{"orig_cot_tokens":5}}""", "no gold answer")]
    [InlineData("""{"question":"Q",""", "not a record")]
    [InlineData("""{"reward_model":{"ground_truth":"5"},"question":"Q","extra_info":{"orig_cot_tokens":5,"trials":[1,1],"passes":[1,1],"right_tokens":[1,1]}}""", "expected 5 each")]
    public void A_bad_record_is_named_by_its_line(string line, string expected)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("rl.jsonl"), "\n" + line);
        var failure = Assert.Throws<InputException>(() => RlDataset.Read(folder.File("rl.jsonl")));
        Assert.Contains("rl.jsonl:2:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prompts_that_nothing_ever_answered_are_refused()
    {
        using var folder = new ScratchFolder();
        var options = Options(folder, RlAlgorithm.Chrpo, ChrpoPreset.Utility);
        File.WriteAllText(options.Data, File.ReadAllText(options.Data).Replace("\"gt_ratio\":0.2", "\"gt_ratio\":null", StringComparison.Ordinal));
        var failure = Assert.Throws<InputException>(() => Run(folder.File("run"), options, resume: false));
        Assert.Contains("not one teacher rollout is right", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Run(string path, RlRunOptions options, bool resume, StopAfter? watch = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        if (watch is not null) watch.Stop = stop.Cancel;
        using var run = RunFolder.Open(path, options, resume);
        new RlRun(options, run, (IStageProgress?)watch ?? IStageProgress.None).Run(stop.Token);
        return File.ReadAllBytes(run.PathOf("model.safetensors"));
    }

    private static RlRunOptions Options(ScratchFolder folder, RlAlgorithm algorithm, ChrpoPreset preset)
    {
        var data = folder.File("data.jsonl");
        JsonLines.Write(data, SmallWorldSet.Make(1, "rl", heldOut: false, 6).Select(problem => new RlRecord
        {
            Question = problem.Question,
            RewardModel = new("rule", problem.Answer),
            ExtraInfo = new() { Id = problem.Id, ReferenceTokens = 300, TargetRatio = .2 },
        }));
        return new RlRunOptions
        {
            Model = Base,
            Data = data,
            CheckpointEvery = 2,
            Chrpo = new()
            {
                Algorithm = algorithm,
                Preset = preset,
                Rounds = 1,
                StepsPerRound = 3,
                Head = new() { Steps = 4 },
                Rollouts = new() { Prompts = 2, GroupSize = 2, MaxNewTokens = 24 },
                Update = new() { Workers = 1 },
            },
        };
    }

    /// <summary>Asks for a stop once so many batches are done.</summary>
    private sealed class StopAfter(int batches) : IStageProgress
    {
        public Action Stop { get; set; } = () => { };

        public void Begin(string stage, long total, string unit, long done) { }

        public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values)
        {
            if (done >= batches) Stop();
        }

        public void End() { }

        public void Skip(string stage) { }
    }
}
