using System.Collections.Frozen;

namespace ExtraCot.Text.Answers;

/// <summary>Units as written: which agree, and by what factor.</summary>
internal static class UnitsOfMeasure
{
    private const int MostWords = 6;

    // Words behind a number that change its value: such a text is no measured value.
    private static readonly FrozenSet<string> Operators = Names("squared cubed factorial over times minus plus point hundred half halves third thirds quarter quarters root divided modulo");

    // Words of a sentence.
    private static readonly FrozenSet<string> Prose = Names("""
        not less more than is are was were be because since so but if then which that this the it we they would will can there from when where while or and either
        approximately about
        """);

    private static readonly FrozenSet<string> Powers = Names("square sq cubic cu per");

    // Name, dimension, factor to the dimension's base.
    private static readonly FrozenDictionary<string, (string Dimension, Rational Factor)> Known = Table();

    /// <summary>Whether the words behind a number are part of a sentence rather than a unit.</summary>
    public static bool IsProse(string unit)
    {
        if (unit.Length == 0) return false;
        var words = unit.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > MostWords || words.Any(word => Prose.Contains(word.Trim('.', ',')) || IsOperator(word));
    }

    /// <summary>Whether a word behind a number makes another number of it: "5 squared", "3 quarters".</summary>
    public static bool IsOperator(string word) => Operators.Contains(word);

    /// <summary>
    /// The factor from the second unit to the first, or null where they measure different things. Words that are no known unit agree
    /// when one side has all the other's ("dogs", "brown dogs").
    /// </summary>
    public static Rational? Factor(string first, string second)
    {
        if (Normal(first) == Normal(second)) return Rational.One;
        if (Lookup(first) is { } a && Lookup(second) is { } b) return a.Dimension == b.Dimension ? b.Factor / a.Factor : null;
        var (x, y) = (Words(first), Words(second));
        return x.Count > 0 && y.Count > 0 && (x.IsSubsetOf(y) || y.IsSubsetOf(x)) && x.Overlaps(Powers) == y.Overlaps(Powers) ? Rational.One : null;
    }

    // A unit, or one divided by another.
    private static (string Dimension, Rational Factor)? Lookup(string unit)
    {
        var name = Normal(unit);
        if (name is "mph") name = "mi/h";
        if (name is "kph") name = "km/h";
        var stroke = name.IndexOf('/');
        if (stroke < 0) return Single(name);
        return Single(name[..stroke].Trim()) is { } top && Single(name[(stroke + 1)..].Trim()) is { } bottom
            ? ($"{top.Dimension}/{bottom.Dimension}", top.Factor / bottom.Factor)
            : null;
    }

    private static (string Dimension, Rational Factor)? Single(string name)
    {
        var power = 1;
        if (name.StartsWith("square ", StringComparison.Ordinal) || name.StartsWith("sq ", StringComparison.Ordinal)) (name, power) = (name[(name.IndexOf(' ') + 1)..], 2);
        else if (name.StartsWith("cubic ", StringComparison.Ordinal)) (name, power) = (name[6..], 3);
        else if (name.Length > 2 && name[^2] == '^' && name[^1] is '2' or '3') (name, power) = (name[..^2], name[^1] - '0');
        if (!Known.TryGetValue(Singular(name), out var known) && !Known.TryGetValue(name, out known)) return null;
        return power == 1 ? known : ($"{known.Dimension}^{power}", Rational.Pow(known.Factor, power));
    }

    private static string Normal(string unit) => unit.Replace(".", "", StringComparison.Ordinal).Replace(" per ", "/", StringComparison.Ordinal).Trim();

    private static HashSet<string> Words(string unit) => [.. Normal(unit).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Singular)];

    private static string Singular(string word) => word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;

    private static FrozenDictionary<string, (string, Rational)> Table()
    {
        var table = new Dictionary<string, (string, Rational)>();
        void Add(string dimension, Rational factor, string names)
        {
            foreach (var name in names.Split(' ')) table[name] = (dimension, factor);
        }
        Add("metre", 1, "m meter metre");
        Add("metre", Rational.Of(1, 100), "cm centimeter centimetre");
        Add("metre", Rational.Of(1, 1000), "mm millimeter millimetre");
        Add("metre", 1000, "km kilometer kilometre");
        Add("inch", 1, "in inch inches");
        Add("inch", 12, "ft foot feet");
        Add("inch", 36, "yd yard");
        Add("inch", 63360, "mi mile");
        Add("gram", 1, "g gram");
        Add("gram", 1000, "kg kilogram");
        Add("gram", Rational.Of(1, 1000), "mg milligram");
        Add("ounce", 1, "oz ounce");
        Add("ounce", 16, "lb lbs pound");
        Add("litre", 1, "l liter litre");
        Add("litre", Rational.Of(1, 1000), "ml milliliter millilitre");
        Add("second", 1, "s sec second");
        Add("second", 60, "min minute");
        Add("second", 3600, "h hr hrs hour");
        Add("second", 86400, "day");
        Add("second", 604800, "week");
        Add("month", 1, "month");
        Add("month", 12, "year");
        Add("dollar", 1, "$ dollar usd");
        Add("dollar", Rational.Of(1, 100), "cent ¢");
        Add("euro", 1, "€ euro eur");
        Add("sterling", 1, "£ gbp");
        Add("yen", 1, "¥ yen");
        Add("degree", 1, "degree deg");
        Add("radian", 1, "radian rad");
        Add("unit", 1, "unit");
        return table.ToFrozenDictionary();
    }

    private static FrozenSet<string> Names(string names) =>
        names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet();
}
