using System.Text.RegularExpressions;
using System.Xml.Linq;
using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed partial class EvaluationReportTests : IDisposable
{
    private const string Hostile = "</style></p><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & | \ud800 \0 \u202e =1+1";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_show_curve_tables_choices_lengths_subjects_and_samples()
    {
        var html = EvaluationReport.Html([MadeUpEvaluation.Make()]);
        var tree = PageTree.Of(html);
        Assert.Equal(["Accuracy against think tokens", "Controls at the same length", "More figures", "Ratio chosen by difficulty", "Lengths of thoughts", "By subject", "Samples", "The run"],
            tree.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(7, tree.Descendants("table").First().Descendants("tr").Count() - 1);
        Assert.Equal(30, tree.Descendants("details").Count(details => details.Attribute("class")?.Value is "right" or "wrong"));
        foreach (var text in (string[])["Truncation", "Prompt only", "Geometry", "<del>", "Compared by the rule"]) Assert.Contains(text, html);
    }

    [Fact]
    public void Should_need_nothing_from_outside_and_no_script()
    {
        var tree = PageTree.Of(EvaluationReport.Html([MadeUpEvaluation.Make(), MadeUpEvaluation.Make("theirs", .2)]));
        Assert.DoesNotContain(tree.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(tree.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" || attribute.Name.LocalName.StartsWith("on"));
    }

    [Fact]
    public void Should_keep_hostile_text_of_models_and_data_harmless()
    {
        var (run, summary) = MadeUpEvaluation.Make(text: Hostile, subject: Hostile + "1");
        var html = EvaluationReport.Html([(run, summary), MadeUpEvaluation.Make("other" + Hostile)]);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\0', html);
        Assert.DoesNotContain('\u202e', html);
        PageTree.Of(html); // tags still nest, so nothing broke out of its element
    }

    [Fact]
    public void Should_put_other_runs_beside_the_first()
    {
        (EvaluatedRun, EvaluationSummary)[] runs = [MadeUpEvaluation.Make(), MadeUpEvaluation.Make("random units", .3)];
        var html = EvaluationReport.Html(runs);
        Assert.Contains("random units policy", html);
        Assert.Contains("beside it random units", html);
        var controls = PageTree.Of(html).Descendants("table").Single(table => table.Attribute("class")!.Value == "controls");
        Assert.Equal(["Mode", "Think tokens", "Right", "Truncation", "Prompt only", "random units"], controls.Descendants("th").Select(head => head.Value));
        Assert.All(controls.Descendants("tr").Skip(1), row => Assert.EndsWith(" %", row.Elements().Last().Value)); // all lengths are theirs too, the shortest and the longest included
    }

    [Fact]
    public void Should_write_markdown_and_csv_with_the_same_figures()
    {
        EvaluationReport.Write([MadeUpEvaluation.Make(text: "|a,\"b\"")], folder.FullPath);
        var (markdown, csv) = (File.ReadAllText(folder.PathOf("report.md")), File.ReadAllLines(folder.PathOf("report.csv")));
        var accuracy = MadeUpEvaluation.Make(text: "|a,\"b\"").Summary.Modes["policy"].Accuracy;
        Assert.Contains($"| policy | {100 * accuracy:0.0} % |", markdown);
        Assert.Equal(8, csv.Length);
        Assert.StartsWith("run,data,mode,samples,accuracy,", csv[0]);
        Assert.StartsWith($"\"ours|a,\"\"b\"\"\",\"sums|a,\"\"b\"\"\",policy,1,{accuracy},", csv.Single(line => line.Contains(",policy,")));
        Assert.All(csv[1..].Select(line => Quoted().Replace(line, "")), line => Assert.Equal(csv[0].Count(letter => letter == ','), line.Count(letter => letter == ',')));
    }

    [Fact]
    public void Should_report_a_run_without_base_policy_or_subjects()
    {
        var (run, _) = MadeUpEvaluation.Make(subject: "one");
        var alone = run with { Modes = run.Modes.Where(mode => mode.Key == "0.2").ToDictionary() };
        var html = EvaluationReport.Html([(alone, EvaluationSummary.Of(alone))]);
        Assert.Contains("There is no base to compare with", html);
        Assert.DoesNotContain("NaN", html);
        Assert.DoesNotContain("Controls at the same length", PageTree.Of(html).Descendants("h2").Select(heading => heading.Value));
    }

    [Fact]
    public void Should_say_in_words_what_differs_and_whether_it_is_significant()
    {
        var text = RunComparison.Describe(MadeUpEvaluation.Make("good").Run, MadeUpEvaluation.Make("bad", .3).Run);
        Assert.StartsWith("sums, 120 problems: bad against good.\n", text);
        var policy = text.Split('\n').Single(line => line.StartsWith("- policy"));
        Assert.Matches(@"^- policy: bad answers \d+\.\d % right, good 9\d\.\d %: −\d+\.\d points \(95 % interval −\d+\.\d to −\d+\.\d, McNemar p < 0\.001\), significant; both think with \d+\.\d tokens\.$", policy);
        Assert.Contains("Of 14 such comparisons one in twenty comes out significant by chance alone.", text);
    }

    [Fact] // Four problems of 120 differ, all one way: the bootstrap leaves out zero, the exact test says 2 / 2^4.
    public void Should_not_call_four_lucky_problems_significant()
    {
        var (run, _) = MadeUpEvaluation.Make();
        var wrong = run.Modes["base"].Answers.Select((samples, i) => (IReadOnlyList<Prediction>)[samples[0] with { Right = i >= 4 }]).ToList();
        var right = run.Modes["base"].Answers.Select(samples => (IReadOnlyList<Prediction>)[samples[0] with { Right = true }]).ToList();
        var difference = AccuracyDifference.Between(run.Modes["base"] with { Answers = right }, run.Modes["base"] with { Answers = wrong });
        Assert.True(difference.Interval.Low > 0);
        Assert.Equal(0.12, difference.PValue); // 0.125 to two digits
        Assert.False(difference.IsSignificant);
    }

    [Fact]
    public void Should_find_nothing_between_a_run_and_itself()
    {
        var (run, _) = MadeUpEvaluation.Make();
        Assert.DoesNotContain(", significant", RunComparison.Describe(run, run with { Name = "copy" }));
    }

    [Fact]
    public void Should_refuse_to_compare_runs_on_other_problems()
    {
        var failure = Assert.Throws<InputException>(() => RunComparison.Describe(MadeUpEvaluation.Make().Run, MadeUpEvaluation.Make(count: 60).Run));
        Assert.Contains("only runs on the same problems can be compared", failure.Message);
    }

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"")]
    private static partial Regex Quoted();
}
