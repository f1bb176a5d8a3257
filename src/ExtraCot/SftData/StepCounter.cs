namespace ExtraCot.SftData;

/// <summary>Counts what a step does.</summary>
internal sealed class StepCounter(string step, string unit)
{
    private readonly SortedDictionary<string, long> dropped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> facts = new(StringComparer.Ordinal);
    private long read;
    private long passed;

    public void Read(long count = 1) => read += count;

    public void Pass(long count = 1) => passed += count;

    public void Drop(string reason, long count = 1)
    {
        if (count > 0) dropped[reason] = dropped.GetValueOrDefault(reason) + count;
    }

    public void Note(string fact, double value) => facts[fact] = value;

    public void Add(string fact, double value = 1) => facts[fact] = facts.GetValueOrDefault(fact) + value;

    public StepManifest Manifest() => new(step, unit, read, passed, dropped, facts);
}
