using ExtraCot.Options;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>How <c>extracot sft train</c> trains. Defaults are the published configuration (spec of stages 2 and 3, section 4) unless said.</summary>
public sealed record SftOptions : IValidatable
{
    /// <value>Folder of the base model.</value>
    public string Model { get; set; } = "";

    /// <value>Samples of <c>extracot sft build</c> (JSON lines).</value>
    public string Data { get; set; } = "";

    /// <value>Samples to measure on, of other questions than the data's; null (default) holds out <see cref="ValidationShare"/> of the data.</value>
    public string? Validation { get; set; }

    /// <value>Seed of split, order and new weights; default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <value>Passes over the data; default 3.</value>
    public int Epochs { get; set; } = 3;

    /// <value>Peak learning rate; default 2e-5.</value>
    public double LearningRate { get; set; } = 2e-5;

    /// <value>Share of the steps of linear warm-up before the cosine; default 0.05.</value>
    public double WarmupShare { get; set; } = .05;

    /// <value>Decoupled weight decay of matrices; default 0.05.</value>
    public double WeightDecay { get; set; } = .05;

    /// <value>β2 of AdamW; default 0.999.</value>
    public double Beta2 { get; set; } = .999;

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; set; } = 1;

    /// <value>Tokens of one optimiser step, reached by whole samples; default 16,384 (about the published 16 samples).</value>
    public int TokensPerStep { get; set; } = 16_384;

    /// <value>Tokens of one forward and backward pass of a worker; a step is as many passes as it takes. Lower it when memory runs out; default 4,096.</value>
    public int TokensPerPass { get; set; } = 4_096;

    /// <value>Samples longer than this many tokens are left out and counted; default 6,144.</value>
    public int Cutoff { get; set; } = 6_144;

    /// <value>Share of the question groups held out where no file of validation samples is given; default 0.1. 0 trains on all and measures nothing.</value>
    public double ValidationShare { get; set; } = .1;

    /// <value>Steps between validations; default 250.</value>
    public int EvaluateEvery { get; set; } = 250;

    /// <value>Held-out questions that are answered at each validation and ratio, to see whether the model follows its tokens; default 32, 0 leaves it away.</value>
    public int ControlQuestions { get; set; } = 32;

    /// <value>Most tokens of such an answer; default 4,096.</value>
    public int MaxNewTokens { get; set; } = 4_096;

    /// <value>Validations without a lower loss after which training stops; default 0: never.</value>
    public int Patience { get; set; }

    /// <value>Steps between checkpoints; default 500.</value>
    public int SaveEvery { get; set; } = 500;

    /// <value>Checkpoints that stay; default 5.</value>
    public int KeepCheckpoints { get; set; } = 5;

    /// <value>Element type of the matrix products; default auto.</value>
    public SftPrecision Precision { get; set; }

    /// <value>Whether the backward pass computes each layer's activations again instead of keeping them; default false (published: true).</value>
    public bool GradientCheckpointing { get; set; }

    /// <value>r of low-rank updates (LoRA), merged into the weights at the end; default 0 trains all weights.</value>
    public int LoraRank { get; set; }

    /// <value>α of the low-rank updates; default 16.</value>
    public double LoraAlpha { get; set; } = 16;

    /// <value>
    /// Worker threads, each with gradients of its own: the fastest for models that fit the cache. 0 (default) takes one a processor below 10
    /// million parameters, else a single one whose operations use all processors. A resume is exact with the same number.
    /// </value>
    public int Workers { get; set; }

    /// <value>Whether the control tokens' rows get a random start (default), which they need where they were never trained.</value>
    public bool InitialiseControls { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Model.Length == 0) yield return "model: no folder given; use --model or the key model";
        if (Data.Length == 0) yield return "data: no file given; use --data or the key data";
        if (Epochs < 1) yield return $"epochs: {Epochs}, expected 1 or more";
        if (LearningRate is not (> 0 and < 1)) yield return $"learningRate: {LearningRate}, expected more than 0 and less than 1";
        if (WarmupShare is not (>= 0 and < 1)) yield return $"warmupShare: {WarmupShare}, expected from 0 to less than 1";
        if (WeightDecay is not (>= 0 and < 1)) yield return $"weightDecay: {WeightDecay}, expected from 0 to less than 1";
        if (Beta2 is not (> 0 and < 1)) yield return $"beta2: {Beta2}, expected between 0 and 1";
        if (MaxGradientNorm is not > 0) yield return $"maxGradientNorm: {MaxGradientNorm}, expected more than 0";
        if (TokensPerStep < 1) yield return $"tokensPerStep: {TokensPerStep}, expected 1 or more";
        if (TokensPerPass < 1) yield return $"tokensPerPass: {TokensPerPass}, expected 1 or more";
        if (Cutoff < 2) yield return $"cutoff: {Cutoff}, expected 2 or more";
        if (ValidationShare is not (>= 0 and < 1)) yield return $"validationShare: {ValidationShare}, expected from 0 to less than 1";
        if (EvaluateEvery < 1) yield return $"evaluateEvery: {EvaluateEvery}, expected 1 or more";
        if (ControlQuestions < 0) yield return $"controlQuestions: {ControlQuestions}, expected 0 or more";
        if (MaxNewTokens < 1) yield return $"maxNewTokens: {MaxNewTokens}, expected 1 or more";
        if (Patience < 0) yield return $"patience: {Patience}, expected 0 (never) or more";
        if (SaveEvery < 1) yield return $"saveEvery: {SaveEvery}, expected 1 or more";
        if (KeepCheckpoints < 1) yield return $"keepCheckpoints: {KeepCheckpoints}, expected 1 or more";
        if (LoraRank < 0) yield return $"loraRank: {LoraRank}, expected 0 (all weights) or more";
        if (LoraAlpha is not > 0) yield return $"loraAlpha: {LoraAlpha}, expected more than 0";
        if (Workers is < 0 or > 1024) yield return $"workers: {Workers}, expected 0 (chosen) to 1024";
    }
}
