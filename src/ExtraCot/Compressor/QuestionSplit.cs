namespace ExtraCot.Compressor;

/// <summary>
/// Which part of the data a question belongs to, by a hash of its letters and digits, so that the same question lands in the same part whichever file
/// holds it. Of 30 buckets 10 are <see cref="DataPart.Test"/>, 2 <see cref="DataPart.Validation"/>, 18 <see cref="DataPart.Train"/>.
/// </summary>
public static class QuestionSplit
{
    /// <summary>The part of a question.</summary>
    public static DataPart Of(string question) => (Hash(question) % 30) switch
    {
        < 10 => DataPart.Test,
        < 12 => DataPart.Validation,
        _ => DataPart.Train,
    };

    /// <summary>A number for the question that spacing, case and punctuation do not change.</summary>
    internal static ulong Hash(string question)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var c in question)
            if (char.IsLetterOrDigit(c)) hash = (hash ^ char.ToLowerInvariant(c)) * 1099511628211UL;
        hash ^= hash >> 32; // the low bits of FNV alone are weak
        return hash * 0x9E3779B97F4A7C15UL >> 16;
    }
}
