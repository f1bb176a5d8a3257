namespace ExtraCot.Evaluation;

/// <summary>Accuracy against mean think tokens: straight lines between the measured points, nothing beyond them. A point on a line is what tossing a coin between its two ends gives.</summary>
public sealed class AccuracyCurve
{
    private readonly (double Tokens, double Accuracy)[] points;

    /// <summary>Sorts the points by tokens.</summary>
    /// <exception cref="ArgumentException">No point.</exception>
    public AccuracyCurve(IEnumerable<(double Tokens, double Accuracy)> points)
    {
        this.points = [.. points.OrderBy(point => point.Tokens)];
        if (this.points.Length == 0) throw new ArgumentException("a curve needs a point", nameof(points));
    }

    /// <summary>Accuracy at a number of tokens, or null outside the measured range.</summary>
    public double? At(double tokens)
    {
        if (tokens < points[0].Tokens || tokens > points[^1].Tokens) return null;
        var right = Array.FindIndex(points, point => point.Tokens >= tokens);
        if (points[right].Tokens == tokens) return points[right].Accuracy;
        var (from, to) = (points[right - 1], points[right]);
        return from.Accuracy + (tokens - from.Tokens) / (to.Tokens - from.Tokens) * (to.Accuracy - from.Accuracy);
    }

    /// <summary>Area under the curve between two numbers of tokens divided by their distance: the mean accuracy over that range, comparable between models.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or reaches beyond the measured points.</exception>
    public double Area(double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        if (At(from) is not { } start) throw new ArgumentOutOfRangeException(nameof(from), from, "outside the measured range");
        if (At(to) is not { } end) throw new ArgumentOutOfRangeException(nameof(to), to, "outside the measured range");
        var inner = points.Where(point => point.Tokens > from && point.Tokens < to);
        (double Tokens, double Accuracy)[] corners = [(from, start), .. inner, (to, end)];
        return corners.Zip(corners.Skip(1), (a, b) => (b.Tokens - a.Tokens) * (a.Accuracy + b.Accuracy) / 2).Sum() / (to - from);
    }

    /// <summary>The fewest tokens at which the curve reaches an accuracy, or null when it never does.</summary>
    public double? TokensToReach(double accuracy)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].Accuracy < accuracy) continue;
            if (i == 0) return points[0].Tokens;
            var (from, to) = (points[i - 1], points[i]);
            return from.Tokens + (accuracy - from.Accuracy) / (to.Accuracy - from.Accuracy) * (to.Tokens - from.Tokens);
        }
        return null;
    }
}
