using ExtraCot.Options;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Pretraining;

/// <summary>How a base model is trained from random weights. The defaults are the recipe of the shipped <c>models/small-base</c>.</summary>
public sealed record PretrainOptions : IValidatable
{
    /// <value>Seed of the weights and of the data; default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <value>Optimiser steps; default 13,276.</value>
    public int Steps { get; set; } = 13_276;

    /// <value>Tokens of one step, reached by whole documents; default 32,768.</value>
    public int TokensPerStep { get; set; } = 32_768;

    /// <value>Peak learning rate; default 3e-3.</value>
    public double LearningRate { get; set; } = 3e-3;

    /// <value>Steps of linear warm-up; default 200.</value>
    public int Warmup { get; set; } = 200;

    /// <value>Share of the steps before the rate falls linearly to 2 % of it; default 0.55.</value>
    public double ConstantShare { get; set; } = .55;

    /// <value>Decoupled weight decay of matrices; default 0.1.</value>
    public double WeightDecay { get; set; } = .1;

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; set; } = 1;

    /// <value>Element type of the matrix products; default float32.</value>
    public PretrainPrecision Precision { get; set; }

    /// <value>Worker threads, each with gradients of its own; 0 (default) takes every processor. A resume is exact with the same number.</value>
    public int Workers { get; set; }

    /// <value>Steps between checkpoints; default 200.</value>
    public int CheckpointEvery { get; set; } = 200;

    /// <value>Steps between measurements on held-out documents; default 200.</value>
    public int EvaluateEvery { get; set; } = 200;

    /// <value>Held-out documents whose loss is measured; default 128.</value>
    public int HeldOutDocuments { get; set; } = 128;

    /// <value>Held-out problems that are answered greedily at the end; 0 leaves that away; default 512.</value>
    public int HeldOutProblems { get; set; } = 512;

    /// <value>The problems to learn; default all.</value>
    public PretrainingDifficulty Problems { get; set; } = new();

    /// <value>Shape of the model.</value>
    public PretrainModelOptions Model { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Steps < 1) yield return $"steps: {Steps}, expected 1 or more";
        if (TokensPerStep < 1) yield return $"tokensPerStep: {TokensPerStep}, expected 1 or more";
        if (LearningRate is not (> 0 and < 1)) yield return $"learningRate: {LearningRate}, expected more than 0 and less than 1";
        if (Warmup < 0) yield return $"warmup: {Warmup}, expected 0 or more";
        if (ConstantShare is not (>= 0 and < 1)) yield return $"constantShare: {ConstantShare}, expected from 0 to less than 1";
        if (WeightDecay is not (>= 0 and < 1)) yield return $"weightDecay: {WeightDecay}, expected from 0 to less than 1";
        if (MaxGradientNorm is not > 0) yield return $"maxGradientNorm: {MaxGradientNorm}, expected more than 0";
        if (Workers is < 0 or > 1024) yield return $"workers: {Workers}, expected 0 (every processor) to 1024";
        if (CheckpointEvery < 1) yield return $"checkpointEvery: {CheckpointEvery}, expected 1 or more";
        if (EvaluateEvery < 1) yield return $"evaluateEvery: {EvaluateEvery}, expected 1 or more";
        if (HeldOutDocuments < 1) yield return $"heldOutDocuments: {HeldOutDocuments}, expected 1 or more";
        if (HeldOutProblems < 0) yield return $"heldOutProblems: {HeldOutProblems}, expected 0 or more";
        if (Problems.MaxEquations is < 2 or > 5) yield return $"problems.maxEquations: {Problems.MaxEquations}, expected from 2 to 5";
        if (Problems.HardShare is not (>= 0 and <= 1)) yield return $"problems.hardShare: {Problems.HardShare}, expected from 0 to 1";
    }
}
