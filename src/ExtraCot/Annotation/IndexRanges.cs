using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExtraCot.Annotation;

/// <summary>Reads the index ranges of an annotator's reply, and what can be saved of a broken one. Ranges are closed and count from 1.</summary>
internal static partial class IndexRanges
{
    private const string Name = "ranges";
    private const int LongestReply = 1 << 20; // UTF-16 units; more is no list of ranges

    /// <summary>The ranges of a reply as they stand there.</summary>
    /// <returns>An empty list for a reply that says so; null for one without readable ranges.</returns>
    public static List<(int First, int Last)>? Parse(string reply)
    {
        if (reply.Length > LongestReply) return null;
        var thought = reply.LastIndexOf("</think>", StringComparison.Ordinal);
        var text = thought < 0 ? reply : reply[(thought + "</think>".Length)..];
        return Objects(text).Select(Read).FirstOrDefault(ranges => ranges is not null) ?? CutOff(text) ?? Plain(text);
    }

    /// <summary>Ranges in order, apart and within 1 … <paramref name="count"/>; turned ones are turned back, neighbours joined.</summary>
    public static List<(int First, int Last)> Normalise(IEnumerable<(int First, int Last)> ranges, int count)
    {
        var result = new List<(int First, int Last)>();
        var inside = ranges.Select(range => (First: Math.Max(1, Math.Min(range.First, range.Last)), Last: Math.Min(count, Math.Max(range.First, range.Last)))).Where(range => range.First <= range.Last);
        foreach (var range in inside.Order())
        {
            if (result.Count > 0 && range.First <= result[^1].Last + 1) result[^1] = (result[^1].First, Math.Max(result[^1].Last, range.Last));
            else result.Add(range);
        }
        return result;
    }

    /// <summary>One mark for each of <paramref name="count"/> units.</summary>
    public static bool[] Marks(IEnumerable<(int First, int Last)> normalised, int count)
    {
        var marks = new bool[count];
        foreach (var (first, last) in normalised) marks.AsSpan((first - 1)..Math.Min(count, last)).Fill(true);
        return marks;
    }

    // The whole text, from the first brace to the last, then every object that has the name in it.
    private static IEnumerable<string> Objects(string text)
    {
        yield return text.Trim();
        var (open, close) = (text.IndexOf('{'), text.LastIndexOf('}'));
        if (open >= 0 && close > open) yield return text[open..(close + 1)];
        for (var at = text.IndexOf($"\"{Name}\"", StringComparison.Ordinal); at >= 0; at = text.IndexOf($"\"{Name}\"", at + 1, StringComparison.Ordinal))
        {
            var start = text.LastIndexOf('{', at);
            var end = text.IndexOf(']', at);
            if (start >= 0 && end >= 0) yield return text[start..(end + 1)] + "}";
        }
    }

    private static List<(int First, int Last)>? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Name, out var list) || list.ValueKind != JsonValueKind.Array) return null;
            var items = list.EnumerateArray().ToList();
            var ranges = items.Select(Item).OfType<(int, int)>().ToList();
            return ranges.Count > 0 || items.Count == 0 || items.TrueForAll(item => item.ValueKind == JsonValueKind.String) ? ranges : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // "3-5", or [3, 5] of those who do not keep to the form.
    private static (int, int)? Item(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String) return Range(WholeItem().Match(item.GetString()!.Trim()));
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2) return null;
        return item[0].ValueKind == JsonValueKind.Number && item[1].ValueKind == JsonValueKind.Number && item[0].TryGetInt32(out var first) && item[1].TryGetInt32(out var last) ? (first, last) : null;
    }

    // The reply ended before the list did: its complete items count.
    private static List<(int First, int Last)>? CutOff(string text)
    {
        var at = text.IndexOf($"\"{Name}\"", StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(']', at) >= 0) return null;
        var ranges = QuotedItem().Matches(text, at).Select(Range).OfType<(int, int)>().ToList();
        return ranges.Count > 0 ? ranges : null;
    }

    private static List<(int First, int Last)>? Plain(string text)
    {
        var items = text.Split([' ', '\n', '\r', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        var ranges = items.Select(item => Range(WholeItem().Match(item))).OfType<(int, int)>().ToList();
        return ranges.Count > 0 && 2 * ranges.Count >= items.Length ? ranges : null; // numbers in prose are no list
    }

    private static (int, int)? Range(Match match) =>
        match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? (first, last) : null;

    [GeneratedRegex(@"^([0-9]{1,9})\s*[-~–—]\s*([0-9]{1,9})$")]
    private static partial Regex WholeItem();

    [GeneratedRegex(@"""([0-9]{1,9})\s*[-~–—]\s*([0-9]{1,9})""")]
    private static partial Regex QuotedItem();
}
