namespace ExtraCot.Evaluation;

/// <summary>How fast a mode answers. Times are of generation alone, judging excluded.</summary>
/// <param name="Mode">Name of the mode.</param>
/// <param name="Requests">Requests timed.</param>
/// <param name="Tokens">Mean tokens of a response.</param>
/// <param name="FirstTokenP50">One request at a time: median seconds to the first token; null where the engine does not stream.</param>
/// <param name="FirstTokenP95">95 % point of it.</param>
/// <param name="RequestP50">One request at a time: median seconds of a whole request.</param>
/// <param name="RequestP95">95 % point of it.</param>
/// <param name="RequestsPerSecond">Throughput at the fixed concurrency.</param>
/// <param name="TokensPerSecond">Tokens generated in a second there.</param>
/// <param name="JoulesPerRequest">Energy of a request there; null where the machine does not tell.</param>
public sealed record LatencyResult(
    string Mode, int Requests, double Tokens, double? FirstTokenP50, double? FirstTokenP95, double RequestP50, double RequestP95,
    double RequestsPerSecond, double TokensPerSecond, double? JoulesPerRequest)
{
    /// <value>Median time of the base over this mode's; null for the base itself.</value>
    public double? SpeedUp { get; init; }

    /// <value>Requests after which the cheaper answers have paid for training; null where nobody gave prices, or where they never do.</value>
    public double? BreakEvenRequests { get; init; }

    /// <summary>Requests after which savings make up for a cost: cost / (price per hour / 3600 · (1 / throughput of the base - 1 / own throughput)).</summary>
    /// <returns>Null when a request does not become cheaper.</returns>
    public static double? BreakEven(double cost, double pricePerHour, double baseRequestsPerSecond, double requestsPerSecond)
    {
        var saved = pricePerHour / 3600 * (1 / baseRequestsPerSecond - 1 / requestsPerSecond);
        return saved > 0 ? Math.Ceiling(cost / saved) : null;
    }

    /// <summary>The smallest value that at least the given share of the values does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
