using System.Text.Json;
using ExtraCot.Nn.Training;
using ExtraCot.Runs;

namespace ExtraCot.Chrpo;

/// <summary>The state of a run between two steps, as files of a folder.</summary>
internal static class RlState
{
    private const string Counts = "budgets.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record State(double Lambda, IReadOnlyList<double[][]> Budgets);

    public static void Save(string folder, FlatParameters parameters, AdamW optimizer, ControlHead? head, IReadOnlyList<TeacherBudget> budgets, double lambda)
    {
        TrainingState.Save(folder, parameters, optimizer);
        head?.Save(folder);
        var state = new State(lambda, [.. budgets.Select(budget => budget.Counts)]);
        AtomicFile.Write(Path.Combine(folder, Counts), stream => JsonSerializer.Serialize(stream, state, Json));
    }

    public static double Load(string folder, FlatParameters parameters, AdamW optimizer, ControlHead? head, IReadOnlyList<TeacherBudget> budgets)
    {
        TrainingState.Load(folder, parameters, optimizer);
        head?.Read(folder);
        var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(Path.Combine(folder, Counts)), Json)!;
        for (var i = 0; i < budgets.Count; i++) budgets[i].Counts = state.Budgets[i];
        return state.Lambda;
    }
}
