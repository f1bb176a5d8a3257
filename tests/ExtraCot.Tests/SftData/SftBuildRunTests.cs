using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.MixedRatioSft;
using ExtraCot.Runs;
using ExtraCot.SftData;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Parquet.Serialization;
using Xunit;

namespace ExtraCot.Tests.SftData;

public sealed class SftBuildRunTests : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly SmallBuild build = new();

    public void Dispose() => build.Dispose();

    private List<SftSample> Samples(string name = "train.jsonl") => [.. File.ReadLines(build.PathOf(name)).Select(line => JsonSerializer.Deserialize<SftSample>(line, Web)!)];

    private List<string> RlGroups(string name) => [.. File.ReadLines(build.PathOf(name)).Select(line => JsonNode.Parse(line)!["group"]!.GetValue<string>())];

    [Fact]
    public void Should_make_five_mirrored_copies_a_question_and_a_policy_queue_in_the_formats_own_strings()
    {
        build.Run();
        var format = PromptFormat.For(TokenizerFile.Load(build.Options.Tokenizer));
        var samples = Samples();
        var copies = samples.Where(sample => sample.Control != "policy").GroupBy(sample => sample.Id).ToList();
        Assert.InRange(copies.Count, 40, 150);
        Assert.All(copies, copy => Assert.Equal(["0.2", "0.4", "0.6", "0.8", "1.0"], copy.OrderBy(sample => sample.ActualRatio).Select(sample => sample.Control)));
        Assert.All(samples, sample =>
        {
            var training = sample.Encode(format);
            Assert.Equal(format.Prompt(sample.Question, ControlToken.Parse(sample.Control)), training.Ids[..training.ResponseStart]);
            Assert.Equal((sample.PromptTokens, sample.CompletionTokens), (training.ResponseStart, training.Ids.Length - training.ResponseStart));
            var parsed = format.Parse(training.Ids.AsSpan()[training.ResponseStart..]);
            Assert.True(parsed.WellFormed);
            Assert.Equal(sample.Ratio, ControlToken.Ratios[parsed.Control!.Value].Name);
            Assert.Contains($"\\boxed{{{sample.Answer}}}", format.VisibleText(parsed.Visible));
            Assert.Equal(double.Parse(sample.Ratio, System.Globalization.CultureInfo.InvariantCulture), sample.ActualRatio, .1001);
        });
        Assert.All(samples.Where(sample => sample.Control != "policy"), sample => Assert.Equal(sample.Control, sample.Ratio));
        Assert.InRange(samples.Count(sample => sample.Control == "policy"), 20, 100);
        Assert.Equal(5, samples.Where(sample => sample.Control == "policy").Select(sample => sample.Ratio).Distinct().Count());
    }

    [Fact]
    public void Should_count_everything_that_is_dropped_under_a_reason()
    {
        var manifest = build.Run();
        Assert.True(manifest.ForTraining);
        Assert.All(manifest.Steps, step => Assert.True(step.In == step.Out + step.Dropped.Values.Sum(), $"{step.Step}: {step.In} in, {step.Out} out"));
        var correct = manifest.Steps.Single(step => step.Step == "correct");
        Assert.Equal(["thought not closed", "wrong answer"], correct.Dropped.Keys.Order());
        Assert.All(manifest.Inputs.Values.Concat(manifest.Outputs.Values), hash => Assert.Equal(64, hash.Length));
        Assert.Contains("seed: 42", manifest.Options);
        Assert.True(File.Exists(build.PathOf("steps/filter.manifest.json")));
        Assert.Contains("wrong answer", File.ReadAllText(build.PathOf("funnel.html")));
    }

    [Fact]
    public void Should_keep_every_group_of_questions_in_one_split()
    {
        build.Run();
        List<IEnumerable<string>> splits = [Samples().Select(sample => sample.Group), Samples("validation.jsonl").Select(sample => sample.Group), RlGroups("rl-train.jsonl"), RlGroups("rl-test.jsonl")];
        Assert.All(splits, Assert.NotEmpty);
        Assert.Equal(splits.Sum(split => split.Distinct().Count()), splits.SelectMany(split => split).Distinct().Count());
        var (policy, mirrored) = (Samples().Where(sample => sample.Control == "policy").Select(sample => sample.Group), Samples().Where(sample => sample.Control != "policy").Select(sample => sample.Group));
        Assert.Empty(policy.Intersect(mirrored));
    }

    [Fact]
    public async Task Should_write_Parquet_that_says_the_same_as_the_JSON_lines()
    {
        build.Run();
        await using var file = File.OpenRead(build.PathOf("train.parquet"));
        var rows = await ParquetSerializer.DeserializeUntypedAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var lines = File.ReadLines(build.PathOf("train.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(lines.Count, rows.Data.Count);
        foreach (var (line, row) in lines.Zip(rows.Data))
        {
            Assert.Equal(line.Select(field => field.Key), row.Keys);
            Assert.All(line, field => Assert.True(row[field.Key] is double number ? number == field.Value!.GetValue<double>() : Convert.ToString(row[field.Key], System.Globalization.CultureInfo.InvariantCulture) == field.Value!.ToString(), field.Key));
        }
    }

    [Fact]
    public void Should_give_each_field_one_type_in_all_rows()
    {
        build.Run();
        var kinds = File.ReadLines(build.PathOf("train.jsonl")).SelectMany(line => JsonNode.Parse(line)!.AsObject()).GroupBy(field => field.Key);
        // A number with and one without fraction would be two types to a reader that looks at the first rows alone.
        Assert.All(kinds, field => Assert.Single(field.Select(entry => (entry.Value!.GetValueKind(), entry.Value.GetValueKind() == JsonValueKind.Number && entry.Value.ToJsonString().Contains('.'))).Distinct()));
    }

    [Fact]
    public void Should_go_on_where_it_was_stopped_and_end_the_same()
    {
        var whole = build.Run().Outputs;
        Directory.Delete(build.Folder, recursive: true);
        Assert.ThrowsAny<OperationCanceledException>(() => build.RunUntil("compress"));
        Assert.Single(Directory.EnumerateFiles(build.PathOf("steps"), "compress-*.partial"));
        var resumed = build.Run(resume: true);
        Assert.Equal(whole, resumed.Outputs);
        Assert.Empty(Directory.EnumerateFiles(build.PathOf("steps"), "*.partial"));
    }

    [Fact]
    public void Should_refuse_to_resume_over_a_changed_input()
    {
        build.Run();
        File.AppendAllText(build.Input, "\n");
        Assert.Contains("has changed since", Assert.Throws<InputException>(() => build.Run(resume: true)).Message);
    }

    [Theory]
    [InlineData("train.jsonl", "policy")]
    [InlineData("validation.jsonl", "0.2")]
    public void Should_list_questions_that_are_in_two_uses(string file, string control)
    {
        build.Run();
        var copied = Samples().First(sample => sample.Control == "0.2");
        File.AppendAllText(build.PathOf(file), JsonSerializer.Serialize(copied with { Control = control }) + "\n");
        using var run = RunFolder.Open(build.Folder, build.Options, resume: true);
        var finished = new BuildContext(build.Options, run, null!, IStageProgress.None, TestContext.Current.CancellationToken);
        Assert.Contains(copied.Id, Assert.Throws<InvalidOperationException>(() => LeakAudit.Check(finished)).Message);
    }

    [Fact]
    public void Should_refuse_held_out_questions_and_list_them()
    {
        var first = JsonNode.Parse(File.ReadLines(build.Input).First())!;
        var benchmark = build.Write("bench.jsonl", JsonSerializer.Serialize(new { question = $"  {first["question"]!.GetValue<string>().ToUpperInvariant()}", answer = "1" }));
        build.Options = build.Options with { Benchmarks = [benchmark] };
        var message = Assert.Throws<InputException>(() => build.Run()).Message;
        Assert.Contains($"responses.jsonl:1 (id {first["id"]}) is bench.jsonl:1", message);
        Assert.Contains("--allow-benchmark", message);
        Assert.Contains("\"kind\":\"same\"", File.ReadAllText(build.PathOf("steps/leaks.jsonl")));
        Assert.False(File.Exists(build.PathOf("train.jsonl")));
    }

    [Fact]
    public void Should_mark_a_demonstration_on_benchmark_questions()
    {
        var first = JsonNode.Parse(File.ReadLines(build.Input).First())!;
        build.Options = build.Options with { Benchmarks = [build.Write("bench.jsonl", JsonSerializer.Serialize(new { question = first["question"]!.GetValue<string>() }))], AllowBenchmark = true };
        Assert.False(build.Run().ForTraining);
        Assert.True(File.Exists(build.PathOf("NOT-FOR-TRAINING.txt")));
        Assert.Contains("never train on it", File.ReadAllText(build.PathOf("funnel.html")));
    }

    [Fact]
    public void Should_drop_and_list_questions_that_overlap_with_held_out_ones()
    {
        var words = string.Join(' ', QuestionKey.Words(JsonNode.Parse(File.ReadLines(build.Input).First())!["question"]!.GetValue<string>()).Take(14));
        build.Options = build.Options with { Benchmarks = [build.Write("bench.jsonl", JsonSerializer.Serialize(new { question = $"Another story: {words}." }))], Split = build.Options.Split with { OverlapWords = 13 } };
        var split = build.Run().Steps[0];
        Assert.InRange(split.Dropped["shares 13 words in a row with a held-out question"], 1, 5);
        Assert.Contains($"\"kind\":\"overlap\",\"heldOut\":\"bench.jsonl:1\"", File.ReadAllText(build.PathOf("steps/leaks.jsonl")));
    }

    [Fact]
    public void Should_keep_rephrasings_of_a_held_out_question_out()
    {
        var lines = File.ReadLines(build.Input).ToList();
        lines[0] = JsonSerializer.Serialize(new { id = "r", question = "Rephrased?", original_question = "The held-out one?", gold = "1", response = "x" });
        File.WriteAllLines(build.Input, lines);
        build.Options = build.Options with { Benchmarks = [build.Write("bench.jsonl", """{"question":"the held-out ONE?"}""")] };
        Assert.Contains("(id r) is bench.jsonl:1", Assert.Throws<InputException>(() => build.Run()).Message);
    }

    [Fact]
    public void Should_make_the_baselines_data_of_the_same_questions()
    {
        build.Run();
        var rows = JsonNode.Parse(File.ReadAllText(build.PathOf("tokenskip.json")))!.AsArray();
        Assert.Equal(Samples().Where(sample => sample.Control != "policy").Select(sample => sample.Id).Distinct().Count(), rows.Count);
        Assert.All(rows, row => Assert.Matches(@"\n\nThe final answer is: \$\\boxed\{[^}]*\}\$$", row!["output"]!.GetValue<string>()));
        Assert.Contains(rows, row => row!["input"]!.GetValue<string>().EndsWith("<|eot_id|>0.5<|eot_id|>", StringComparison.Ordinal));
        Assert.Contains(rows, row => !row!["input"]!.GetValue<string>().Contains("<|eot_id|>", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_leave_a_share_of_the_whole_thoughts_without_token()
    {
        build.Options = build.Options with { Mix = build.Options.Mix with { UntaggedShare = 1 } };
        build.Run();
        var plain = Samples().Where(sample => sample.Control == "none").ToList();
        Assert.NotEmpty(plain);
        Assert.All(plain, sample => Assert.True(sample.Ratio == "1.0" && sample.Completion.StartsWith("<think>", StringComparison.Ordinal) && !sample.Prompt.Contains("<COMP", StringComparison.Ordinal)));
    }

    [Fact]
    public void Should_let_no_text_through_that_holds_a_control_token()
    {
        var lines = File.ReadLines(build.Input).Select(line => JsonNode.Parse(line)!).ToList();
        foreach (var line in lines) line["response"] = line["response"]!.GetValue<string>().Replace("<think>", "<think><COMP_40>", StringComparison.Ordinal);
        File.WriteAllLines(build.Input, lines.Select(line => line.ToJsonString()));
        Assert.Contains("no right response is left", Assert.Throws<InputException>(() => build.Run()).Message);
    }
}
