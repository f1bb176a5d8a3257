namespace ExtraCot.Compression;

/// <summary>A word as LLMLingua-2 sees it.</summary>
/// <param name="Start">First UTF-16 unit of its text, leading blanks left out.</param>
/// <param name="End">One past the last.</param>
/// <param name="Blank">Whether white space stands before it.</param>
/// <param name="Text">The word.</param>
/// <param name="Probability">Mean over its tokens.</param>
/// <param name="Forced">Whether it is kept before all that are not.</param>
/// <param name="Tokens">Its tokens in the student's tokenizer.</param>
/// <param name="Chunk">Index of the chunk it was read in.</param>
internal sealed record LinguaWord(int Start, int End, bool Blank, string Text, double Probability, bool Forced, int Tokens, int Chunk);
