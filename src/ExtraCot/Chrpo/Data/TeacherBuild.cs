using ExtraCot.Engines;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo.Data;

/// <summary>
/// Makes the data of stage 3: k rollouts of the SFT model at each fixed ratio, of which r*, L_ref and pass rates follow
/// (spec of stages 2 and 3, section 5.9). A rollout cut at the token limit fails; one whose request failed is asked again and never counts.
/// </summary>
/// <param name="problems">Questions with gold answers.</param>
/// <param name="options">Checked options.</param>
/// <param name="run">Gets <c>rollouts.jsonl</c>, <c>train.jsonl</c>, <c>test.jsonl</c>, <c>meta.json</c> and <c>report.html</c>.</param>
/// <param name="progress">Whom to tell.</param>
public sealed class TeacherBuild(IReadOnlyList<MathProblem> problems, TeacherBuildOptions options, RunFolder run, IStageProgress progress)
{
    internal const string Rollouts = "rollouts.jsonl", Partial = "rollouts.partial", Train = "train.jsonl", Test = "test.jsonl", Meta = "meta.json";

    /// <summary>Runs what is not finished yet.</summary>
    /// <exception cref="OperationCanceledException">Stopped; rollouts made so far stay.</exception>
    /// <exception cref="IOException">Requests failed for good; what was answered stays for a resume.</exception>
    /// <exception cref="InputException">Not one rollout is right.</exception>
    public TeacherSummary Run(CancellationToken cancellation = default)
    {
        if (!run.Stage("rollouts", [Rollouts], () => RollOut(cancellation))) progress.Skip("rollouts");
        var summary = new TeacherSummary();
        run.Stage("records", [Train, Test, Meta], () => summary = WriteRecords());
        return summary.Prompts > 0 ? summary : TeacherSummary.Read(run.PathOf(Meta));
    }

    private void RollOut(CancellationToken cancellation)
    {
        using var engine = options.Engine.Open();
        using (var log = KeyedLog.Open(run.PathOf(Partial), new Dictionary<string, string?>(), resume: true))
        {
            var ratios = ControlToken.Ratios.Count;
            long Key(int problem, int ratio, int sample) => ((long)problem * ratios + ratio) * options.Samples + sample;
            var wanted = (from ratio in Enumerable.Range(0, ratios) from problem in Enumerable.Range(0, problems.Count) select (Problem: problem, Ratio: ratio))
                .Where(pair => Enumerable.Range(0, options.Samples).Any(sample => !log.Keys.Contains(Key(pair.Problem, pair.Ratio, sample)))).ToList();
            var failures = new List<string>();
            progress.Begin("rollouts", (long)problems.Count * ratios * options.Samples, "rollouts", log.Keys.Count);
            engine.Answer([.. wanted.Select(pair => Request(problems[pair.Problem], pair.Ratio))], answer =>
            {
                var (problem, ratio) = wanted[answer.Request];
                if (answer.Error is { } error)
                {
                    failures.Add($"{answer.Id}: {error}");
                    return;
                }
                if (answer.ThinkTokens is not { } thinking || answer.VisibleTokens is not { } visible)
                    throw new InputException("the endpoint does not tell token ids: give the folder of its model's tokenizer with --tokenizer, so that thoughts can be counted");
                var key = Key(problem, ratio, answer.Sample);
                if (log.Keys.Contains(key)) return; // another sample of this request was missing
                log.Add(key, JsonLines.Text(new TeacherRollout(problems[problem].Id, ratio, IsRight(problems[problem], answer), thinking, visible)));
                progress.Report(log.Keys.Count, ("failed", failures.Count));
            }, cancellation);
            progress.End();
            if (failures.Count > 0) throw new IOException($"{failures.Count} rollouts failed, the first: {failures[0]}; the others are kept, --resume asks for these again");
            AtomicFile.Write(run.PathOf(Rollouts), log.CopyTo);
        }
        File.Delete(run.PathOf(Partial));
    }

    private EngineRequest Request(MathProblem problem, int ratio) => new(problem.Id, problem.Question)
    {
        Control = ControlToken.Ratios[ratio],
        Samples = options.Samples,
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxNewTokens = options.MaxNewTokens,
        Seed = EngineRequest.SeedFor(options.Seed, $"{problem.Id}@{ratio}"),
    };

    private static bool IsRight(MathProblem problem, EngineAnswer answer) => answer.WellFormed && AnswerChecker.Check(problem.Answer, answer.Visible).Equal;

    private TeacherSummary WriteRecords()
    {
        var rows = JsonLines.Read<TeacherRollout>(run.PathOf(Rollouts)).ToLookup(row => row.Id);
        var drawn = SeededRandom.For(options.Seed, "split");
        var (records, dropped, hopeless) = (new List<RlRecord>(), 0, 0);
        var allowed = (int)Math.Floor(options.MaxHopelessShare * problems.Count);
        foreach (var problem in problems)
        {
            var record = RecordOf(problem, [.. rows[problem.Id]]);
            if (record is null) dropped++;
            else if (record.ExtraInfo.TargetRatio is null && ++hopeless > allowed) dropped++;
            else records.Add(record);
        }
        if (records.All(record => record.ExtraInfo.TargetRatio is null)) throw new InputException("not one rollout is right; check the SFT model and the gold answers");
        drawn.Shuffle(records);
        var test = (int)Math.Round(options.TestShare * records.Count);
        WriteSplit(Test, "test", records[..test]);
        WriteSplit(Train, "train", records[test..]);
        var summary = new TeacherSummary
        {
            Prompts = records.Count,
            Test = test,
            Dropped = dropped,
            Targets = ControlToken.Ratios.ToDictionary(token => token.Name, token => records.Count(record => record.ExtraInfo.ChosenToken == token.Text)),
            Hopeless = records.Count(record => record.ExtraInfo.TargetRatio is null),
            PassRates = ControlToken.Ratios.Select((token, i) => (token.Name, Rate: records.Average(record => record.ExtraInfo.PassRate[i]))).ToDictionary(pair => pair.Name, pair => Math.Round(pair.Rate, 4)),
        };
        summary.Write(run.PathOf(Meta));
        TeacherReport.Write(run.FullPath, records, summary);
        return summary;
    }

    private void WriteSplit(string file, string split, IReadOnlyList<RlRecord> records) =>
        JsonLines.Write(run.PathOf(file), records.Select((record, i) => record with { ExtraInfo = record.ExtraInfo with { Split = split, Index = i } }));

    /// <summary>A record of one prompt; null where the full thought is too short to compress.</summary>
    private RlRecord? RecordOf(MathProblem problem, IReadOnlyList<TeacherRollout> rows)
    {
        var full = rows.Where(row => row.Ratio == ControlToken.Ratios.Count - 1).ToList();
        var right = full.Where(row => row.Right).ToList();
        var basis = right.Count > 0 ? right : full;
        var reference = Median(basis.Select(row => row.ThinkTokens));
        if (reference < options.MinReferenceTokens) return null;
        var budget = new TeacherBudget(ControlToken.Ratios.Count, reference, Median(basis.Select(row => row.VisibleTokens)));
        foreach (var row in rows) budget.Add(row.Ratio!.Value, row.Right, row.ThinkTokens);
        var (counts, target) = (budget.Counts, budget.Target);
        var ratio = target is { } index ? ControlToken.Ratios[index].Ratio : null;
        return new RlRecord
        {
            Question = problem.Question,
            Prompt = [new("system", PromptFormat.SystemText), new("user", $"{PromptFormat.Instruction}\n{problem.Question.TrimEnd()} {ControlToken.Policy.Text}")],
            RewardModel = new("rule", problem.Answer),
            ExtraInfo = new()
            {
                Id = problem.Id,
                AutoToken = ControlToken.Policy.Text,
                TargetRatio = ratio,
                RatioBucket = ratio,
                ChosenToken = target is { } chosen ? ControlToken.Ratios[chosen].Text : "",
                ReferenceTokens = reference,
                ReferenceLength = reference,
                ReferenceVisible = budget.ReferenceVisible,
                Passes = counts[0],
                Trials = counts[1],
                PassRate = [.. counts[0].Zip(counts[1], (passed, tried) => tried > 0 ? passed / tried : 0)],
                RightTokens = counts[2],
                Tokenizer = options.Engine.Tokenizer ?? options.Engine.Engine,
                QuestionGroup = string.Join(' ', problem.Question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant(),
                Seed = options.Seed,
                Difficulty = problem.Difficulty,
            },
        };
    }

    private static double Median(IEnumerable<int> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
