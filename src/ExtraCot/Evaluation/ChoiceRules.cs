using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>
/// Ways to choose a ratio that need no training of a policy. Each gives a ratio for every problem; what it achieves is looked up
/// from a model's measured responses at the fixed ratios, so nothing is generated.
/// </summary>
public static class ChoiceRules
{
    /// <summary>The responses that the fixed ratios gave where a rule sends each problem.</summary>
    /// <param name="grid">One model at fixed ratios, on the same problems with equally many samples.</param>
    /// <param name="choice">An index into <paramref name="grid"/> for each problem.</param>
    /// <exception cref="ArgumentException">Not one choice for each problem.</exception>
    public static ModeResult LookUp(IReadOnlyList<ModeResult> grid, IReadOnlyList<int> choice)
    {
        if (choice.Count != grid[0].Problems.Count) throw new ArgumentException($"{choice.Count} choices for {grid[0].Problems.Count} problems", nameof(choice));
        return new(null, grid[0].Problems, [.. choice.Select((ratio, i) => grid[ratio].Answers[i])]);
    }

    /// <summary>The hand rule: problems above the set's median difficulty get <paramref name="hard"/>, the others <paramref name="easy"/>.</summary>
    /// <param name="problems">With the set's own measure of difficulty.</param>
    /// <param name="easy">Choice for the easier ones.</param>
    /// <param name="hard">Choice for the harder ones.</param>
    public static int[] ByHand(IReadOnlyList<MathProblem> problems, int easy, int hard)
    {
        var median = problems.Select(problem => problem.Difficulty).Order().ElementAt((problems.Count - 1) / 2);
        return [.. problems.Select(problem => problem.Difficulty > median ? hard : easy)];
    }

    /// <summary>
    /// The group rule: teacher rollouts pooled over prompts of equal difficulty give a utility p − λ·c for each ratio; every problem gets the
    /// best ratio of its group (of the nearest one where the teacher had none such).
    /// </summary>
    /// <param name="problems">With the set's own measure of difficulty.</param>
    /// <param name="teacher">Training prompts with their budgets; never the problems evaluated.</param>
    /// <param name="ratios">The ratios to choose among; indices into them are returned.</param>
    /// <param name="lambda">λ: accuracy given for all of the base model's tokens.</param>
    public static int[] ByGroup(IReadOnlyList<MathProblem> problems, RlDataset teacher, IReadOnlyList<double> ratios, double lambda)
    {
        var groups = teacher.Problems.Zip(teacher.Budgets).GroupBy(pair => pair.First.Difficulty).OrderBy(group => group.Key).ToList();
        var all = ControlToken.Ratios.Select(token => token.Ratio!.Value).ToList();
        var utilities = Utilities.Of([.. groups.Select(group => Pool([.. group.Select(pair => pair.Second)], all.Count))], all, lambda);
        var best = utilities.Select(row => Enumerable.Range(0, ratios.Count).MaxBy(i => row[all.FindIndex(ratio => Math.Abs(ratio - ratios[i]) < 1e-9)])).ToList();
        return [.. problems.Select(problem => best[Enumerable.Range(0, groups.Count).MinBy(g => Math.Abs(groups[g].Key - problem.Difficulty))])];
    }

    /// <summary>The oracle, which nobody can ask: the ratio that was right most often on the problem itself, of equals the one with the fewest think tokens.</summary>
    /// <param name="grid">One model at fixed ratios.</param>
    public static int[] Oracle(IReadOnlyList<ModeResult> grid)
    {
        var (right, tokens) = (grid.Select(mode => mode.RightShares).ToList(), grid.Select(mode => mode.Lengths).ToList());
        return [.. Enumerable.Range(0, grid[0].Problems.Count).Select(i => Enumerable.Range(0, grid.Count).OrderByDescending(ratio => right[ratio][i]).ThenBy(ratio => tokens[ratio][i]).First())];
    }

    private static TeacherBudget Pool(IReadOnlyList<TeacherBudget> budgets, int ratios)
    {
        var pool = new TeacherBudget(ratios, budgets.Average(budget => budget.ReferenceTokens), 0);
        pool.Counts = [.. Enumerable.Range(0, 3).Select(count => Enumerable.Range(0, ratios).Select(ratio => budgets.Sum(budget => budget.Counts[count][ratio])).ToArray())];
        return pool;
    }
}
