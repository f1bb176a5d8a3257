namespace ExtraCot.Text.SmallWorld;

/// <summary>Which problems the documents of <see cref="PretrainingText"/> are about. The defaults are the whole small world.</summary>
public sealed record PretrainingDifficulty
{
    /// <value>Most core equations of a problem, 2 … 5; default 5. All counts from 2 on are equally frequent.</value>
    public int MaxEquations { get; set; } = 5;

    /// <value>Share of problems that need helper equations, 0 … 1; default 0.25.</value>
    public double HardShare { get; set; } = .25;
}
