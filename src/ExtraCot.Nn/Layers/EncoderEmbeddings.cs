using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Sum of word, position and token-type embeddings, normalised. All tokens are of type 0.</summary>
/// <param name="parameters">Receives the new parameters.</param>
/// <param name="name">Prefix of their names.</param>
/// <param name="config">Sizes.</param>
/// <param name="positionsFollowPadding">
/// RoBERTa counts positions from <c>pad + 1</c> over the tokens that are not padding; BERT from 0 over all of them.
/// </param>
internal sealed class EncoderEmbeddings(EncoderParameters parameters, string name, Models.TokenClassifierConfig config, bool positionsFollowPadding)
{
    private readonly long padding = config.PadTokenId;
    private readonly Tensor words = parameters.Add($"{name}.word_embeddings.weight", config.VocabSize, config.HiddenSize);
    private readonly Tensor types = parameters.Add($"{name}.token_type_embeddings.weight", config.TypeVocabSize, config.HiddenSize);
    private readonly Tensor positions = parameters.Add($"{name}.position_embeddings.weight", config.MaxPositionEmbeddings, config.HiddenSize);
    private readonly EncoderNorm norm = new(parameters, $"{name}.LayerNorm", config.HiddenSize, config.LayerNormEps);

    public Tensor Forward(Tensor ids, EncoderBatch batch)
    {
        var word = Rows(words, ids); // [B, T, width]
        var position = positionsFollowPadding ? Rows(positions, PositionsAfterPadding(ids)) : positions.narrow(0, 0, ids.size(1));
        return batch.HiddenDropout(norm.Forward(word.add_(position).add_(types[0])));
    }

    /// <summary>The rows a padding token reads get no gradient and start at zero.</summary>
    public void ClearPadding()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        words[padding].zero_();
        if (positionsFollowPadding) positions[padding].zero_();
    }

    // As torch's embedding does, the padding row is read but gets no gradient.
    private Tensor Rows(Tensor table, Tensor ids)
    {
        var rows = table.index_select(0, ids.reshape(-1)).view(ids.size(0), ids.size(1), -1);
        return where(ids.eq(padding).unsqueeze(-1), rows.detach(), rows);
    }

    private Tensor PositionsAfterPadding(Tensor ids)
    {
        var real = ids.ne(padding).to_type(ScalarType.Int64);
        return real.cumsum(1).mul_(real).add_(padding);
    }
}
