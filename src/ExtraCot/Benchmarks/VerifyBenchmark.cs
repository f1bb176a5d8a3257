using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Answers;

namespace ExtraCot.Benchmarks;

/// <summary>Times the answer checker over gold answers paired with rewritten forms.</summary>
public static class VerifyBenchmark
{
    private const int Rounds = 5;
    private const int WarmUp = 10_000;

    // Stands in for a data set: answers of all kinds.
    private static readonly string[] BuiltIn =
    [
        "5", "-12", "1,234", "\\frac{3}{4}", "\\frac12", "-\\frac{7}{9}", "0.75", "12.5\\%", "90^\\circ", "\\$18.90", "2\\sqrt{3}", "\\frac{\\sqrt{3}}{2}", "\\sqrt{3-2\\sqrt{2}}", "\\pi", "\\frac{5\\pi}{6}",
        "2^{10}", "10!", "\\binom{10}{3}", "3+4i", "\\log_2 3", "\\sin 15^\\circ", "x^2+2x+1", "\\frac{x+1}{x-1}", "(x-1)(x+2)", "\\sqrt{x^2+1}", "y = 2x+3", "x^2+y^2=25", "x < 5", "-2 \\le x \\le 7", "(1,2)",
        "\\left( 3, \\frac{\\pi}{2} \\right)", "(-\\infty, 2) \\cup (3, \\infty)", "[0,1)", "1, 2, 3", "\\{1, 2, 3\\}", "1 \\pm \\sqrt{19}", "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "\\text{Evelyn}", "\\text{(B)}", "3:2",
    ];

    /// <summary>Each answer of a JSON-lines file, or of a small built-in list where there is none, with five rewritings: as it is, in math mode, boxed, spaced out, with other fraction and bracket commands.</summary>
    /// <exception cref="InputException">A line has no answer.</exception>
    public static IReadOnlyList<(string Gold, string Response)> Cases(string? path)
    {
        var cases = new List<(string, string)>();
        foreach (var gold in path is null ? BuiltIn : Answers(path))
        {
            cases.Add((gold, gold));
            cases.Add((gold, $"${gold}$"));
            cases.Add((gold, $"The answer is \\boxed{{{gold}}}."));
            cases.Add((gold, gold.Replace("\\frac", "\\dfrac", StringComparison.Ordinal).Replace("(", "\\left(", StringComparison.Ordinal).Replace(")", "\\right)", StringComparison.Ordinal)));
            cases.Add((gold, gold.Replace("+", " + ", StringComparison.Ordinal).Replace("=", " = ", StringComparison.Ordinal)));
        }
        return cases.Count > 0 ? cases : throw new InputException($"{path}: no lines; expected JSON lines with an \"answer\"");
    }

    /// <summary>Runs all cases for five rounds and keeps the fastest.</summary>
    public static VerifyBenchmarkResult Run(IReadOnlyList<(string Gold, string Response)> cases, CancellationToken cancellation = default)
    {
        // Lets the runtime compile and then optimise what is used.
        for (var warmed = 0; warmed < WarmUp; warmed += cases.Count)
        {
            foreach (var (gold, response) in cases) AnswerChecker.Check(gold, response);
        }
        VerifyBenchmarkResult? best = null;
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = Round(cases);
            if (best is null || result.MedianMicroseconds < best.MedianMicroseconds) best = result;
        }
        return best!;
    }

    private static VerifyBenchmarkResult Round(IReadOnlyList<(string Gold, string Response)> cases)
    {
        var calibration = Calibration.Milliseconds();
        var times = new double[cases.Count];
        var equal = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < cases.Count; index++)
        {
            var started = Stopwatch.GetTimestamp();
            if (AnswerChecker.Check(cases[index].Gold, cases[index].Response).Equal) equal++;
            times[index] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        return new(
            cases.Count, times[cases.Count / 2], times[cases.Count * 99 / 100], Throughput(cases), (double)allocated / cases.Count,
            (double)equal / cases.Count, calibration, Environment.ProcessorCount);
    }

    private static double Throughput(IReadOnlyList<(string Gold, string Response)> cases)
    {
        var started = Stopwatch.GetTimestamp();
        Parallel.ForEach(cases, pair => AnswerChecker.Check(pair.Gold, pair.Response));
        return cases.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static IEnumerable<string> Answers(string path) =>
        Lines(path).Select((line, index) => (Line: line, Number: index + 1)).Where(row => row.Line.Length > 0).Select(row => Answer(path, row.Number, row.Line));

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadLines(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--in {path}: {missing.Message}", missing);
        }
    }

    private static string Answer(string path, int number, string line)
    {
        try
        {
            using var row = JsonDocument.Parse(line);
            return row.RootElement.GetProperty("answer").ToString();
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException($"{path}, line {number}: expected an object with an \"answer\" ({broken.Message})", broken);
        }
    }
}
