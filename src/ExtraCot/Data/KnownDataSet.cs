using ExtraCot.Text;

namespace ExtraCot.Data;

/// <summary>A public set of problems: where its file lies in a data folder, and where it comes from.</summary>
/// <param name="Name">Name in <c>--data</c>.</param>
/// <param name="Files">Places within a data folder, in the order they are looked for; the first is where <c>extracot data get</c> puts it.</param>
/// <param name="Problems">Number of problems.</param>
/// <param name="Url">The public file; null where none has a published checksum.</param>
/// <param name="Sha256">The file's checksum as published with the set.</param>
public sealed record KnownDataSet(string Name, IReadOnlyList<string> Files, int Problems, Uri? Url = null, string? Sha256 = null)
{
    /// <value>The sets of the paper's tables. Checksums: GSM8K from the set's card in Hugging Face datasets, MATH-500 from the Git LFS pointer in openai/prm800k.</value>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new("gsm8k", ["gsm8k/test.jsonl", "gsm8k.jsonl"], 1319,
            new("https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl"),
            "3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14"),
        new("math500", ["math/math500.jsonl", "math500.jsonl", "math500/test.jsonl"], 500,
            new("https://huggingface.co/datasets/HuggingFaceH4/MATH-500/resolve/main/test.jsonl"),
            "35dc41080a3680858b27fa7e0533d2d547825316fc5dafe5d316f4ccc5a06132"),
        new("amc23", ["amc/amc23_40.jsonl", "amc23.jsonl", "amc23/test.jsonl"], 40),
    ];

    /// <summary>The set of a name.</summary>
    /// <exception cref="InputException">There is none; the message lists all.</exception>
    public static KnownDataSet Find(string name) => All.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{name}: no such data set; known are {string.Join(", ", All.Select(set => set.Name))} and {DataSets.SmallWorld}, or give a file of JSON lines");
}
