using System.Collections.Frozen;

namespace ExtraCot.Text.Answers;

/// <summary>The names the lexer and parser know.</summary>
internal static class Vocabulary
{
    /// <summary>Commands without meaning for an answer's value: spacing, sizes, styles.</summary>
    public static readonly FrozenSet<string> Dropped = Names("""
        left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle scriptstyle limits nolimits quad qquad
        mathbf mathit mathcal boldsymbol bm boxed fbox vec hat tilde mathsf mathtt mathstrut phantom hspace hline rm bf it large Large
        underline overrightarrow overleftrightarrow nonumber notag thinspace enspace
        """);

    /// <summary>Commands whose braces hold words.</summary>
    public static readonly FrozenSet<string> Texts = Names("text mbox textbf textrm textit textsf texttt mathrm operatorname hbox textnormal");

    /// <summary>Functions of one argument that may follow without brackets.</summary>
    public static readonly FrozenSet<string> Functions = Names("""
        sin cos tan cot sec csc arcsin arccos arctan arccot asin acos atan sinh cosh tanh ln log lg exp abs floor ceil max min gcd lcm
        """);

    /// <summary>Names that stand for a command even without a backslash.</summary>
    public static readonly FrozenSet<string> PlainCommands = Names("""
        sin cos tan cot sec csc arcsin arccos arctan arccot asin acos atan sinh cosh tanh ln log lg exp abs floor ceil max min gcd lcm
        sqrt cbrt frac pi infty infinity inf theta alpha beta gamma delta epsilon lambda mu rho sigma phi omega cup cap union pm binom in mod
        """);

    /// <summary>Short words that are units of measure behind a number.</summary>
    public static readonly FrozenSet<string> ShortUnits = Names("cm mm km kg mg ml mL ft lb lbs oz hr hrs min sec deg rad day way men cup mph am pm AM PM ms Hz kW in yd mi cc AU Nm");

    /// <summary>Words of a sentence about an answer, which no short answer in words holds.</summary>
    public static readonly FrozenSet<string> SentenceWords = Names("i we you he she it they let so therefore thus hence is are was were be for take choose pick get find got");

    /// <summary>What makes an ordinal of a number.</summary>
    public static readonly FrozenSet<string> Ordinals = Names("st nd rd th");

    /// <summary>Two- and three-letter words that are no products of variables when they stand alone.</summary>
    public static readonly FrozenSet<string> ShortWords = Names("no on up or is it if we he so to go do by at an as us be of No On Up NO DNE dne yes Yes YES");

    /// <summary>One name for each of the relation signs.</summary>
    public static readonly FrozenDictionary<string, string> Relations = new Dictionary<string, string>
    {
        ["="] = "=",
        ["<"] = "<",
        [">"] = ">",
        ["<="] = "<=",
        [">="] = ">=",
        ["!="] = "!=",
        ["=="] = "=",
        ["le"] = "<=",
        ["leq"] = "<=",
        ["leqslant"] = "<=",
        ["ge"] = ">=",
        ["geq"] = ">=",
        ["geqslant"] = ">=",
        ["lt"] = "<",
        ["gt"] = ">",
        ["ne"] = "!=",
        ["neq"] = "!=",
        ["approx"] = "~",
        ["in"] = "in",
        ["equiv"] = "=",
        ["sim"] = "~",
        ["approxeq"] = "~",
        ["simeq"] = "~",
        ["doteq"] = "~",
    }.ToFrozenDictionary();

    private static FrozenSet<string> Names(string names) =>
        names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet();
}
