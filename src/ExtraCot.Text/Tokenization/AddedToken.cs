namespace ExtraCot.Text.Tokenization;

/// <summary>A token matched as a whole in trusted text, before normalisation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its spelling.</param>
/// <param name="Special">Whether decoding can leave it out.</param>
/// <param name="StripLeft">Whether it swallows white space before it.</param>
/// <param name="StripRight">Whether it swallows white space behind it.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool StripLeft, bool StripRight);
