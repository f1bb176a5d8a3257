using System.CommandLine;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Nn.Runtime;
using ExtraCot.Options;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot rl build</c></summary>
internal static class RlBuildCommand
{
    private const int ReconstructedSamples = 4; // spec of stages 2 and 3, section 5

    internal static Command Create()
    {
        var questions = new Option<string>("--questions") { Description = "Questions with gold answers as JSON lines, or small-world:N for N generated training problems.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Folder of the run: train.jsonl, test.jsonl, meta.json.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var engine = new EngineFlags();
        var preset = new Option<ChrpoPreset?>("--preset") { Description = "reconstructed makes 4 rollouts at each ratio the default." };
        var samples = new Option<int?>("--samples") { Description = "Rollouts at each ratio; default 8." };
        var limit = new Option<int?>("--max-new-tokens") { Description = "Most tokens of a rollout; default 4096. One cut there fails." };
        var shortest = new Option<int?>("--min-reference-tokens") { Description = "Prompts whose full thought is shorter are left out; default 80." };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of rollouts and split; default 42." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("build", "Find the budget of each question: rollouts of the SFT model at every fixed ratio.",
            "extracot rl build --engine local:runs/sft --questions train.jsonl --out runs/teacher",
            "extracot rl build --engine http://localhost:8000/v1 --tokenizer runs/sft --questions train.jsonl --samples 4 --out runs/teacher --resume") { questions, output, file };
        foreach (var option in engine.All) verb.Add(option);
        foreach (Option option in (Option[])[preset, samples, limit, shortest, seed, resume]) verb.Add(option);
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<TeacherBuildOptions>(path) : new TeacherBuildOptions();
            engine.Apply(parsed, options.Engine);
            options.Samples = parsed.GetValue(samples) ?? (parsed.GetValue(preset) == ChrpoPreset.Reconstructed ? ReconstructedSamples : options.Samples);
            options.MaxNewTokens = parsed.GetValue(limit) ?? options.MaxNewTokens;
            options.MinReferenceTokens = parsed.GetValue(shortest) ?? options.MinReferenceTokens;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            options.Questions = parsed.GetRequiredValue(questions);
            OptionsFile.Check(options, parsed.GetValue(file) ?? "rl build");
            options.Engine.RequireModel();
            TorchRuntime.Initialize();
            var problems = TeacherQuestions.Read(options.Questions, options.Seed);
            using var run = RunFolder.Open(parsed.GetRequiredValue(output), options, parsed.GetValue(resume));
            using var progress = ConsoleProgress.OnStandardError();
            var summary = new TeacherBuild(problems, options, run, progress).Run(cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{summary.Prompts} prompts ({summary.Test} of them for testing), {summary.Dropped} left out; r*: {string.Join(", ", summary.Targets.Select(pair => $"{pair.Key} {pair.Value}"))}, never right {summary.Hopeless}");
            parsed.InvocationConfiguration.Output.WriteLine($"right at {string.Join(", ", summary.PassRates.Select(pair => $"{pair.Key}: {pair.Value:P1}"))}");
        });
        return verb;
    }
}
