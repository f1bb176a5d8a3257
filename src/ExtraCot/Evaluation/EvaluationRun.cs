using System.Diagnostics;
using ExtraCot.Engines;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>
/// Asks every question in every mode and judges the responses. Each response is on disk as soon as it is there, so a killed run goes on behind it;
/// at the end <c>predictions.jsonl</c> is put in the order of modes and problems, whatever order they came in.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="problems">The problems.</param>
/// <param name="run">Where to.</param>
/// <param name="open">Opens an engine.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class EvaluationRun(EvaluationOptions options, ProblemSet problems, RunFolder run, Func<EngineSettings, IAnswerEngine> open, IStageProgress progress)
{
    private const string Partial = "predictions.partial.jsonl";
    private readonly IAnswerVerifier verifier = Verifiers.Find(options.Verifier);
    private string? firstError;
    private int failed;

    /// <summary>Answers what is not answered yet, then writes figures and page anew.</summary>
    /// <param name="cancellation">Stops; what was answered is kept.</param>
    /// <exception cref="EvaluationException">Some questions could not be answered; <c>--resume</c> asks them again.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public EvaluationSummary Run(CancellationToken cancellation = default)
    {
        var outputs = new[] { EvaluatedRun.PredictionsName, EvaluatedRun.ProblemsName };
        if (!run.Stage("answers", outputs, () => Answer(cancellation))) progress.Skip("answers");
        File.Delete(run.PathOf(Partial));
        return EvaluatedRun.Load(run.FullPath).WriteReport();
    }

    private void Answer(CancellationToken cancellation)
    {
        EvaluatedRun.WriteProblems(run.FullPath, problems);
        var answers = options.Modes.ToDictionary(mode => mode.Name, _ => problems.Problems.Select(_ => new Prediction?[options.SamplesInAll]).ToArray());
        var places = problems.Problems.Select((problem, index) => (problem.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        using (var journal = new JsonJournal<Prediction>(run.PathOf(Partial)))
        {
            foreach (var earlier in journal.Earlier) answers[earlier.Mode][places[earlier.Id]][earlier.Sample] = earlier;
            foreach (var group in options.Modes.GroupBy(mode => mode.Name == EvaluationMode.BaseName))
            {
                var modes = group.Where(mode => answers[mode.Name].Any(samples => samples.Contains(null))).ToList();
                if (modes.Count == 0) continue;
                using var engine = open(group.Key ? options.Base! : options.Model);
                foreach (var mode in modes) Answer(engine, mode, answers[mode.Name], journal, cancellation);
            }
        }
        if (failed > 0) throw new EvaluationException($"{failed} responses failed and were left out, the first with: {firstError}; --resume asks for them again");
        JsonLines.Write(run.PathOf(EvaluatedRun.PredictionsName), options.Modes.SelectMany(mode => answers[mode.Name]).SelectMany(samples => samples));
    }

    private void Answer(IAnswerEngine engine, EvaluationMode mode, Prediction?[][] answers, JsonJournal<Prediction> journal, CancellationToken cancellation)
    {
        var asked = new List<(int Problem, int Seed)>();
        for (var seed = 0; seed < options.Seeds.Length; seed++)
            for (var i = 0; i < answers.Length; i++)
                if (answers[i].AsSpan(seed * options.Samples, options.Samples).Contains(null)) asked.Add((i, seed));
        var done = answers.Sum(samples => samples.Count(sample => sample is not null));
        var (start, tokens) = (Stopwatch.GetTimestamp(), 0L);
        progress.Begin($"evaluate: {mode.Name}", (long)answers.Length * options.SamplesInAll, "answers", done);
        engine.Answer([.. asked.Select(question => Request(problems.Problems[question.Problem], mode, options.Seeds[question.Seed]))], Keep, cancellation);
        progress.End();

        void Keep(EngineAnswer answer)
        {
            var (index, seed) = asked[answer.Request];
            var sample = seed * options.Samples + answer.Sample;
            if (answers[index][sample] is not null) return; // a sample that an earlier pass had, asked again along with its missing sisters
            if (answer.Error is { } error)
            {
                failed++;
                firstError ??= $"{problems.Problems[index].Id}: {error}";
                return;
            }
            var prediction = answers[index][sample] = Prediction.Of(answer, problems.Problems[index], mode.Name, sample, verifier);
            journal.Append(prediction);
            tokens += prediction.Tokens;
            progress.Report(++done, ("tokens/s", tokens / Stopwatch.GetElapsedTime(start).TotalSeconds));
        }
    }

    private EngineRequest Request(MathProblem problem, EvaluationMode mode, ulong seed) => new(problem.Id, mode.Ask(problem.Question))
    {
        Control = mode.Control,
        Budget = mode.Budget,
        Choices = mode.Choices,
        TellsEntropy = true,
        Samples = options.Samples,
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxNewTokens = options.MaxNewTokens,
        Seed = EngineRequest.SeedFor(seed, problem.Id),
    };
}
