using System.Globalization;

namespace ExtraCot.Runs;

/// <summary>
/// Checkpoints of a training run: folders <c>step-000200</c> that get their name when they are whole. Older ones are deleted after that,
/// so a run killed at any moment finds one.
/// </summary>
/// <param name="folder">Where they stand.</param>
public sealed class StepCheckpoints(string folder)
{
    private const string Prefix = "step-", Partial = "partial";

    /// <value>Steps done at the newest checkpoint; 0 where there is none.</value>
    public int Steps => Newest is { } newest ? int.Parse(Path.GetFileName(newest).AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : 0;

    /// <value>The newest checkpoint's folder, or null.</value>
    public string? Newest => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, $"{Prefix}*").Max(StringComparer.Ordinal) : null;

    /// <summary>Makes a checkpoint; on any failure (a full disk included) the one before stays.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="save">Writes the files into the folder it is given.</param>
    /// <param name="keep">How many checkpoints stay, this one included.</param>
    public void Save(int step, Action<string> save, int keep = 1)
    {
        var final = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:d6}"));
        var partial = Path.Combine(folder, Partial);
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        try
        {
            save(partial);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
        if (Directory.Exists(final)) Directory.Delete(final, recursive: true);
        Directory.Move(partial, final);
        foreach (var older in Directory.EnumerateDirectories(folder, $"{Prefix}*").OrderDescending(StringComparer.Ordinal).Skip(keep).ToList()) Directory.Delete(older, recursive: true);
    }

    /// <summary>Deletes all of them, when the run is done.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
