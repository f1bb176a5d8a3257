using System.CommandLine;
using System.Text.Json;
using ExtraCot.Cli;
using ExtraCot.Cli.Commands;
using ExtraCot.Compression;
using ExtraCot.Tests.Cli;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Compression;

public sealed class CompressCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Input => Path.Combine(folder, "in.jsonl");

    private string Output => Path.Combine(folder, "out.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Should_compress_a_file_and_say_what_it_did()
    {
        File.WriteAllText(Input, """{"id":"a","question":"q","response":"So $1 + 1 = 2$. The answer is 2."}""");
        var (code, _, error) = await Run("compress", "--in", Input, "--out", Output, "--ratios", "0.5,1", "--tokenizer", folder, "--model", "rules");
        Assert.Equal(0, code);
        Assert.Contains("1 traces", error);
        Assert.StartsWith("""{"id":"a","question":"q","cotTokens":""", Assert.Single(File.ReadAllLines(Output)));
    }

    [Theory]
    [InlineData("--ratios 0", "'0' is not a number in (0, 1]")]
    [InlineData("--ratios 0.2,x", "'x' is not a number in (0, 1]")]
    [InlineData("--ratios 1.2", "'1.2' is not a number in (0, 1]")]
    [InlineData("--model oracle", "expected rules, random, truncate or the folder or name of a compressor")]
    [InlineData("--format xml", "expected ranges, reference or tokenskip")]
    [InlineData("--model llmlingua2:nowhere", "cannot read the model configuration")]
    public async Task Should_refuse_what_it_cannot_do(string options, string reason)
    {
        File.WriteAllText(Input, "");
        var (code, _, error) = await Run(["compress", "--in", Input, "--out", Output, "--tokenizer", folder, .. options.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(reason, error);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public async Task Should_work_at_once_with_the_shipped_compressor_and_say_in_which_tokens_it_counts()
    {
        File.WriteAllText(Input, """{"id":"a","question":"q","response":"So $1 + 1 = 2$. The answer is 2."}""");
        var (code, _, error) = await Run("compress", "--in", Input, "--out", Output);
        Assert.Equal(0, code);
        Assert.Contains("--tokenizer DIR", error);
        Assert.Contains("The answer is 2.", Assert.Single(File.ReadAllLines(Output)));
    }

    [Fact]
    public void Should_end_as_an_undisturbed_run_does_when_it_was_killed()
    {
        var thought = string.Concat(Enumerable.Repeat("Let me see. Then $x + 3 = 10$, so $x = 7$. Let me check that: $7 + 3 = 10$. This is right, I think.\n\n", 40));
        File.WriteAllLines(Input, Enumerable.Range(0, 160).Select(i => JsonSerializer.Serialize(new { id = i, response = $"{thought}The answer is ${i} + 1 = {i + 1}$." })));
        string[] call = ["compress", "--in", Input, "--model", "rules", "--out"];
        var whole = Path.Combine(folder, "whole.jsonl");
        Assert.Equal(0, Extracot.Run([.. call, whole]).ExitCode);
        using (Extracot.Start([.. call, Output]))
        {
            while (!(File.Exists(Output) || (File.Exists(Output + ".partial") && new FileInfo(Output + ".partial").Length > 100_000))) Thread.Sleep(1);
        } // SIGKILL
        Assert.False(File.Exists(Output), "it was done before it could be killed");
        Assert.Equal(0, Extracot.Run([.. call, Output, "--resume"]).ExitCode);
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(Output));
    }

    [Fact]
    public async Task Should_write_the_rows_of_the_reference_and_of_TokenSkip()
    {
        File.WriteAllText(Input, """{"id":"a","question":"q","response":"<think>So $1 + 1 = 2$. The answer is 2.</think>2","gold":"2","correct":true}""");
        Assert.Equal(0, (await Run("compress", "--in", Input, "--out", Output, "--model", "rules", "--tokenizer", folder, "--format", "reference", "--ratios", "0.5,1")).Code);
        var rows = File.ReadAllLines(Output).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([0.5, 1], rows.Select(row => row.GetProperty("ratio").GetDouble()));
        Assert.Equal(["id", "question", "input", "output", "answer", "model_answer", "is_correct", "cot", "compressed_cot", "original_cot_tokens", "compressed_cot_tokens",
            "compression_rate", "original_cot_chars", "compressed_cot_chars", "achieved_keep_ratio_token", "achieved_keep_ratio_char", "ratio"], rows[1].EnumerateObject().Select(p => p.Name));
        Assert.Equal(("2", true, "So $1 + 1 = 2$. The answer is 2."), (rows[1].GetProperty("answer").GetString(), rows[1].GetProperty("is_correct").GetBoolean(), rows[1].GetProperty("compressed_cot").GetString()));
        Assert.Equal(0, (await Run("compress", "--in", Input, "--out", Output, "--model", "rules", "--tokenizer", folder, "--format", "tokenskip", "--ratios", "0.5")).Code);
        Assert.Equal(["question", "input", "output", "answer", "model_answer", "is_correct", "cot", "compressed_cot", "original_cot_tokens", "compressed_cot_tokens", "compression_rate", "ratio"],
            JsonDocument.Parse(Assert.Single(File.ReadAllLines(Output))).RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Should_write_the_good_lines_and_end_in_2_when_there_are_bad_ones()
    {
        File.WriteAllText(Input, "{}\n" + """{"response":"So $1 + 1 = 2$."}""");
        var (code, _, error) = await Run("compress", "--in", Input, "--out", Output, "--tokenizer", folder, "--model", "rules");
        Assert.Equal(2, code);
        Assert.Contains($"{Input}:1: ", error);
        Assert.Single(File.ReadAllLines(Output));
    }

    [Fact]
    public async Task Should_print_units_as_JSON_lines()
    {
        File.WriteAllText(Input, """{"id":7,"response":"😀 So $x$."}""");
        var (code, output, _) = await Run("units", "--in", Input);
        Assert.Equal(0, code);
        Assert.Equal(4, output.Count(c => c == '\n'));
        Assert.Contains("""{"id":7,"kind":"Formula","start":5,"end":9,"codePointStart":4,"codePointEnd":8,"sentence":0,"step":0,"text":" $x$"}""", output);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { UnitsCommand.Create(), CompressCommand.Create(path => path.Contains(UnitScorers.Shipped, StringComparison.Ordinal) ? TokenizerFile.Load(path) : new PieceTokenizer()) };
        return (await CommandLineHost.RunAsync(root, args, output, error, TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }
}
