using System.Globalization;
using ExtraCot.Nn.Training;
using ExtraCot.Nn.Weights;

namespace ExtraCot.Runs;

/// <summary>
/// Weights, moments and step count of an unfinished training. A checkpoint is a folder <c>step-000200</c> that gets its name when it is
/// whole; the one before is deleted after that, so a run killed at any moment finds one.
/// </summary>
internal static class TrainingCheckpoint
{
    private const string Prefix = "step-", Weights = "weights.safetensors", Moments = "adamw.safetensors";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="folder">Of all checkpoints of the run.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="parameters">Weights.</param>
    /// <param name="optimizer">Moments.</param>
    /// <param name="more">Writes what else belongs to the state into the checkpoint's folder, whose path it gets.</param>
    public static void Save(string folder, int step, FlatParameters parameters, AdamW optimizer, Action<string>? more = null)
    {
        var final = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:d6}"));
        var partial = Path.Combine(folder, "partial");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        try
        {
            SafetensorsWriter.Write(Path.Combine(partial, Weights), [("values", parameters.Values)]);
            optimizer.Save(Path.Combine(partial, Moments));
            more?.Invoke(partial);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
        if (Directory.Exists(final)) Directory.Delete(final, recursive: true);
        Directory.Move(partial, final);
        foreach (var older in Directory.EnumerateDirectories(folder, $"{Prefix}*").Where(path => path != final).ToList()) Directory.Delete(older, recursive: true);
    }

    /// <summary>Steps done at the newest checkpoint; 0 where there is none.</summary>
    public static int Steps(string folder) => Newest(folder) is { } newest ? int.Parse(Path.GetFileName(newest).AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : 0;

    /// <summary>Takes weights and moments from the newest checkpoint; leaves them as they are where there is none.</summary>
    /// <returns>The checkpoint's folder, or null.</returns>
    public static string? Load(string folder, FlatParameters parameters, AdamW optimizer)
    {
        if (Newest(folder) is not { } newest) return null;
        using (var weights = new SafetensorsFile(Path.Combine(newest, Weights))) weights.ReadInto("values", parameters.Values);
        optimizer.Load(Path.Combine(newest, Moments));
        return newest;
    }

    private static string? Newest(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, $"{Prefix}*").Max(StringComparer.Ordinal) : null;
}
