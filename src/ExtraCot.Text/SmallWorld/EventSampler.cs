namespace ExtraCot.Text.SmallWorld;

/// <summary>Draws chains of events whose running total stays a whole number from 2 to 999.</summary>
internal static class EventSampler
{
    private static readonly EventKind[] Hard = [EventKind.LongMultiply, EventKind.BuyManyBoxes, EventKind.LoseOddPercent];

    // Repetition is weight.
    private static readonly EventKind[] Easy =
    [
        EventKind.Add, EventKind.Add, EventKind.Add, EventKind.Subtract, EventKind.Subtract, EventKind.Subtract,
        EventKind.Multiply, EventKind.Multiply, EventKind.Divide, EventKind.Divide, EventKind.GiveFraction, EventKind.GiveFraction,
        EventKind.LosePercent, EventKind.LosePercent, EventKind.GrowPercent, EventKind.BuyBoxes, EventKind.BuyBoxes,
    ];

    private static readonly int[] RoundPercents = [10, 20, 25, 50];
    private static readonly int[] OddPercents = [15, 30, 35, 45, 65, 70, 85];

    /// <summary>A start value and events with <paramref name="equations"/> core equations, <paramref name="hard"/> events of them hard.</summary>
    public static (int Start, List<StoryEvent> Events) Sample(SeededRandom random, int equations, int hard)
    {
        while (true)
        {
            var start = random.Chance(.6) ? random.Next(12, 250) : 20 * random.Next(2, 14);
            if (TryChain(random, start, equations, hard) is { } events) return (start, events);
        }
    }

    private static List<StoryEvent>? TryChain(SeededRandom random, int total, int equationsLeft, int hardLeft)
    {
        var events = new List<StoryEvent>();
        for (var attempt = 0; equationsLeft > 0 && attempt < 60; attempt++)
        {
            var kind = hardLeft > 0 && (equationsLeft <= 2 * hardLeft || random.Chance(.5)) ? random.Pick(Hard) : random.Pick(Easy);
            var equations = StoryEvent.NeedsTwo(kind) ? 2 : 1;
            var isHard = Array.IndexOf(Hard, kind) >= 0;
            if (equations > equationsLeft || (!isHard && hardLeft > 0 && equationsLeft - equations < hardLeft)) continue;
            if (Draw(random, kind, total) is not { } drawn) continue;
            events.Add(drawn);
            total = drawn.After;
            equationsLeft -= equations;
            if (isHard) hardLeft--;
        }
        return equationsLeft == 0 && hardLeft == 0 && total >= 2 ? events : null;
    }

    private static StoryEvent? Draw(SeededRandom random, EventKind kind, int x)
    {
        switch (kind)
        {
            case EventKind.Add:
                var more = random.Next(11, 299);
                return x + more > 999 ? null : Single(kind, x, more, x + more);
            case EventKind.Subtract:
                if (x < 25) return null;
                var fewer = random.Next(11, Math.Min(299, x - 5));
                return Single(kind, x, fewer, x - fewer);
            case EventKind.Multiply:
                if (x is < 6 or > 60) return null;
                var factor = random.Next(2, 9);
                return x * factor > 500 ? null : Single(kind, x, factor, x * factor);
            case EventKind.LongMultiply:
                if (x < 103 || x * 3 > 999 || x % 100 == 0) return null;
                var large = random.Next(3, 999 / x);
                return Single(kind, x, large, x * large);
            case EventKind.Divide or EventKind.GiveFraction:
                return Share(random, kind, x);
            case EventKind.LosePercent or EventKind.LoseOddPercent or EventKind.GrowPercent:
                return Percent(random, kind, x);
            default:
                return Boxes(random, kind, x);
        }
    }

    private static StoryEvent Single(EventKind kind, int before, int amount, int after) => new(kind, before, amount, 0, 0, after);

    private static StoryEvent? Share(SeededRandom random, EventKind kind, int x)
    {
        var divisors = Enumerable.Range(2, 8).Where(d => x % d == 0 && x / d >= 6).ToArray();
        if (divisors.Length == 0) return null;
        var d = random.Pick(divisors);
        return kind == EventKind.Divide ? Single(kind, x, d, x / d) : new StoryEvent(kind, x, d, 0, x / d, x - x / d);
    }

    private static StoryEvent? Percent(SeededRandom random, EventKind kind, int x)
    {
        var grows = kind == EventKind.GrowPercent;
        var percents = (kind == EventKind.LoseOddPercent ? OddPercents : RoundPercents)
            .Where(p => x * p % 100 == 0 && x >= 20 && (!grows || x + x * p / 100 <= 999)).ToArray();
        if (percents.Length == 0) return null;
        var percent = random.Pick(percents);
        var part = x * percent / 100;
        var after = grows ? x + part : x - part;
        return after < 5 ? null : new StoryEvent(kind, x, percent, 0, part, after);
    }

    private static StoryEvent? Boxes(SeededRandom random, EventKind kind, int x)
    {
        int boxes, perBox;
        if (kind == EventKind.BuyBoxes) (boxes, perBox) = (random.Next(3, 9), random.Next(4, 25));
        else
        {
            boxes = random.Next(12, 29);
            perBox = random.Next(13, Math.Max(13, Math.Min(60, 800 / boxes)));
            if (boxes % 10 == 0 || perBox % 10 == 0) return null;
        }
        var bought = boxes * perBox;
        return x + bought > 999 ? null : new StoryEvent(kind, x, boxes, perBox, bought, x + bought);
    }
}
