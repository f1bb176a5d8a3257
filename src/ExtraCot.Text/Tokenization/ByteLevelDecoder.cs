using System.Runtime.InteropServices;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Entries in the byte-level alphabet back to UTF-8 and text; bytes that form no character become U+FFFD.</summary>
internal sealed class ByteLevelDecoder : ITokenDecoder
{
    public string Decode(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>(tokens.Count * 4);
        foreach (var token in tokens) Append(token, bytes);
        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
    }

    private static void Append(string token, List<byte> bytes)
    {
        var start = bytes.Count;
        foreach (var character in token)
        {
            if (ByteAlphabet.TryToByte(character, out var value))
            {
                bytes.Add(value);
                continue;
            }
            // Not written in the alphabet: an added token, which is plain text.
            bytes.RemoveRange(start, bytes.Count - start);
            bytes.AddRange(Encoding.UTF8.GetBytes(token));
            return;
        }
    }
}
