using CsCheck;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Units;

public class UnitDetectorTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        OneOf("$", "$$", @"\(", @"\)", @"\[", @"\]", @"\begin{cases}", @"\end{cases}", "{", "}", "\\", "`", "```", "```math\n", "(", ")", "|", @"\$", "\ud800", "\udc00"),
        OneOf(" ", "\n", "\n\n", "\t", "\u3000", "x", "=", "+", "-", "12", "3.5", ".", ",", "so", "因此", "。", "é", "😀", "<", ">", "sin", "mod", "'", "√", "½"),
        Gen.String);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    [Fact]
    public void Should_give_the_text_back_when_its_units_are_joined() =>
        Pieces.List[0, 60].Select(string.Concat).Sample(text =>
        {
            var units = UnitDetector.Detect(text);
            Assert.Equal(text, string.Concat(units.Select(u => text[u.Start..u.End])));
            Assert.All(units, unit => Assert.True(unit.End > unit.Start));
        }, iter: 20_000);

    [Fact]
    public void Should_count_sentences_and_steps_upwards_from_0() =>
        Pieces.List[1, 40].Select(string.Concat).Where(text => text.Length > 0).Sample(text =>
        {
            var units = UnitDetector.Detect(text);
            Assert.Equal((0, 0), (units[0].Sentence, units[0].Step));
            foreach (var (before, after) in units.Zip(units.Skip(1)))
            {
                Assert.InRange(after.Sentence - before.Sentence, 0, 1);
                Assert.InRange(after.Step - before.Step, 0, after.Sentence - before.Sentence);
            }
        });

    [Theory]
    [InlineData(@"We have $x^2+1=0$, so $x=i$.", "$x^2+1=0$|$x=i$")]
    [InlineData(@"$$a+b$$ then $c$ and \(d\) and \[e\]", @"$$a+b$$|$c$|\(d\)|\[e\]")]
    [InlineData("nth: $n$th term", "$n$")]
    [InlineData(@"let \(a\)\(b\) go", @"\(a\)|\(b\)")]
    [InlineData("multi $a\n\nb$ line", "$a\n\nb$")]
    [InlineData("Cost is $5 and $6 total", "")]
    [InlineData("price $5 only", "")]
    [InlineData("He pays $20 for it and gets $3 back, so $x$ is", "$x$")]
    [InlineData("It costs $2x$ in all", "$2x$")]
    [InlineData("so $20$ of them", "$20$")]
    [InlineData(@"\( a $x$ b \) end", @"\( a $x$ b \)")]
    [InlineData(@"$y = \text{if $x$ holds}$ end", @"$y = \text{if $x$ holds}$")]
    [InlineData("A $$ B $ C", "")]
    [InlineData(@"x\$5 and $y$", "$y$")]
    [InlineData(@"literal [MATH_1] and $y$", "$y$")]
    [InlineData(@"\begin{cases}a & b\\ \begin{matrix}c\end{matrix}\end{cases} so", @"\begin{cases}a & b\\ \begin{matrix}c\end{matrix}\end{cases}")]
    [InlineData("see ```math\nx+1\n``` here", "```math\nx+1\n```")]
    [InlineData(@"the answer is \boxed{\frac{1}{2}}.", @"\boxed{\frac{1}{2}}")]
    [InlineData(@"\(x ok", "")]
    [InlineData(@"\left\{ $a\{b$ c", @"$a\{b$")]
    [InlineData("it is US$ 40 and $1,200 in all", "")]
    [InlineData("from $5-$10 to $5–$10 and $5.50, then $3", "")]
    [InlineData("set $ 5x + 3 $ and $ y $", "$ 5x + 3 $|$ y $")]
    [InlineData("unclosed $x + 1 \n\n and then $y$.", "$y$")]
    [InlineData("a slip $x = 5 $ and $y$", "$x = 5 $|$y$")]
    [InlineData("$a$$b$ and $$c$$$d$", "$a$|$b$|$$c$$|$d$")]
    [InlineData(@"$\text{price} = \$5$ and $a\$b$", @"$\text{price} = \$5$|$a\$b$")]
    [InlineData(@"in \( a \text{if \( b \) holds} c \) end", @"\( a \text{if \( b \) holds} c \)")]
    [InlineData(@"\[ \begin{aligned} x &= 1 \\ y &= 2 \end{aligned} \] so \begin{align*} z \end{align*}", @"\[ \begin{aligned} x &= 1 \\ y &= 2 \end{aligned} \]|\begin{align*} z \end{align*}")]
    [InlineData(@"设$a>0$，故\(b<0\)。", @"$a>0$|\(b<0\)")]
    [InlineData(@"\begin{cases} not closed", "")]
    public void Should_find_delimited_formulas(string text, string formulas) => Assert.Equal(formulas, Of(text, UnitKind.Formula));

    [Theory]
    [InlineData("So 2 + 3 = 5, which is fine.", "2 + 3 = 5")]
    [InlineData("let a^2 + b^2 = c^2 hold", "a^2 + b^2 = c^2")]
    [InlineData("f(x) = x^2 + 3x - 1. Then", "f(x) = x^2 + 3x - 1")]
    [InlineData("1,234 + 5,678 = 6,912", "1,234 + 5,678 = 6,912")]
    [InlineData("x = 1, y = 2", "x = 1|y = 2")]
    [InlineData("10 mod 3 = 1", "10 mod 3 = 1")]
    [InlineData("f(1, 2) = 3", "f(1, 2) = 3")]
    [InlineData("so time = 45 miles / 30 mph = 1.5 hours.", "time = 45 miles / 30 mph = 1.5")]
    [InlineData("r = √(0² + 3²) = √9 = 3", "r = √(0² + 3²) = √9 = 3")]
    [InlineData("x = 3 cos(π/2) = 3 * 0 = 0", "x = 3 cos(π/2) = 3 * 0 = 0")]
    [InlineData("are (3, π/2) here", "(3, π/2)")]
    [InlineData("1 + 2 + ... + n = n(n+1)/2 holds", "1 + 2 + ... + n = n(n+1)/2")]
    [InlineData("所以x+1=3，即x=2。", "x+1=3|x=2")]
    [InlineData("共3×5=15元，即１５＝１５。", "3×5=15|１５＝１５")]
    [InlineData("f'(x) = 2x and y'' + y = 0, with the name 'x' here", "f'(x) = 2x|y'' + y = 0")]
    [InlineData("as sin^2 θ + cos^2 θ = 1 holds", "sin^2 θ + cos^2 θ = 1")]
    [InlineData("so 50% of 80 = 40 and 2 times 3 = 6", "50% of 80 = 40|2 times 3 = 6")]
    [InlineData("3 of 5 people, 2 times 3 is 6", "")]
    [InlineData("here 3:4 = 6:8, at 10:30 in the ratio 3:4", "3:4 = 6:8")]
    [InlineData("a_{n+1} = 2a_n and lim_{x→0} sin(x)/x = 1", "a_{n+1} = 2a_n|lim_{x→0} sin(x)/x = 1")]
    [InlineData("x = (-3 ± √29)/2 or |x-3| = 5", "x = (-3 ± √29)/2||x-3| = 5")]
    [InlineData(@"\frac{1}{2} + \frac{1}{3} = \frac{5}{6} as is", @"\frac{1}{2} + \frac{1}{3} = \frac{5}{6}")]
    [InlineData("2x + 3y = 12\nx - y = 1", "2x + 3y = 12|x - y = 1")]
    [InlineData("Total = 5 apples + 3 pears = 8 fruits", "Total = 5 apples + 3 pears = 8")]
    [InlineData("P(A|B) = P(A∩B)/P(B) = 0.5", "P(A|B) = P(A∩B)/P(B) = 0.5")]
    [InlineData("a table | b | c |", "")]
    [InlineData("he is 5 (see above) and a well-known x-axis fact", "")]
    [InlineData("1, 2, 4, 8", "")]
    [InlineData("Wait - no, that is wrong", "")]
    [InlineData("- first\n- second", "")]
    [InlineData("a <think>b</think> c", "")]
    public void Should_find_formulas_in_plain_text(string text, string formulas) => Assert.Equal(formulas, Of(text, UnitKind.Equation));

    [Theory]
    [InlineData("use `a = b` or ```\nx = 1\n\ny\n``` now", "`a = b`|```\nx = 1\n\ny\n```")]
    [InlineData("a ` b\n\nc ` d", "")]
    [InlineData("say ``a ` b`` so", "``a ` b``")]
    public void Should_find_code(string text, string code) => Assert.Equal(code, Of(text, UnitKind.Code));

    [Theory]
    [InlineData("The value 3.14 holds. Then", 2)]
    [InlineData("Dr. No. 5 is", 1)]
    [InlineData("see Fig. 3). Thus", 2)]
    [InlineData("use e.g. this", 1)]
    [InlineData("$x.y$ is. So", 2)]
    [InlineData("1. Find x.\n2. Find y.", 2)]
    [InlineData("因此。所以！好", 3)]
    [InlineData("Wait... what?! (Yes.) No", 4)]
    public void Should_cut_sentences(string text, int sentences) => Assert.Equal(sentences, UnitDetector.Detect(text)[^1].Sentence + 1);

    [Fact]
    public void Should_take_one_character_as_a_word_where_the_script_has_no_spaces() =>
        Assert.Equal("因|此|我|们|。", string.Join('|', UnitDetector.Detect("因此我们。").Select(u => "因此我们。"[u.Start..u.End])));

    [Theory]
    [InlineData(@"\({\)")]
    [InlineData("${")]
    [InlineData(@"\begin{a}")]
    [InlineData("(((x +")]
    [InlineData("a - word ")]
    [InlineData("$5 `")]
    [InlineData(@"\x{")]
    [InlineData("2 of ")]
    [InlineData("3:")]
    [InlineData("a_{")]
    [InlineData("x' ")]
    [InlineData("|x ")]
    [InlineData("``a")]
    [InlineData("sin^2 ")]
    [InlineData("$ x ")]
    [InlineData("\ud800")]
    [InlineData("数")]
    [InlineData("1")]
    [InlineData("x=")]
    [InlineData(@"\begin{a}\end{")]
    public void Should_end_soon_on_hostile_repetition(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        Assert.Equal(text.Length, UnitDetector.Detect(text)[^1].End);
    }

    private static string Of(string text, UnitKind kind) =>
        string.Join('|', UnitDetector.Detect(text).Where(u => u.Kind == kind).Select(u => text[u.Start..u.End].TrimStart()));
}
