using System.Text.Json;
using ExtraCot.Runs;

namespace ExtraCot.Chrpo.Data;

/// <summary>What the teacher rollouts gave: <c>meta.json</c>.</summary>
public sealed record TeacherSummary
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <value>Prompts kept.</value>
    public int Prompts { get; init; }

    /// <value>Those of them in the test file.</value>
    public int Test { get; init; }

    /// <value>Prompts left out: full thought too short, or too many that nothing answered.</value>
    public int Dropped { get; init; }

    /// <value>Prompts kept although no rollout was right.</value>
    public int Hopeless { get; init; }

    /// <value>Prompts by r*.</value>
    public IReadOnlyDictionary<string, int> Targets { get; init; } = new Dictionary<string, int>();

    /// <value>Mean pass rate at each ratio.</value>
    public IReadOnlyDictionary<string, double> PassRates { get; init; } = new Dictionary<string, double>();

    /// <summary>Reads it back.</summary>
    internal static TeacherSummary Read(string path) => JsonSerializer.Deserialize<TeacherSummary>(File.ReadAllBytes(path), Json)!;

    /// <summary>Writes it.</summary>
    internal void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));
}
