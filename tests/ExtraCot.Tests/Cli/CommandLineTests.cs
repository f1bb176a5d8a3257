using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("unknown verb 'docter'. Did you mean doctor? 'extracot --help' lists what there is.", "docter")]
    [InlineData("unknown verb 'zebra'. 'extracot --help' lists what there is.", "zebra")]
    [InlineData("unknown option '--jsn'. Did you mean --json? 'extracot doctor --help' lists what there is.", "doctor", "--jsn")]
    [InlineData("unknown option '--jsn=1'. Did you mean --json? 'extracot doctor --help' lists what there is.", "doctor", "--jsn=1")]
    [InlineData("unknown argument 'now'. 'extracot doctor --help' lists what there is.", "doctor", "now")]
    public void Should_name_what_it_does_not_know_in_one_line(string message, params string[] arguments) => Refused($"extracot: {message}", arguments);

    [Fact]
    public void Should_ask_for_an_option_that_is_required() => Refused("extracot: Option '--out' is required. 'extracot pretrain --help' lists what there is.", "pretrain");

    [Fact]
    public void Should_name_the_options_file_that_is_missing() =>
        Refused("none.yaml: no such options file; check the path given to --options.", "quickstart", "--options", folder.PathOf("none.yaml"), "--out", folder.PathOf("run"));

    [Fact]
    public void Should_name_the_line_of_a_key_it_does_not_know()
    {
        var options = folder.Write("options.yaml", "# mine\nsead: 3\n");
        Refused($"{options}:2:1: unknown key \"sead\"; did you mean \"seed\"?", "quickstart", "--options", options, "--out", folder.PathOf("run"));
        Assert.False(Directory.Exists(folder.PathOf("run")));
    }

    [Fact]
    public void Should_refuse_an_output_folder_of_other_files()
    {
        folder.Write("thesis.txt", "mine");
        Refused("holds files that are no run; choose another --out.", "quickstart", "--profile", "smoke", "--out", folder.FullPath);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void Should_name_the_model_folder_that_is_missing() =>
        Refused(folder.PathOf("none"), "compress", "--in", folder.Write("in.jsonl", ""), "--out", folder.PathOf("out.jsonl"), "--tokenizer", folder.PathOf("none"));

    [Theory]
    [InlineData("extracot quickstart")]
    [InlineData("extracot doctor", "doctor")]
    public void Should_show_help_that_ends_in_examples(string example, params string[] verb)
    {
        var (exitCode, output, error) = Extracot.Run([.. verb, "--help"]);
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.Contains(example, output[output.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void Should_examine_the_machine_as_json()
    {
        var (exitCode, output, error) = Extracot.Run("doctor", "--json");
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        using var report = JsonDocument.Parse(output);
        Assert.True(report.RootElement.GetProperty("libTorch").GetProperty("loaded").GetBoolean());
        Assert.Matches("^(float32|bfloat16)$", report.RootElement.GetProperty("compute").GetProperty("dType").GetString());
    }

    [Fact]
    public void Should_say_how_to_mend_a_libtorch_that_does_not_load()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the variable is honoured on Linux");
        var (exitCode, output, _) = Extracot.Run(new Dictionary<string, string> { ["EXTRACOT_LIBTORCH"] = folder.FullPath }, "doctor", "--json");
        Assert.Equal(1, exitCode);
        using var report = JsonDocument.Parse(output);
        var problem = report.RootElement.GetProperty("problems")[0];
        Assert.True(problem.GetProperty("fatal").GetBoolean());
        Assert.Contains($"EXTRACOT_LIBTORCH={folder.FullPath}: no libtorch_cpu.so there", problem.GetProperty("what").GetString());
        Assert.StartsWith("unset EXTRACOT_LIBTORCH", problem.GetProperty("command").GetString());
    }

    [Fact]
    public void Should_stop_cleanly_on_an_interrupt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no SIGINT to send");
        using var program = Extracot.Start("quickstart", "--profile", "smoke", "--out", folder.PathOf("run"));
        Assert.StartsWith("Run folder:", program.ReadErrorLine());
        using (var kill = Process.Start("kill", ["-INT", $"{program.Id}"])) kill.WaitForExit();
        var last = "";
        while (program.ReadErrorLine() is { } line) last = line;
        Assert.Equal(130, program.WaitForExit());
        Assert.Equal("extracot: stopped; --resume goes on", last);
        Assert.True(File.Exists(folder.PathOf("run/options.yaml")));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.FullPath, "*.tmp", SearchOption.AllDirectories), _ => true);
    }

    private static void Refused(string message, params string[] arguments)
    {
        var (exitCode, output, error) = Extracot.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }
}
