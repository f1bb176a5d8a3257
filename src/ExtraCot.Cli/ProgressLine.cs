using System.Diagnostics;

namespace ExtraCot.Cli;

/// <summary>One line of progress on a terminal, rewritten in place; in a log file a new line now and then.</summary>
internal sealed class ProgressLine(TextWriter output, bool inPlace)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan interval = inPlace ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(15);
    private double? firstShare;
    private TimeSpan next;
    private int width;

    /// <summary>Shows how far it is, unless it was shown a moment ago. The time left is reckoned from what this process did itself.</summary>
    /// <param name="share">Share done, 0 … 1.</param>
    /// <param name="words">What is counted, given the seconds so far.</param>
    public void Show(double share, Func<double, string> words)
    {
        firstShare ??= share;
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (elapsed < next) return;
        next = elapsed + interval;
        var own = share - firstShare.Value;
        var left = own > 0 ? $", {elapsed * ((1 - share) / own):h\\:mm\\:ss} left" : "";
        var line = $"{share,4:P0}  {words(elapsed.TotalSeconds)}{left}";
        output.Write(inPlace ? $"\r{line.PadRight(width)}" : line + "\n");
        width = line.Length;
    }

    /// <summary>Clears the line, so that something else can be written.</summary>
    public void Clear()
    {
        if (inPlace && width > 0) output.Write($"\r{new string(' ', width)}\r");
        width = 0;
    }
}
