using ExtraCot.Chrpo.Data;
using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.HandOver;

/// <summary>
/// Hands the prompts of <c>extracot rl build</c> over to a distributed trainer: data in its form, a start script and the few lines of
/// Python that ask this project's reward service.
/// </summary>
public static class RlExport
{
    /// <summary>Writes the export.</summary>
    /// <param name="build">Folder of a finished <c>rl build</c>.</param>
    /// <param name="output">A new or empty folder.</param>
    /// <param name="engine">For whom.</param>
    /// <param name="options">Settings of the run.</param>
    /// <returns>Training prompts exported.</returns>
    /// <exception cref="InputException">The build is unfinished, or the folder holds files.</exception>
    public static int Write(string build, string output, RlEngine engine, RlExportOptions options)
    {
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()) throw new InputException($"{output} holds files already; choose another --out");
        var (train, test) = (Read(build, TeacherBuild.Train), Read(build, TeacherBuild.Test));
        if (train.Count == 0) throw new InputException($"{build}: no training prompt");
        var files = new ExportFiles(output);
        switch (engine)
        {
            case RlEngine.Verl: VerlRlExport.Write(files, train, test, options); break;
            case RlEngine.OpenRlhf: OpenRlhfExport.Write(files, train, test, options); break;
            default: TrlRlExport.Write(files, train, test, options); break;
        }
        return train.Count;
    }

    /// <summary>A prompt as it stands before the response, of Qwen3's chat form.</summary>
    internal static string RawPrompt(RlRecord record) =>
        Qwen3ChatTemplate.Render([.. record.Prompt.Select(message => new ChatMessage(message.Role, message.Content))], addGenerationPrompt: true);

    /// <summary>A Python file that is part of this program.</summary>
    internal static string Shim(string name)
    {
        using var stream = typeof(RlExport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static List<RlRecord> Read(string build, string name)
    {
        var path = Path.Combine(build, name);
        return File.Exists(path) ? JsonLines.Read<RlRecord>(path) : throw new InputException($"{path}: no such file; --in is the folder of a finished extracot rl build");
    }
}
