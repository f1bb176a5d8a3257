namespace ExtraCot.Text.SmallWorld;

/// <summary>Text that teaches a base model the small world: equation drills, terse notes and verbose solutions.</summary>
/// <remarks>The mix (12 % drills, 33 % notes, 55 % verbose) is the one the shipped base model was trained with.</remarks>
public static class PretrainingText
{
    private const double DrillShare = .12, NoteShare = .33;
    private const int EquationsPerDrill = 14;
    private static readonly int[] Percents = [10, 20, 25, 50];

    /// <summary>One document in trusted text: its marks are added tokens.</summary>
    /// <param name="random">Source of all choices.</param>
    /// <param name="difficulty">The problems it may be about; null takes all.</param>
    /// <param name="heldOut">Whether its problem is a held-out one, for measuring. Drills have no such side.</param>
    public static string Next(SeededRandom random, PretrainingDifficulty? difficulty = null, bool heldOut = false)
    {
        difficulty ??= new PretrainingDifficulty();
        var kind = random.NextDouble();
        if (kind < DrillShare) return $"<bos>{string.Concat(Drill(random))}<eos>";
        var problem = ProblemGenerator.Next(random, heldOut, random.Next(2, difficulty.MaxEquations), random.Chance(difficulty.HardShare));
        return kind < DrillShare + NoteShare
            ? $"<bos>{problem.Question}{Notes(random, problem)} So the answer is {problem.Answer}.<eos>"
            : $"<bos><user>{problem.Question}<assistant><think>{problem.Thought}</think>\\boxed{{{problem.Answer}}}<eos>";
    }

    // A plain solution: all core equations, sometimes helpers, a random share of the prose.
    private static string Notes(SeededRandom random, SmallProblem problem)
    {
        var helpers = random.Chance(.8);
        var prose = random.Pick([0, 0, .3, .6, 1.0]);
        return string.Concat(problem.Segments.Where(segment => segment.Kind switch
        {
            SegmentKind.CoreEquation => true,
            SegmentKind.HelperEquation or SegmentKind.Split => helpers,
            SegmentKind.Reason => random.Chance(prose),
            SegmentKind.Result => random.Chance(prose / 2),
            _ => false,
        }).Select(segment => segment.Text));
    }

    private static IEnumerable<string> Drill(SeededRandom random) =>
        Enumerable.Range(0, EquationsPerDrill).Select(_ => Equation(random)).OfType<string>();

    private static string? Equation(SeededRandom random)
    {
        switch (random.Pick("++--***//mp".ToCharArray()))
        {
            case '+':
                var a = random.Next(5, 900);
                var b = random.Next(5, Math.Max(5, Math.Min(600, 999 - a)));
                return $" ${a}+{b}={a + b}$.";
            case '-':
                var x = random.Next(15, 999);
                var y = random.Next(5, x - 2);
                return $" ${x}-{y}={x - y}$.";
            case '*':
                int n = random.Next(2, 60), m = random.Next(2, 9);
                return random.Chance(.5) ? $" ${n}*{m}={n * m}$." : $" ${m}*{n}={n * m}$.";
            case 'm':
                var round = random.Next(1, 9) * random.Pick([1, 10, 100]);
                var factor = random.Next(2, round < 10 ? 99 : 9);
                return $" ${round}*{factor}={round * factor}$.";
            case 'p':
                var percent = random.Pick(Percents);
                var whole = random.Next(1, 999 * percent / 100) * 100 / percent;
                whole -= whole % (percent switch { 10 => 10, 20 => 5, 25 => 4, _ => 2 });
                return whole < 4 ? null : $" ${whole}*{percent}/100={whole * percent / 100}$.";
            default:
                var divisor = random.Next(2, 9);
                var quotient = random.Next(6, 999 / divisor);
                return $" ${divisor * quotient}/{divisor}={quotient}$.";
        }
    }
}
