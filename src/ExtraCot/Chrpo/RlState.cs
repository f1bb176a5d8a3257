using System.Text.Json;
using ExtraCot.Nn.Training;
using ExtraCot.Nn.Weights;
using ExtraCot.Runs;

namespace ExtraCot.Chrpo;

/// <summary>The state of a run between two steps, as files of a folder.</summary>
internal static class RlState
{
    private const string Weights = "weights.safetensors", Moments = "adamw.safetensors", Counts = "budgets.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record State(double Lambda, IReadOnlyList<double[][]> Budgets);

    public static void Save(string folder, FlatParameters parameters, AdamW optimizer, ControlHead? head, IReadOnlyList<TeacherBudget> budgets, double lambda)
    {
        SafetensorsWriter.Write(Path.Combine(folder, Weights), [("values", parameters.Values)]);
        optimizer.Save(Path.Combine(folder, Moments));
        head?.Save(folder);
        var state = new State(lambda, [.. budgets.Select(budget => budget.Counts)]);
        AtomicFile.Write(Path.Combine(folder, Counts), stream => JsonSerializer.Serialize(stream, state, Json));
    }

    public static double Load(string folder, FlatParameters parameters, AdamW optimizer, ControlHead? head, IReadOnlyList<TeacherBudget> budgets)
    {
        using (var weights = new SafetensorsFile(Path.Combine(folder, Weights))) weights.ReadInto("values", parameters.Values);
        optimizer.Load(Path.Combine(folder, Moments));
        head?.Read(folder);
        var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(Path.Combine(folder, Counts)), Json)!;
        for (var i = 0; i < budgets.Count; i++) budgets[i].Counts = state.Budgets[i];
        return state.Lambda;
    }
}
