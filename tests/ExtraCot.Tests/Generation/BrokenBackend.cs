using ExtraCot.Nn.Generation;

namespace ExtraCot.Tests.Generation;

/// <summary>A backend whose runner fails at the first prompt.</summary>
internal sealed class BrokenBackend : IDecodeBackend
{
    internal const string Reason = "the device went away";

    public int Vocabulary => 300;
    public int MaxPositions => 1000;
    public int Threads => 1;
    public int PreferredRows => 2;
    public long BytesPerPosition => 1;

    public IModelRunner CreateRunner(int rows, int capacity, long positions) => new Runner();

    public void Refresh()
    {
    }

    public void Dispose()
    {
    }

    private sealed class Runner : IModelRunner
    {
        public int Rows => 2;
        public int PrefillChunk => 100;
        public bool KeepsPrompt => false;
        public ReadOnlySpan<float> PromptHidden => [];

        public void Prefill(ReadOnlySpan<int> tokens, int start) => throw new NotSupportedException($"{Reason}\n   at a native frame");

        public void Decode(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions) => throw new NotSupportedException();

        public ReadOnlySpan<float> Logits(int row) => throw new NotSupportedException();

        public bool TryReserve(int row, int positions) => true;

        public void TakePrompt(int row, int length)
        {
        }

        public void MoveRow(int from, int to, int length)
        {
        }

        public void FreeRow(int row)
        {
        }

        public void Dispose()
        {
        }
    }
}
