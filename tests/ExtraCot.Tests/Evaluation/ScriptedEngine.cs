using ExtraCot.Engines;
using ExtraCot.Nn.Generation;

namespace ExtraCot.Tests.Evaluation;

/// <summary>Answers by a script, in an order of its own.</summary>
internal sealed class ScriptedEngine(Func<EngineRequest, int, string?> script) : IAnswerEngine
{
    /// <value>What was asked.</value>
    public List<EngineRequest> Requests { get; } = [];

    /// <value>Whether the last request is answered first.</value>
    public bool Backwards { get; init; }

    /// <value>Answers after which the process "dies".</value>
    public int DiesAfter { get; init; } = int.MaxValue;

    public void Answer(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, CancellationToken cancellation = default)
    {
        Requests.AddRange(requests);
        var order = Enumerable.Range(0, requests.Count).SelectMany(request => Enumerable.Range(0, requests[request].Samples).Select(sample => (request, sample))).ToList();
        if (Backwards) order.Reverse();
        var told = 0;
        foreach (var (request, sample) in order)
        {
            if (told++ == DiesAfter) throw new OperationCanceledException("killed");
            var answer = new EngineAnswer(request, requests[request].Id, sample);
            onAnswer(script(requests[request], sample) is { } text
                ? AnswerReader.FromText(answer, text, text.EndsWith('…') ? FinishReason.Length : FinishReason.Stop) with { ThinkTokens = text.Length, VisibleTokens = 3 }
                : answer with { Error = "connection refused" });
        }
    }

    public void Dispose() { }
}
