namespace ExtraCot.Text.Units;

/// <summary>A piece of text without its leading white space, as the scanner sees it.</summary>
internal readonly record struct Lexeme(int Start, int End, LexemeKind Kind);
