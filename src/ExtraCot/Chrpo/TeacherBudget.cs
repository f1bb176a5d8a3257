using ExtraCot.Text;
using ExtraCot.Text.Data;

namespace ExtraCot.Chrpo;

/// <summary>
/// What the teacher rollouts say of one prompt: how often each ratio gave a right answer and how long right thoughts were.
/// Counts are kept with exponential forgetting, so that rollouts during RL can update them.
/// </summary>
public sealed class TeacherBudget
{
    private readonly double[] passes;
    private readonly double[] trials;
    private readonly double[] rightTokens;

    /// <summary>An empty budget over <paramref name="ratios"/> ratios.</summary>
    /// <param name="ratios">Size of the ratio grid (5).</param>
    /// <param name="referenceTokens">L_ref: think tokens of the base model's thought on this prompt; must be positive.</param>
    /// <param name="referenceVisible">V_ref: visible tokens of the base model's answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">L_ref is not positive.</exception>
    public TeacherBudget(int ratios, double referenceTokens, double referenceVisible)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(referenceTokens);
        (passes, trials, rightTokens) = (new double[ratios], new double[ratios], new double[ratios]);
        (ReferenceTokens, ReferenceVisible) = (referenceTokens, referenceVisible);
    }

    /// <summary>The budgets of all prompts from a teacher file; every prompt needs its reference row.</summary>
    /// <exception cref="InputException">A prompt has no reference, or a row belongs to no prompt.</exception>
    public static IReadOnlyList<TeacherBudget> FromRollouts(IReadOnlyList<MathProblem> problems, IReadOnlyList<TeacherRollout> rollouts, int ratios)
    {
        var references = rollouts.Where(row => row.Ratio is null).ToDictionary(row => row.Id);
        var budgets = problems.ToDictionary(problem => problem.Id, problem => references.TryGetValue(problem.Id, out var row)
            ? new TeacherBudget(ratios, Math.Max(1, row.ThinkTokens), Math.Max(1, row.VisibleTokens))
            : throw new InputException($"teacher rollouts: prompt {problem.Id} has no reference row (ratio null)"));
        foreach (var row in rollouts.Where(row => row.Ratio is not null))
        {
            if (!budgets.TryGetValue(row.Id, out var budget)) throw new InputException($"teacher rollouts: row of {row.Id}, which is no training prompt");
            budget.Add(row.Ratio!.Value, row.Right, row.ThinkTokens);
        }
        return [.. problems.Select(problem => budgets[problem.Id])];
    }

    /// <value>L_ref: think tokens of the base model's thought.</value>
    public double ReferenceTokens { get; }

    /// <value>V_ref: visible tokens of the base model's answer.</value>
    public double ReferenceVisible { get; }

    /// <summary>Right answers at a ratio (forgotten ones removed).</summary>
    public double Passes(int ratio) => passes[ratio];

    /// <summary>Rollouts at a ratio (forgotten ones removed).</summary>
    public double Trials(int ratio) => trials[ratio];

    /// <value>Index of r* by <see cref="TeacherRule"/> over the present pass rates; null where nothing was ever right.</value>
    public int? Target => TeacherRule.Target([.. passes.Select((passed, ratio) => trials[ratio] > 0 ? passed / trials[ratio] : 0)]);

    /// <value>Passes, trials and tokens of right answers, a row each: all that changes.</value>
    internal double[][] Counts
    {
        get => [[.. passes], [.. trials], [.. rightTokens]];
        set
        {
            value[0].CopyTo(passes, 0);
            value[1].CopyTo(trials, 0);
            value[2].CopyTo(rightTokens, 0);
        }
    }

    /// <summary>Adds one rollout.</summary>
    public void Add(int ratio, bool right, int thinkTokens)
    {
        trials[ratio]++;
        if (!right) return;
        passes[ratio]++;
        rightTokens[ratio] += thinkTokens;
    }

    /// <summary>Multiplies what is remembered of one ratio by <paramref name="keep"/>, before fresh rollouts come in.</summary>
    public void Forget(int ratio, double keep)
    {
        passes[ratio] *= keep;
        trials[ratio] *= keep;
        rightTokens[ratio] *= keep;
    }

    /// <summary>c(x, r): mean think tokens of right answers at a ratio over L_ref; null where none was right.</summary>
    public double? Cost(int ratio) => passes[ratio] > 0 ? rightTokens[ratio] / passes[ratio] / ReferenceTokens : null;
}
