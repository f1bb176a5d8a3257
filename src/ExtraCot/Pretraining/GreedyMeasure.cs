using ExtraCot.Nn.Generation;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;

namespace ExtraCot.Pretraining;

/// <summary>Lets a base model answer problems of the small world in both forms it was trained on.</summary>
/// <param name="engine">Runs the model.</param>
/// <param name="format">The small world's.</param>
public sealed class GreedyMeasure(InferenceEngine engine, PromptFormat format)
{
    private const int MaxNewTokens = 800; // the longest thought has about 700

    /// <summary>Answers each problem verbosely and tersely. Right means: exactly the answer, in its place, then the end.</summary>
    /// <param name="problems">At least one.</param>
    /// <param name="progress">Told of each answer: two a problem.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public GreedyScore Score(IReadOnlyList<SmallProblem> problems, IStageProgress? progress = null, CancellationToken cancellation = default)
    {
        var done = 0;
        void Count(GeneratedToken token)
        {
            if (token.FinishReason is not null) progress?.Report(++done);
        }

        var verbose = Answer(problems, problem => format.Prompt(problem.Question, control: null), Count, cancellation);
        var terse = Answer(problems, problem => format.Tokenizer.EncodeTrusted($"<bos>{problem.Question}"), Count, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new GreedyScore(problems.Count,
            Share(problems, verbose, problem => $@"</think>\boxed{{{problem.Answer}}}<eos>"),
            Share(problems, terse, problem => $" So the answer is {problem.Answer}.<eos>"),
            verbose.Average(response => format.Parse(response).Thought.Length));
    }

    private List<int[]> Answer(IReadOnlyList<SmallProblem> problems, Func<SmallProblem, int[]> prompt, Action<GeneratedToken> onToken, CancellationToken cancellation)
    {
        var sampling = new SamplingOptions { Temperature = 0, MaxNewTokens = MaxNewTokens, StopTokens = [format.EndOfTurn] };
        var requests = problems.Select(problem => new GenerationRequest(prompt(problem), sampling)).ToList();
        return [.. engine.Generate(requests, onToken, cancellation).Select(samples => samples[0].TokenIds.ToArray())];
    }

    private double Share(IReadOnlyList<SmallProblem> problems, List<int[]> responses, Func<SmallProblem, string> ending) =>
        problems.Zip(responses).Average(pair => pair.Second.AsSpan().EndsWith(format.Tokenizer.EncodeTrusted(ending(pair.First))) ? 1.0 : 0);
}
