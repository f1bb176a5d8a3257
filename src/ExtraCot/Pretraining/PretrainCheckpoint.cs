using System.Globalization;
using ExtraCot.Nn.Training;
using ExtraCot.Nn.Weights;

namespace ExtraCot.Pretraining;

/// <summary>
/// Weights, moments and step count of an unfinished run. A checkpoint is a folder <c>step-000200</c> that gets its name when it is
/// whole; the one before is deleted after that, so a run killed at any moment finds one.
/// </summary>
internal static class PretrainCheckpoint
{
    private const string Prefix = "step-", Weights = "weights.safetensors", Moments = "adamw.safetensors";

    public static void Save(string folder, int step, FlatParameters parameters, AdamW optimizer)
    {
        var final = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:d6}"));
        var partial = Path.Combine(folder, "partial");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        try
        {
            SafetensorsWriter.Write(Path.Combine(partial, Weights), [("values", parameters.Values)]);
            optimizer.Save(Path.Combine(partial, Moments));
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
        Directory.Move(partial, final);
        foreach (var older in Directory.EnumerateDirectories(folder, $"{Prefix}*").Where(path => path != final).ToList()) Directory.Delete(older, recursive: true);
    }

    /// <summary>Steps done at the newest checkpoint; 0 where there is none.</summary>
    public static int Steps(string folder) => Newest(folder) is { } newest ? int.Parse(Path.GetFileName(newest).AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : 0;

    /// <summary>Takes weights and moments from the newest checkpoint; leaves them as they are where there is none.</summary>
    public static void Load(string folder, FlatParameters parameters, AdamW optimizer)
    {
        if (Newest(folder) is not { } newest) return;
        using (var weights = new SafetensorsFile(Path.Combine(newest, Weights))) weights.ReadInto("values", parameters.Values);
        optimizer.Load(Path.Combine(newest, Moments));
    }

    private static string? Newest(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, $"{Prefix}*").Max(StringComparer.Ordinal) : null;
}
