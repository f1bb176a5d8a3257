using ExtraCot.Options;

namespace ExtraCot.Tests.Options;

internal enum SampleProfile { Smoke, Standard }

internal sealed record SampleOptions : IValidatable
{
    public SampleProfile Profile { get; set; } = SampleProfile.Standard;
    public int Seed { get; set; } = 1;
    public string? Model { get; set; }
    public double[] Ratios { get; set; } = [0.2, 0.4];
    public Dictionary<string, double> Weights { get; set; } = [];
    public SampleTraining Training { get; set; } = new();
    public string Summary => $"{Profile} {Seed}";

    public IEnumerable<string> Validate()
    {
        if (Seed < 0) yield return $"seed: {Seed} is negative; expected 0 or more";
    }
}

internal sealed record SampleTraining : IValidatable
{
    public double LearningRate { get; set; } = 1e-3;
    public bool Shuffle { get; set; } = true;

    public IEnumerable<string> Validate()
    {
        if (LearningRate is not (> 0 and < 1)) yield return $"learningRate: {LearningRate} is out of range; expected more than 0 and less than 1";
    }
}
