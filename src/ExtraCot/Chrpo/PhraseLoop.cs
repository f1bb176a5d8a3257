namespace ExtraCot.Chrpo;

/// <summary>Finds a phrase repeated over and over (spec of stages 2 and 3, section 9, item 6).</summary>
public static class PhraseLoop
{
    private const int MaxPeriod = 32, MinRepeats = 4, MinLength = 16;

    /// <summary>Whether some block of 1 to 32 tokens stands at least four times in a row and fills at least 16 tokens.</summary>
    public static bool Found(ReadOnlySpan<int> ids)
    {
        for (var period = 1; period <= MaxPeriod; period++)
        {
            var needed = Math.Max(MinRepeats * period, MinLength) - period; // equal pairs (i, i + period) in a row
            var run = 0;
            for (var i = 0; i + period < ids.Length; i++)
            {
                run = ids[i] == ids[i + period] ? run + 1 : 0;
                if (run >= needed) return true;
            }
        }
        return false;
    }
}
