using System.Diagnostics;
using System.Runtime.InteropServices;
using ExtraCot.Annotation;
using ExtraCot.Chrpo;
using ExtraCot.Compression;
using ExtraCot.Compressor;
using ExtraCot.Evaluation;
using ExtraCot.MixedRatioSft;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Training;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;
using static TorchSharp.torch;

namespace ExtraCot.Quickstart;

/// <summary>
/// The method from end to end on the small world, top to bottom: each stage reads the files of those before it and writes its
/// own, so that a stopped run goes on where it stood.
/// </summary>
public sealed class QuickstartRun(QuickstartOptions options, RunFolder run, IStageProgress progress, CancellationToken cancellation)
{
    private const string Thoughts = "thoughts.jsonl", Compressed = "compressed.jsonl", Teacher = "teacher.jsonl";
    private const string Compressor = "compressor", Sft = "sft", Naive = "naive", Chrpo = "chrpo";
    private const int StepsBetweenCheckpoints = 200;
    private static readonly double[] Targets = [.2, .4, .6, .8];
    private static readonly IReadOnlyList<double> Grid = [.. ControlToken.Ratios.Select(token => token.Ratio!.Value)];

    /// <summary>Runs every stage that is not finished yet.</summary>
    /// <returns>The figures, also in <c>summary.json</c> and <c>report.html</c>.</returns>
    /// <exception cref="OperationCanceledException">Stopped; finished stages stay.</exception>
    public QuickstartSummary Run()
    {
        Stage("sample", [Thoughts], SampleThoughts);
        Stage("compressor", [$"{Compressor}/model.safetensors"], TrainCompressor);
        Stage("compress", [Compressed], Compress);
        Stage("sft", [$"{Sft}/model.safetensors"], TrainMixedRatios);
        Stage("naive", [$"{Naive}/model.safetensors"], TrainNaive);
        Stage("teacher", [Teacher], RollOutTeacher);
        Stage("chrpo", [$"{Chrpo}/model.safetensors", $"{Chrpo}/{ControlHead.FileName}"], Reinforce);
        Stage("evaluate", [.. QuickstartMode.All.Select(mode => mode.File)], Evaluate);
        return Report();
    }

    /// <summary>The base model solves problems; its right thoughts are the raw material of everything else.</summary>
    private void SampleThoughts()
    {
        var problems = SmallWorldSet.Make(options.Seed, "source", heldOut: false, options.SourceProblems);
        using var model = LanguageModel.Load(options.BaseFolder);
        var responses = RollOut(model, "sample", problems, control: null, new() { Temperature = .7f, Seed = options.Seed });
        JsonLines.Write(run.PathOf(Thoughts), problems.Zip(responses, (problem, samples) => (problem, Answer: samples[0])).Where(pair => pair.Answer.Right)
            .Select(pair => new SourceThought(pair.problem.Id, pair.problem.Question, model.Format.ThoughtText(pair.Answer.Parsed.Thought), pair.Answer.ThinkTokens, pair.Answer.Parsed.Visible)));
    }

    /// <summary>Rules say what each ratio should keep; a small Longformer that sees the question learns it.</summary>
    private void TrainCompressor()
    {
        var thoughts = JsonLines.Read<SourceThought>(run.PathOf(Thoughts)).Take(options.CompressorThoughts).Select(Segment).ToList();
        var tokenizer = TokenizerFile.Load(BaseTokenizer);
        var selection = new ThoughtCompressor(tokenizer, SelectionOptions.SmallWorld);
        var scores = new RulesScorer().Score(thoughts);
        var random = SeededRandom.For(options.Seed, "compressor");
        // A random ratio's keep-set for each thought: the learned score becomes a rank that serves all ratios.
        var samples = thoughts.Select((thought, i) => CompressorSample.Of(thought, selection.Compress(thought, scores[i], [random.Pick(Targets)]).Ratios[0].Kept)).ToList();
        using var model = CompressorModel.Create(options.CompressorSize, tokenizer, (long)(options.Seed & long.MaxValue));
        model.Classifier.ComputeType = ScalarType.BFloat16;
        using (var training = new CompressorTraining(model, samples, options.Compressor, random)) Loop("compressor", training.Load, () => training.Step, training.Steps, training.Next, training.Save);
        model.Save(run.PathOf(Compressor), BaseTokenizer);
    }

    /// <summary>The learned scores cut each thought to 0.2 … 0.8.</summary>
    private void Compress()
    {
        using var model = CompressorModel.Load(run.PathOf(Compressor));
        model.Classifier.ComputeType = ScalarType.BFloat16;
        var selection = new ThoughtCompressor(model.Tokenizer, SelectionOptions.SmallWorld);
        var source = JsonLines.Read<SourceThought>(run.PathOf(Thoughts));
        progress.Begin("compress", source.Count, "thoughts");
        var items = new List<CompressedThought>();
        foreach (var chunk in source.Chunk(256))
        {
            cancellation.ThrowIfCancellationRequested();
            var thoughts = chunk.Select(Segment).ToList();
            var scores = model.Score(thoughts);
            items.AddRange(chunk.Select((item, i) => new CompressedThought(item.Id, item.Question,
                [.. selection.Compress(thoughts[i], scores[i], Grid).Ratios.Select(cut => cut.Text)], item.Visible)));
            progress.Report(items.Count);
        }
        progress.End();
        JsonLines.Write(run.PathOf(Compressed), items);
    }

    /// <summary>The base model learns to obey the control tokens.</summary>
    private void TrainMixedRatios()
    {
        var items = JsonLines.Read<CompressedThought>(run.PathOf(Compressed));
        using var model = LanguageModel.Load(options.BaseFolder);
        ControlRows.Initialise(model.Model, model.Format.ControlIds, options.Seed);
        var samples = MixedRatioDataset.Build(items, model.Format, options.Mix, SeededRandom.For(options.Seed, "mix"));
        Train(model, "sft", samples);
        model.Save(run.PathOf(Sft));
    }

    /// <summary>The contrast: the same training at ratio 0.2 on thoughts pruned token by token, formulas and all.</summary>
    private void TrainNaive()
    {
        using var model = LanguageModel.Load(options.BaseFolder);
        var source = JsonLines.Read<SourceThought>(run.PathOf(Thoughts)).Take(options.NaiveSamples).ToList();
        var items = source.Select(item => (
            Prompt: (int[])[.. model.Format.Prompt(item.Question, null), .. model.Format.ResponseStart(null)],
            Thought: model.Format.EncodeThought(item.Thought))).ToList();
        var kept = SelfInformation.Prune(model.Model, items, Grid[0], cancellation: cancellation);
        ControlRows.Initialise(model.Model, model.Format.ControlIds, options.Seed);
        var lowest = ControlToken.Ratios[0];
        var samples = source.Select((item, i) => TrainingSample.Of(model.Format.Prompt(item.Question, lowest), model.Format.Response(lowest, kept[i], item.Visible), lowest)).ToList();
        Train(model, "naive", samples);
        model.Save(run.PathOf(Naive));
    }

    /// <summary>How often, and at what length, the SFT model answers its training prompts rightly at each ratio.</summary>
    private void RollOutTeacher()
    {
        var problems = TeacherProblems();
        var rows = new List<TeacherRollout>();
        void Add(int? ratio, IReadOnlyList<GradedResponse[]> responses) => rows.AddRange(problems.Zip(responses)
            .SelectMany(pair => pair.Second.Select(answer => new TeacherRollout(pair.First.Id, ratio, answer.Right, answer.ThinkTokens, answer.VisibleTokens))));
        using (var basis = LanguageModel.Load(options.BaseFolder)) Add(null, RollOut(basis, "teacher: reference", problems, control: null, new()));
        using var model = LanguageModel.Load(run.PathOf(Sft));
        for (var ratio = 0; ratio < Grid.Count; ratio++)
            Add(ratio, RollOut(model, $"teacher: {Grid[ratio]:0.0}", problems, ControlToken.Ratios[ratio], new() { Temperature = .7f, Samples = options.TeacherSamples[ratio], Seed = options.Seed }));
        JsonLines.Write(run.PathOf(Teacher), rows);
    }

    /// <summary>The control head learns which ratio a question needs, the body to answer better at the chosen one, in turn.</summary>
    private void Reinforce()
    {
        var problems = TeacherProblems();
        var budgets = TeacherBudget.FromRollouts(problems, JsonLines.Read<TeacherRollout>(run.PathOf(Teacher)), Grid.Count);
        using var model = LanguageModel.Load(run.PathOf(Sft));
        using var trainer = new RlTrainer(model, problems, budgets, options.Chrpo, options.Seed);
        var checkpoints = new StepCheckpoints(run.PartOf("chrpo"));
        if (checkpoints.Newest is { } newest) trainer.Load(newest);
        else FitHead(trainer, 0);
        progress.Begin("chrpo", options.Chrpo.Steps, done: checkpoints.Steps);
        for (var step = checkpoints.Steps; step < options.Chrpo.Steps; step++)
        {
            var done = trainer.Step(step, cancellation);
            progress.Report(step + 1, ("reward", done.Reward), ("right", done.Accuracy), ("KL", done.Facts.BodyKl));
            run.Metrics.Write("chrpo", step, ("reward", done.Reward), ("accuracy", done.Accuracy), ("kl", done.Facts.BodyKl), ("gradientNorm", done.Facts.GradientNorm), ("rolloutTokens", done.Tokens));
            if ((step + 1) % options.Chrpo.StepsPerRound == 0) FitHead(trainer, step + 1);
            checkpoints.Save(step + 1, trainer.Save);
        }
        progress.End();
        model.Save(run.PathOf(Chrpo));
    }

    /// <summary>Held-out problems in every mode: same prompt form, same decoding, same token limit.</summary>
    private void Evaluate()
    {
        var problems = TestProblems();
        foreach (var group in QuickstartMode.All.GroupBy(mode => mode.Model))
        {
            using var model = LanguageModel.Load(group.Key is null ? options.BaseFolder : run.PathOf(group.Key));
            foreach (var mode in group)
            {
                var responses = RollOut(model, $"evaluate: {mode.Name}", problems, mode.Control, new() { Temperature = mode.Temperature, Seed = options.Seed });
                JsonLines.Write(run.PathOf(mode.File), problems.Zip(responses, (problem, samples) => new EvaluatedResponse(problem.Id, samples[0].Right, samples[0].Ids)));
            }
        }
    }

    /// <summary>The figures, the page and the picture, from files alone: they can be made again at any time.</summary>
    private QuickstartSummary Report()
    {
        var format = PromptFormat.For(TokenizerFile.Load(BaseTokenizer));
        var problems = TestProblems();
        ModeResult Read(QuickstartMode mode) => new(mode.Control, problems,
            [.. JsonLines.Read<EvaluatedResponse>(run.PathOf(mode.File)).Zip(problems, (row, problem) => Prediction.Of(new GradedResponse(row.Ids, format.Parse(row.Ids), row.Right), problem, mode.Name, format))]);
        var modes = new EvaluatedModes(Read(QuickstartMode.Base), [.. QuickstartMode.Fixed.Select(Read)], Read(QuickstartMode.Policy), Read(QuickstartMode.PolicySampled), Read(QuickstartMode.Naive));
        var summary = QuickstartSummary.From(options.Seed, modes, run.StageSeconds);
        var samples = SampleSelection.Pick(modes.Base, modes.Policy);
        var isStandard = options.TestProblems >= QuickstartOptions.FewestForClaims;
        var command = $"extracot quickstart --seed {options.Seed}{(isStandard ? "" : " --profile smoke")}";
        var machine = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors";
        var report = new QuickstartReport(summary, samples, isStandard ? "standard" : "smoke", isStandard, command, File.ReadAllText(run.PathOf(RunFolder.OptionsName)), machine);
        HtmlReport.Write(report, run.PathOf("report.html"));
        TradeOffPlot.Write(summary, run.PathOf("tradeoff.svg"));
        summary.Write(run.PathOf("summary.json"));
        return summary;
    }

    private void Stage(string name, IReadOnlyList<string> outputs, Action work)
    {
        if (!run.Stage(name, outputs, work)) progress.Skip(name);
    }

    private string BaseTokenizer => Path.Combine(options.BaseFolder, "tokenizer.json");

    private IReadOnlyList<MathProblem> TeacherProblems() => SmallWorldSet.Make(options.Seed, "teacher", heldOut: false, options.TeacherPrompts);

    private IReadOnlyList<MathProblem> TestProblems() => SmallWorldSet.Make(options.Seed, "test", heldOut: true, options.TestProblems);

    private void FitHead(RlTrainer trainer, int step)
    {
        if (trainer.FitHead(step) is not var (utility, entropy)) return;
        run.Metrics.Write("chrpo-head", step, ("utility", utility), ("entropy", entropy));
    }

    // Answers are kept by their ids until the stage ends: a resumed one judges them again instead of generating them.
    private IReadOnlyList<GradedResponse[]> RollOut(LanguageModel model, string stage, IReadOnlyList<MathProblem> problems, ControlToken? control, RolloutOptions rollout)
    {
        var part = run.PartOf(stage.Replace(": ", "-", StringComparison.Ordinal) + ".jsonl");
        if (File.Exists(part))
        {
            var grader = new Grader(model.Format);
            return [.. JsonLines.Read<int[][]>(part).Zip(problems, (samples, problem) => samples.Select(ids => grader.Grade(problem.Answer, ids)).ToArray())];
        }
        using var engine = InferenceEngine.For(model.Model);
        var (start, tokens, done) = (Stopwatch.GetTimestamp(), 0L, 0);
        progress.Begin(stage, (long)problems.Count * rollout.Samples, "answers");
        var responses = new Rollouts(model, engine).Run(problems, control, rollout, token =>
        {
            tokens++;
            if (token.FinishReason is not null) progress.Report(++done, ("tokens/s", tokens / Stopwatch.GetElapsedTime(start).TotalSeconds));
        }, cancellation);
        cancellation.ThrowIfCancellationRequested(); // a stopped engine returns what it had
        progress.End();
        JsonLines.Write(part, responses.Select(samples => samples.Select(sample => sample.Ids)));
        return responses;
    }

    private void Train(LanguageModel model, string stage, IReadOnlyList<TrainingSample> samples)
    {
        var sequences = samples.Select(sample => new TrainingSequence(sample.Ids, sample.ResponseStart)).ToList();
        using (var trainer = new SequenceTrainer(model.Model, sequences, options.Sft, SeededRandom.For(options.Seed, stage)))
            Loop(stage, trainer.Load, () => trainer.Done, trainer.Steps, trainer.Next, trainer.Save);
    }

    // Trains from the newest checkpoint of the stage, or from the start.
    private void Loop(string stage, Action<string> load, Func<int> done, int steps, Func<TrainingProgress> next, Action<string> save)
    {
        var checkpoints = new StepCheckpoints(run.PartOf(stage));
        if (checkpoints.Newest is { } newest) load(newest);
        var (start, tokens, saved) = (Stopwatch.GetTimestamp(), 0L, done());
        progress.Begin(stage, steps, done: saved);
        while (done() < steps)
        {
            if (cancellation.IsCancellationRequested && done() > saved) checkpoints.Save(done(), save);
            cancellation.ThrowIfCancellationRequested();
            var step = next();
            tokens += step.Tokens;
            progress.Report(step.Step, ("loss", step.Loss), ("tokens/s", tokens / Stopwatch.GetElapsedTime(start).TotalSeconds));
            run.Metrics.Write(stage, step.Step, ("loss", step.Loss), ("gradientNorm", step.GradientNorm), ("learningRate", step.LearningRate));
            if (step.Step % StepsBetweenCheckpoints == 0) checkpoints.Save(saved = step.Step, save);
        }
        progress.End();
    }

    private static SegmentedThought Segment(SourceThought item) => new(item.Question, item.Thought, UnitDetector.Detect(item.Thought));
}
