namespace ExtraCot.Text.Tokenization;

/// <summary>The symbols of a piece while they are merged: a doubly linked list in arrays, so that a merge costs constant time.</summary>
internal sealed class SymbolList
{
    private const int None = -1;
    private readonly int[] ids, next, previous; // a symbol merged into its left neighbour has the id None

    public SymbolList(byte[] bytes, int[] byteIds)
    {
        ids = Array.ConvertAll(bytes, b => byteIds[b]);
        next = new int[bytes.Length];
        previous = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) (previous[i], next[i]) = (i - 1, i + 1);
    }

    public int Count => ids.Length;

    public int Previous(int index) => previous[index];

    /// <summary>The ids of a symbol and its right neighbour; a pair no merge knows when one of them is gone.</summary>
    public (int Left, int Right) Pair(int index) => (ids[index], next[index] < Count ? ids[next[index]] : None);

    /// <summary>Joins a symbol with its right neighbour.</summary>
    public void Join(int index, int id)
    {
        var right = next[index];
        (ids[index], ids[right], next[index]) = (id, None, next[right]);
        if (next[right] < Count) previous[next[right]] = index;
    }

    /// <summary>The remaining symbols; one that covers part of a character's bytes gets the whole character's range.</summary>
    public TokenSpan[] ToSpans(ReadOnlySpan<(int Start, int End)> origins)
    {
        var spans = new List<TokenSpan>();
        for (var i = 0; i < Count; i = next[i]) spans.Add(new TokenSpan(ids[i], origins[i].Start, origins[next[i] - 1].End));
        return [.. spans];
    }
}
