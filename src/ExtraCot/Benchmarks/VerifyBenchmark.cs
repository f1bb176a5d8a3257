using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Text;
using ExtraCot.Text.Answers;

namespace ExtraCot.Benchmarks;

/// <summary>Times the answer checker over gold answers paired with rewritten forms.</summary>
public static class VerifyBenchmark
{
    private const int Rounds = 5;

    /// <summary>Each answer of a JSON-lines file with five rewritings: as it is, in math mode, boxed, spaced out, with other fraction and bracket commands.</summary>
    /// <exception cref="InputException">A line has no answer.</exception>
    public static IReadOnlyList<(string Gold, string Response)> Cases(string path)
    {
        var cases = new List<(string, string)>();
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (line.Length == 0) continue;
            var gold = Answer(path, number, line);
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
        foreach (var (gold, response) in cases) AnswerChecker.Check(gold, response); // compiles what is used
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

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadLines(path);
        }
        catch (IOException missing)
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
