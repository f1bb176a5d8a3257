using ExtraCot.Data;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;

namespace ExtraCot.SftData;

/// <summary>What every step works with.</summary>
internal sealed record BuildContext(SftBuildOptions Options, RunFolder Run, PromptFormat Format, IStageProgress Progress, CancellationToken Cancellation)
{
    /// <value>Records worked on together.</value>
    public const int Chunk = 256;

    public const string Split = "steps/split.jsonl", Leaks = "steps/leaks.jsonl", Unreadable = "steps/unreadable.txt", Correct = "steps/correct.jsonl", Passes = "steps/passes.jsonl",
        Select = "steps/select.jsonl", Compress = "steps/compress.jsonl", Rebucket = "steps/rebucket.jsonl", Intersect = "steps/intersect.jsonl", Filter = "steps/filter.jsonl",
        Train = "train.jsonl", Validation = "validation.jsonl", RlTrain = "rl-train.jsonl", RlTest = "rl-test.jsonl", TokenSkipData = "tokenskip.json";

    /// <summary>The lines of all inputs, one in memory at a time.</summary>
    public IEnumerable<(string File, QuestionLine Line)> Lines()
    {
        foreach (var file in Options.Inputs)
            foreach (var line in QuestionFile.Read(file))
            {
                Cancellation.ThrowIfCancellationRequested();
                yield return (file, line);
            }
    }

    /// <summary>The items a step wrote.</summary>
    public IEnumerable<SftItem> Items(string file) => JsonLines.Stream<SftItem>(Run.PathOf(file));

    /// <summary>Writes items as they come.</summary>
    public void Write(string file, IEnumerable<SftItem> items) => JsonLines.Write(Run.PathOf(file), items);

    /// <summary>What becomes of each question.</summary>
    public Dictionary<string, SplitLine> Parts() => JsonLines.Stream<SplitLine>(Run.PathOf(Split)).ToDictionary(line => line.Key, StringComparer.Ordinal);
}
