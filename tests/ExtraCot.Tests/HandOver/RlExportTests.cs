using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Chrpo.Rewarding;
using ExtraCot.HandOver;
using ExtraCot.Runs;
using ExtraCot.Serving;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.HandOver;

/// <summary>The names are those that the engines' own documentation gives, written down here once more.</summary>
public sealed class RlExportTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Verl_gets_records_of_constant_types_and_both_spellings_of_the_rewards_key()
    {
        var output = Export(RlEngine.Verl);
        var rows = Rows(Path.Combine(output, "train.json"));
        Assert.Equal(["data_source", "prompt", "ability", "reward_model", "extra_info", "question"], Names(rows[0]));
        Assert.Equal(["style", "ground_truth"], Names(rows[0].GetProperty("reward_model")));
        Assert.Equal(["role", "content"], Names(rows[0].GetProperty("prompt")[1]));
        Assert.EndsWith(" <COMP_POLICY>", rows[0].GetProperty("prompt")[1].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "split", "index", "auto_token", "ratio_bucket", "gt_ratio", "comp_tolerance", "ref_full_len", "orig_cot_tokens", "id", "chosen_comp_token" }, Names(rows[0].GetProperty("extra_info")).ToHashSet());
        Assert.All(rows, row => Assert.Equal(JsonValueKind.String, row.GetProperty("reward_model").GetProperty("ground_truth").ValueKind));
        var launch = File.ReadAllText(Path.Combine(output, "launch.sh"));
        foreach (var key in (string[])["verl.trainer.main_ppo", "data.train_files=train.json", "data.val_files=", "data.prompt_key=prompt", "data.reward_fn_key=data_source", "data.max_prompt_length=", "data.max_response_length=",
            "data.filter_overlong_prompts=", "data.truncation=error", "data.train_batch_size=", "data.return_raw_chat=", " custom_reward_function.path=", " custom_reward_function.name=compute_score",
            "reward.custom_reward_function.path=", "reward.custom_reward_function.name=", "algorithm.adv_estimator=grpo", "algorithm.norm_adv_by_std_in_grpo=", "actor_rollout_ref.rollout.n=8",
            "actor_rollout_ref.actor.use_kl_loss=", "actor_rollout_ref.actor.kl_loss_coef=", "actor_rollout_ref.actor.kl_loss_type=low_var_kl", "actor_rollout_ref.actor.loss_agg_mode=token-mean",
            "actor_rollout_ref.actor.clip_ratio_low=", "actor_rollout_ref.actor.clip_ratio_high=", "actor_rollout_ref.actor.ppo_mini_batch_size=", "trainer.nnodes=", "trainer.n_gpus_per_node=", "trainer.rollout_data_dir=", "ray job submit"])
            Assert.Contains(key, launch, StringComparison.Ordinal);
        Assert.Contains("def chrpo(old_log_prob, log_prob, advantages, response_mask, loss_agg_mode", File.ReadAllText(Path.Combine(output, "chrpo_policy_loss.py")), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRlhf_gets_raw_prompts_with_labels_that_the_service_reads()
    {
        var output = Export(RlEngine.OpenRlhf);
        var row = Rows(Path.Combine(output, "train.jsonl"))[0];
        Assert.Equal(["prompt", "label"], Names(row));
        Assert.EndsWith(" <COMP_POLICY><|im_end|>\n<|im_start|>assistant\n", row.GetProperty("prompt").GetString(), StringComparison.Ordinal);
        Assert.Equal(new RewardLabel("12", 1, 400, 4), RewardLabel.Parse(row.GetProperty("label").GetString()!));
        var launch = File.ReadAllText(Path.Combine(output, "launch.sh"));
        foreach (var flag in (string[])["openrlhf.cli.train_ppo_ray", "--remote_rm_url", "/get_reward", "--input_key prompt", "--label_key label", "--advantage_estimator group_norm"])
            Assert.Contains(flag, launch, StringComparison.Ordinal);
        Assert.DoesNotContain("--apply_chat_template \\", launch, StringComparison.Ordinal);
    }

    [Fact]
    public void Trl_gets_prompts_with_the_rewards_columns()
    {
        var row = Rows(Path.Combine(Export(RlEngine.Trl), "train.jsonl"))[0];
        Assert.Equal(["prompt", "gold", "gt_ratio", "orig_cot_tokens", "orig_visible_tokens"], Names(row));
    }

    [Fact]
    public async Task The_Python_of_an_export_asks_a_running_service()
    {
        var output = Export(RlEngine.Verl);
        await using var host = RewardServer.Create(Repository.Path("models", "small-base"), new RewardOptions { Mode = new() }, new ServingOptions { Port = 0, ApiKey = "secret" });
        await host.StartAsync(TestContext.Current.CancellationToken);
        var program = """
            import json, extracot_reward as r
            answer = "<COMP_20><think>31415926535897932384</think>\\boxed{12}"
            info = {"gt_ratio": 0.2, "orig_cot_tokens": 100, "orig_visible_tokens": 4}
            print(json.dumps([r.compute_score("x", answer, "12", info)["score"], r.compute_scores(["x"], [answer], ["13"], [info])[0]["accuracy"], r.reward(["p"], [answer], gold=["12"])[0]]))
            try:
                r.reward(["p"], [answer], gold=["12"], orig_cot_tokens=[-1])
            except RuntimeError as error:
                print(error)
            """;
        var start = new ProcessStartInfo("python3", ["-c", program]) { WorkingDirectory = output, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["EXTRACOT_REWARD_URL"] = host.Address.ToString();
        start.Environment["EXTRACOT_REWARD_KEY"] = "secret";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var python = Start(start);
        var text = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(python.ExitCode == 0, error);
        var lines = text.Split('\n');
        Assert.Equal([1.5, 0, 1], JsonSerializer.Deserialize<double[]>(lines[0])!.Select(value => Math.Round(value, 9)));
        Assert.Contains("l_ref is -1", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unfinished_build_or_a_folder_with_files_is_refused()
    {
        Assert.Contains("rl build", Assert.Throws<InputException>(() => RlExport.Write(folder.File("nothing"), folder.File("out"), RlEngine.Verl, new() { Model = "m" })).Message, StringComparison.Ordinal);
        var output = Export(RlEngine.Trl);
        Assert.Contains("holds files", Assert.Throws<InputException>(() => RlExport.Write(folder.File("build"), output, RlEngine.Trl, new() { Model = "m" })).Message, StringComparison.Ordinal);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no python3 here");
            throw;
        }
    }

    private string Export(RlEngine engine)
    {
        var build = folder.File("build");
        Directory.CreateDirectory(build);
        var records = Enumerable.Range(0, 3).Select(i => new RlRecord
        {
            Question = "How many?",
            Prompt = [new("system", "You are a helpful assistant."), new("user", "Please reason step by step, and put your final answer within \\boxed{}.\nHow many? <COMP_POLICY>")],
            RewardModel = new("rule", "12"),
            ExtraInfo = new() { Id = $"q{i}", TargetRatio = .4, ReferenceTokens = 400, ReferenceVisible = 4 },
        });
        JsonLines.Write(Path.Combine(build, "train.jsonl"), records);
        JsonLines.Write(Path.Combine(build, "test.jsonl"), records.Take(1));
        var output = folder.File($"{engine}");
        Assert.Equal(3, RlExport.Write(build, output, engine, new() { Model = "models/sft" }));
        return output;
    }

    private static List<JsonElement> Rows(string path) => [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];

    private static IEnumerable<string> Names(JsonElement row) => row.EnumerateObject().Select(property => property.Name);
}
