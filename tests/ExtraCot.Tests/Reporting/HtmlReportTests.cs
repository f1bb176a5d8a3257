using System.Text;
using System.Xml.Linq;
using ExtraCot.Reporting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class HtmlReportTests
{
    private const string Hostile = "</style></p><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & \ud800 \udc00 \0 \u001b \u202e &lt;";

    [Fact]
    public void Should_escape_markup_and_replace_what_no_document_may_hold()
    {
        Assert.Equal("&lt;b a=&quot;1&quot;&gt;&amp;&#39;\n\t√ 😀", HtmlText.Escape("<b a=\"1\">&'\n\t√ 😀"));
        Assert.Equal("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD", HtmlText.Escape("a\ud800b\udc00c\0d\u001be\u202ef\ufffe"));
    }

    [Fact]
    public void Should_keep_hostile_text_of_every_field_harmless()
    {
        var sample = new ReportSample
        {
            Question = Hostile,
            Difficulty = 1,
            Gold = Hostile,
            BaseThought = Hostile,
            BaseTokens = 1,
            BaseAnswer = Hostile,
            Kept = [new(3, 12), new(80, 95)],
            Choice = Hostile,
            Thought = Hostile,
            Tokens = 1,
            Answer = Hostile,
            Right = false,
            Fault = Hostile,
        };
        var summary = MadeUpRun.Summary with
        {
            StageSeconds = new Dictionary<string, double> { [Hostile] = 1 },
            Fixed = MadeUpRun.Summary.Fixed.Append(new(Hostile, MadeUpRun.Summary.Fixed["0.4"])).ToDictionary(),
            Goals = [new(Hostile, Hostile, Hostile, true)],
            ChoicesByDifficulty = [MadeUpRun.Summary.ChoicesByDifficulty[0] with { Third = Hostile }],
        };
        var path = Path.GetTempFileName();
        try
        {
            HtmlReport.Write(new(summary, [sample], Hostile, MakesClaims: true, Hostile, Hostile, Hostile), path);
            var html = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\0', html);
            Assert.DoesNotContain('\u202e', html);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
            PageTree.Of(html); // tags still nest, so nothing broke out of its element
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Should_need_nothing_from_outside()
    {
        var html = HtmlReport.Render(MadeUpRun.Report);
        var tree = PageTree.Of(html);
        Assert.DoesNotContain(tree.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(tree.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" || attribute.Name.LocalName.StartsWith("on"));
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
    }

    [Fact]
    public void Should_show_figures_samples_and_the_command()
    {
        var html = HtmlReport.Render(MadeUpRun.Report);
        foreach (var text in (string[])["99.0 %", "✗ missed", "quickstart --seed 1", "tokensPerStep: 2048", "easiest", "chrpo", "<del>"]) Assert.Contains(text, html);
        Assert.Equal(10, PageTree.Of(html).Descendants("summary").Count() - 1); // the options fold too
    }

    [Fact]
    public void Should_judge_no_goal_where_no_claim_is_made()
    {
        var html = HtmlReport.Render(MadeUpRun.Report with { MakesClaims = false });
        Assert.DoesNotContain("✗ missed", html);
        Assert.Contains("far too small for a result", html);
    }

    [Fact]
    public void Should_strike_what_lies_outside_the_kept_stretches()
    {
        Assert.Equal("<del>one </del>two<del> three</del>", ReportSamples.Struck("one two three", [new(4, 7)]));
        Assert.Equal("one two", ReportSamples.Struck("one two", [new(0, 3), new(4, 7)])); // a blank alone is not struck
        Assert.Equal("one<del> two</del>", ReportSamples.Struck("one two", [new(-3, 3), new(1, 2), new(90, 99)]));
    }
}
