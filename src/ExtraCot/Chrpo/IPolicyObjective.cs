namespace ExtraCot.Chrpo;

/// <summary>Turns the rollouts of one prompt into rewards and advantages: what an algorithm consists of. Pure and thread-safe.</summary>
public interface IPolicyObjective
{
    /// <summary>Scores a group.</summary>
    /// <exception cref="Nn.Training.TrainingException">A reward is not a number.</exception>
    GroupScore Score(RolloutGroup group);
}
