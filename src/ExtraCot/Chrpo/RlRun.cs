using ExtraCot.Chrpo.Data;
using ExtraCot.Nn.Runtime;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// A run of stage 3 in its folder: the trained model in Hugging Face's layout, beside it options, metrics, the rollouts of every
/// batch with their rewards term by term, alarms, and a page of it all.
/// </summary>
/// <param name="options">Checked options.</param>
/// <param name="run">The folder.</param>
/// <param name="progress">Whom to tell.</param>
public sealed class RlRun(RlRunOptions options, RunFolder run, IStageProgress progress)
{
    private const string Stage = "rl", Checkpoints = "checkpoints";

    /// <summary>Trains, or goes on from the newest checkpoint.</summary>
    /// <returns>The alarms that went off.</returns>
    /// <exception cref="OperationCanceledException">Stopped; a checkpoint at the last finished batch is written.</exception>
    public IReadOnlyList<RlAlarm> Run(CancellationToken cancellation = default)
    {
        TorchRuntime.Initialize();
        var alarms = new List<RlAlarm>();
        string[] outputs = options.Chrpo.HasControlHead ? ["model.safetensors", ControlHead.FileName] : ["model.safetensors"];
        if (!run.Stage(Stage, outputs, () => Train(alarms, cancellation))) progress.Skip(Stage);
        return alarms;
    }

    private void Train(List<RlAlarm> alarms, CancellationToken cancellation)
    {
        var data = RlDataset.Read(options.Data);
        var checkpoints = new StepCheckpoints(run.PathOf(Checkpoints));
        using var model = LanguageModel.Load(ShippedModels.Find(options.Model));
        if (options.Bfloat16) model.Model.ComputeType = ScalarType.BFloat16;
        using var trainer = new RlTrainer(model, data.Problems, data.Budgets, options.Chrpo, options.Seed);
        var log = new RolloutLog(run, model.Format);
        var step = checkpoints.Steps;
        if (checkpoints.Newest is { } newest) trainer.Load(newest);
        else Fit(trainer, 0);
        progress.Begin(Stage, options.Chrpo.Steps, "batches", step);
        var saved = step;
        while (step < options.Chrpo.Steps)
        {
            RlStep done;
            try
            {
                done = trainer.Step(step, cancellation);
            }
            catch (OperationCanceledException)
            {
                if (step > saved) checkpoints.Save(step, trainer.Save);
                throw;
            }
            log.Write(step, done);
            Report(++step, done);
            foreach (var alarm in RlAlarms.Of(step, done))
            {
                alarms.Add(alarm);
                log.Write(alarm);
            }
            if (step % options.Chrpo.StepsPerRound == 0) Fit(trainer, step);
            if (step % options.CheckpointEvery == 0) checkpoints.Save(saved = step, trainer.Save);
        }
        progress.End();
        model.Model.ComputeType = ScalarType.Float32;
        model.Save(run.FullPath);
        checkpoints.Clear();
        RolloutReport.Write(run, options);
    }

    private void Fit(RlTrainer trainer, int step)
    {
        if (trainer.FitHead(step) is var (utility, entropy)) run.Metrics.Write("rl-head", step, ("utility", utility), ("entropy", entropy), ("lambda", trainer.Lambda));
    }

    private void Report(int step, RlStep done)
    {
        progress.Report(step, ("reward", done.Reward), ("right", done.Accuracy), ("think tokens", done.ThinkTokens), ("KL", done.Facts.BodyKl));
        var values = new List<(string, double)>
        {
            ("accuracy", done.Accuracy), ("reward", done.Reward), ("thinkTokens", done.ThinkTokens), ("visibleTokens", done.VisibleTokens), ("rolloutTokens", done.Tokens),
            ("ratioError", done.RatioError), ("zeroVarianceShare", done.ZeroVarianceShare), ("lambda", done.Lambda),
            ("bodyKl", done.Facts.BodyKl), ("headKl", done.Facts.HeadKl), ("headEntropy", done.Facts.HeadEntropy), ("bodyClipped", done.Facts.BodyClipped),
            ("headClipped", done.Facts.HeadClipped), ("logProbabilityGap", done.Facts.LogProbabilityGap), ("gradientNorm", done.Facts.GradientNorm),
        };
        for (var ratio = 0; ratio < ControlToken.Ratios.Count; ratio++)
        {
            values.Add(($"choice{ControlToken.Ratios[ratio].Name}", done.ChoiceShare(ratio)));
            // Which ratios prompts of one r* choose says whether the choice follows the need.
            if (done.MeanChoice(ratio) is { } mean) values.Add(($"meanChoiceAtTarget{ControlToken.Ratios[ratio].Name}", mean));
        }
        foreach (var violation in Enum.GetValues<IntegrityViolations>().Where(value => value != IntegrityViolations.None)) values.Add(($"share{violation}", done.Share(violation)));
        run.Metrics.Write(Stage, step, [.. values]);
    }
}
