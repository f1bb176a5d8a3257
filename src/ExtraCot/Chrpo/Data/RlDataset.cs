using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo.Data;

/// <summary>The prompts of stage 3 with their teacher budgets.</summary>
/// <param name="Problems">Questions with gold answers.</param>
/// <param name="Budgets">What the teacher rollouts said of each.</param>
public sealed record RlDataset(IReadOnlyList<MathProblem> Problems, IReadOnlyList<TeacherBudget> Budgets)
{
    private static readonly JsonSerializerOptions Json = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a file of <see cref="RlRecord"/>s, one a line: this project's or a public converter's.</summary>
    /// <exception cref="InputException">A line cannot be used (it says which, and what is missing), an id comes twice, or there is none.</exception>
    public static RlDataset Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; 'extracot rl build' makes one");
        var (problems, budgets, seen) = (new List<MathProblem>(), new List<TeacherBudget>(), new HashSet<string>());
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var record = Parse(path, number, line);
            var info = record.ExtraInfo;
            var id = info.Id.Length > 0 ? info.Id : $"line-{number}";
            if (!seen.Add(id)) throw new InputException($"{path}:{number}: id \"{id}\" comes twice; give each prompt its own");
            problems.Add(new MathProblem(id, record.Question.Length > 0 ? record.Question : Question(path, number, record), record.RewardModel.GroundTruth, info.Difficulty));
            budgets.Add(Budget(path, number, info));
        }
        return problems.Count > 0 ? new RlDataset(problems, budgets) : throw new InputException($"{path}: no prompt in it");
    }

    private static RlRecord Parse(string path, int number, string line)
    {
        RlRecord record;
        try
        {
            record = JsonSerializer.Deserialize<RlRecord>(line, Json) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new InputException($"{path}:{number}: not a record of prompt, reward_model and extra_info: {broken.Message.Split('\n')[0]}", broken);
        }
        return record.RewardModel.GroundTruth.Length > 0 ? record : throw new InputException($"{path}:{number}: no gold answer; expected reward_model.ground_truth");
    }

    private static string Question(string path, int number, RlRecord record)
    {
        var text = record.Prompt.LastOrDefault(message => message.Role == "user")?.Content
            ?? throw new InputException($"{path}:{number}: no question; expected question, or prompt with a user message");
        if (text.StartsWith(PromptFormat.Instruction, StringComparison.Ordinal)) text = text[PromptFormat.Instruction.Length..];
        foreach (var token in new[] { ControlToken.Policy.Text, ControlToken.PolicyAlias })
            if (text.EndsWith(token, StringComparison.Ordinal)) text = text[..^token.Length];
        return text.Trim();
    }

    // Files of others know r* alone: it then stands for one rollout a ratio, right from r* on.
    private static TeacherBudget Budget(string path, int number, RlExtraInfo info)
    {
        var ratios = ControlToken.Ratios.Count;
        var reference = info.ReferenceTokens ?? info.ReferenceLength;
        if (reference is not > 0) throw new InputException($"{path}:{number}: orig_cot_tokens is {(reference is { } zero ? zero : "missing")}; expected the full thought's tokens, above 0");
        var budget = new TeacherBudget(ratios, reference.Value, info.ReferenceVisible ?? 0);
        if (info.Trials.Count > 0)
        {
            if (info.Trials.Count != ratios || info.Passes.Count != ratios || info.RightTokens.Count != ratios)
                throw new InputException($"{path}:{number}: trials, passes and right_tokens have {info.Trials.Count}, {info.Passes.Count} and {info.RightTokens.Count} values; expected {ratios} each");
            budget.Counts = [[.. info.Passes], [.. info.Trials], [.. info.RightTokens]];
            return budget;
        }
        var target = info.TargetRatio ?? info.RatioBucket;
        for (var ratio = 0; ratio < ratios; ratio++)
        {
            var value = ControlToken.Ratios[ratio].Ratio!.Value;
            budget.Add(ratio, right: target is { } least && value >= least - 1e-9, (int)Math.Round(value * reference.Value));
        }
        return budget;
    }
}
