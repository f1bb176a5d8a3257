namespace ExtraCot.Runs;

/// <summary>Progress that nobody watches.</summary>
internal sealed class NoProgress : IStageProgress
{
    public void Begin(string stage, long total, string unit = "steps", long done = 0) { }

    public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values) { }

    public void End() { }

    public void Skip(string stage) { }
}
