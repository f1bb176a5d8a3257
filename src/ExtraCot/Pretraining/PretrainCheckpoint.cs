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

    /// <summary>Takes weights and moments from the newest checkpoint.</summary>
    /// <returns>Steps done; 0 where there is no checkpoint.</returns>
    public static int Load(string folder, FlatParameters parameters, AdamW optimizer)
    {
        if (!Directory.Exists(folder)) return 0;
        var newest = Directory.EnumerateDirectories(folder, $"{Prefix}*").Max(StringComparer.Ordinal);
        if (newest is null) return 0;
        using (var weights = new SafetensorsFile(Path.Combine(newest, Weights))) weights.ReadInto("values", parameters.Values);
        optimizer.Load(Path.Combine(newest, Moments));
        return (int)optimizer.Steps;
    }
}
