namespace ExtraCot.Evaluation;

/// <summary>Where a run came from that was made of files of predictions.</summary>
public sealed record ScoreOptions
{
    /// <value>The files, each maybe with its mode before it.</value>
    public string[] Files { get; set; } = [];

    /// <value>Name of the data set.</value>
    public string Data { get; set; } = "";

    /// <value>What the problems are.</value>
    public string Fingerprint { get; set; } = "";

    /// <value>The tokenizer that counted.</value>
    public string Tokenizer { get; set; } = "";

    /// <value>What decided on the answers.</value>
    public string Verifier { get; set; } = "";

    /// <summary>The command line that makes the run.</summary>
    internal string ToCommand(string folder) => $"extracot eval score --in {string.Join(' ', Files)} --data {Data} --tokenizer {Tokenizer} --verifier {Verifier} --out {folder}";
}
