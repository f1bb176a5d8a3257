using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Runs;

namespace ExtraCot.HandOver;

/// <summary>Writes the files of an export.</summary>
internal sealed class ExportFiles(string folder)
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>One JSON value; members keep the names they have in C#.</summary>
    public void Json<T>(string name, T value) => AtomicFile.Write(PathOf(name), stream => JsonSerializer.Serialize(stream, value, Plain));

    /// <summary>A flat YAML file, in the order given.</summary>
    public void Yaml(string name, string comment, IEnumerable<(string Key, object Value)> entries) => AtomicFile.WriteText(PathOf(name), writer =>
    {
        foreach (var line in comment.Split('\n')) writer.WriteLine($"# {line}");
        foreach (var (key, value) in entries) writer.WriteLine($"{key}: {Scalar(value)}");
    });

    /// <summary>A shell script that may be run.</summary>
    public void Script(string name, string text)
    {
        Text(name, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(name), File.GetUnixFileMode(PathOf(name)) | UnixFileMode.UserExecute);
    }

    /// <summary>Any text.</summary>
    public void Text(string name, string text) => AtomicFile.WriteText(PathOf(name), writer => writer.Write(text.ReplaceLineEndings("\n")));

    /// <summary>A shell variable MODEL that keeps the value it has, else the one given.</summary>
    public static string ModelVariable(string model) => $"DEFAULT_MODEL={Quoted(model)}\nMODEL=\"${{MODEL:-$DEFAULT_MODEL}}\"";

    /// <summary>A word that a shell takes as it stands.</summary>
    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // A JSON string is a YAML string, whatever is in it.
    internal static string Scalar(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number when number is > 0 and < .01 => number.ToString("0.0###############e-0", CultureInfo.InvariantCulture), // YAML 1.1 reads 2e-05 as text
        IFormattable number and not Enum => number.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize($"{value}", Plain),
    };
}
