namespace ExtraCot.Text.Tokenization;

/// <summary>GPT-2's byte-level alphabet: every byte is written as one printable character in vocabularies.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = Build();
    private static readonly Dictionary<char, byte> Bytes = Chars.Select((c, b) => (c, (byte)b)).ToDictionary(p => p.c, p => p.Item2);

    public static char ToChar(byte value) => Chars[value];

    public static bool TryToByte(char character, out byte value) => Bytes.TryGetValue(character, out value);

    private static char[] Build()
    {
        var chars = new char[256];
        var next = (char)256; // unprintable bytes follow behind Latin-1 in order
        for (var b = 0; b < 256; b++)
            chars[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : next++;
        return chars;
    }
}
