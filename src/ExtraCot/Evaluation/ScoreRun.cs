using ExtraCot.Runs;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Evaluation;

/// <summary>Makes a run out of files of predictions.</summary>
public static class ScoreRun
{
    /// <summary>Reads, judges and reports.</summary>
    /// <param name="files">Files of predictions; <c>MODE=FILE</c> names the mode.</param>
    /// <param name="problems">The problems they answer.</param>
    /// <param name="tokenizer">Folder with <c>tokenizer.json</c>, or a shipped model.</param>
    /// <param name="verifier">Decides on the answers.</param>
    /// <param name="folder">The run to make.</param>
    /// <exception cref="InputException">A file does not fit the problems, or the folder holds something else.</exception>
    public static ScoreResult Run(IReadOnlyList<string> files, ProblemSet problems, string tokenizer, IAnswerVerifier verifier, string folder)
    {
        var options = new ScoreOptions { Files = [.. files], Data = problems.Name, Fingerprint = problems.Fingerprint, Tokenizer = tokenizer, Verifier = verifier.Name };
        var reader = new PredictionFile(problems, TokenizerFile.Load(Path.Combine(ShippedModels.Find(tokenizer), "tokenizer.json")), verifier);
        var predictions = files.SelectMany(file => Path.Exists(file) || file.Split('=', 2) is not [var mode, var path] ? reader.Read(file) : reader.Read(path, mode)).ToList();
        EvaluatedRun.Group(string.Join(", ", files), problems, predictions); // complains before anything is written
        using var run = RunFolder.Open(folder, options, resume: false);
        EvaluatedRun.WriteProblems(run.FullPath, problems);
        JsonLines.Write(run.PathOf(EvaluatedRun.PredictionsName), predictions);
        return new ScoreResult(EvaluatedRun.Load(run.FullPath).WriteReport(), predictions.Count, reader.CheckerTime);
    }
}
