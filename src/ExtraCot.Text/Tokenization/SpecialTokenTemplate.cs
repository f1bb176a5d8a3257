namespace ExtraCot.Text.Tokenization;

/// <summary>The special tokens a model expects around one text or a pair.</summary>
internal sealed record SpecialTokenTemplate(IReadOnlyList<SpecialTokenTemplate.Step> Single, IReadOnlyList<SpecialTokenTemplate.Step> Pair)
{
    /// <summary>A special token, or the whole first or second text when <paramref name="SpecialId"/> is null.</summary>
    internal readonly record struct Step(int? SpecialId, bool SecondText, int TypeId);

    public static SpecialTokenTemplate None { get; } = new([First(0)], [First(0), Second(1)]);

    /// <summary>RoBERTa's: <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
    public static SpecialTokenTemplate Roberta(int begin, int end) => new(
        [Special(begin, 0), First(0), Special(end, 0)],
        [Special(begin, 0), First(0), Special(end, 0), Special(end, 0), Second(0), Special(end, 0)]);

    public static Step Special(int id, int type) => new(id, false, type);

    public static Step First(int type) => new(null, false, type);

    public static Step Second(int type) => new(null, true, type);

    public EncoderInput Apply(TokenSpan[] first, TokenSpan[]? second)
    {
        var (tokens, types) = (new List<TokenSpan>(), new List<int>());
        foreach (var step in second is null ? Single : Pair)
        {
            TokenSpan[] part = step.SpecialId is { } id ? [new TokenSpan(id, 0, 0)] : step.SecondText ? second! : first;
            tokens.AddRange(part);
            types.AddRange(Enumerable.Repeat(step.TypeId, part.Length));
        }
        return new EncoderInput([.. tokens], [.. types]);
    }
}
