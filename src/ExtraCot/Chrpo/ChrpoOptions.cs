namespace ExtraCot.Chrpo;

/// <summary>Constants of stage 3.</summary>
public sealed record ChrpoOptions
{
    /// <value>λ: accuracy given for all of the base model's tokens; 0.1 means one point for 10 % of the tokens. Default 0.2.</value>
    public double Lambda { get; init; } = .2;

    /// <value>Rounds of body updates and a re-fit of the head; default 2.</value>
    public int Rounds { get; init; } = 2;

    /// <value>Body updates a round; default 10.</value>
    public int StepsPerRound { get; init; } = 10;

    /// <value>Fit of the control head.</value>
    public ControlHeadOptions Head { get; init; } = new();

    /// <value>Training of the body.</value>
    public BodyTrainerOptions Body { get; init; } = new();
}
