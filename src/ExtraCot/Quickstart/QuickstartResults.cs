using ExtraCot.Evaluation;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Quickstart;

/// <summary>The evaluated responses of a run, read back from its files.</summary>
public sealed class QuickstartResults
{
    private readonly Dictionary<string, ModeResult> modes;

    private QuickstartResults(Dictionary<string, ModeResult> modes) => this.modes = modes;

    /// <value>The base model with its full thought: what everything is compared with.</value>
    public ModeResult Base => this[QuickstartMode.Base];

    /// <summary>One mode's responses.</summary>
    public ModeResult this[QuickstartMode mode] => modes[mode.Name];

    /// <summary>Reads all modes of a run.</summary>
    public static QuickstartResults Load(QuickstartOptions options, RunFolder run, PromptFormat format)
    {
        var problems = SmallWorldSet.Make(options.Seed, "test", heldOut: true, options.TestProblems);
        return new(QuickstartMode.All.ToDictionary(mode => mode.Name, mode => new ModeResult(mode.Control, problems,
            [.. JsonLines.Read<EvaluatedResponse>(run.PathOf(mode.File)).Select(row => new GradedResponse(row.Ids, format.Parse(row.Ids), row.Right))])));
    }
}
