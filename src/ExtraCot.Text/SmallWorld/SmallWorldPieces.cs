using System.Text.RegularExpressions;

namespace ExtraCot.Text.SmallWorld;

/// <summary>The small world's pre-tokenisation: words with their blank, single digits, other characters with their blank.</summary>
public static partial class SmallWorldPieces
{
    /// <summary>The Split pattern as written into <c>tokenizer.json</c>.</summary>
    public const string Pattern = @"\\boxed\{| ?[A-Za-z]+|\d| ?[^\sA-Za-z\d]+| ";

    /// <summary>The pieces of a text in order.</summary>
    public static IEnumerable<string> Split(string text) => Expression().Matches(text).Select(match => match.Value);

    [GeneratedRegex(Pattern)]
    internal static partial Regex Expression();
}
