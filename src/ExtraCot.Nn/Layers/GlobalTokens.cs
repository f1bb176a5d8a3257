using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// Where a batch's global tokens stand. Each sequence has G slots, G being the most global tokens of any sequence;
/// surplus slots point at some other token and are masked out.
/// </summary>
internal sealed class GlobalTokens
{
    /// <value>[B, T] bool, true at global tokens.</value>
    public Tensor Mask { get; }

    /// <value>[B, G] bool, true where a slot holds a global token.</value>
    public Tensor Filled { get; }

    /// <value>[B x G]: each slot's row in the flattened batch [B x T].</value>
    public Tensor SlotRows { get; }

    /// <value>The filled slots, as indices into [B x G].</value>
    public Tensor FilledSlots { get; }

    /// <value>Their rows, as indices into [B x T].</value>
    public Tensor FilledRows { get; }

    private GlobalTokens(Tensor mask, long most)
    {
        Mask = mask;
        var priority = mask.to_type(ScalarType.Int64) * mask.size(1) - arange(mask.size(1), device: mask.device); // unequal, global tokens first
        var order = priority.argsort(dim: 1, descending: true).narrow(1, 0, most); // [B, G]
        Filled = mask.gather(1, order);
        var firstRows = arange(mask.size(0), device: mask.device).unsqueeze(1) * mask.size(1);
        SlotRows = (order + firstRows).view(-1);
        FilledSlots = Filled.view(-1).nonzero().view(-1);
        FilledRows = SlotRows.index_select(0, FilledSlots);
    }

    /// <summary>Finds the global tokens, or returns null when there are none.</summary>
    /// <param name="mask">[B, T] bool.</param>
    public static GlobalTokens? Find(Tensor mask)
    {
        var most = mask.sum(1).max().item<long>();
        return most == 0 ? null : new GlobalTokens(mask, most);
    }
}
