using System.Xml.Linq;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class StageThreeReportTests : IDisposable
{
    private const string Hostile = "</p></details><script>alert(1)</script> & \u202e \0";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_show_budgets_by_difficulty()
    {
        var tree = PageTree.Of(Teacher());
        Assert.Equal(["r* by difficulty", "Pass rates", "Prompts"], tree.Descendants("h2").Select(heading => heading.Value));
        var rates = tree.Descendants("table").First(table => table.Attribute("class")!.Value == "rates").Descendants("tr").Skip(1).Select(Cells).ToList();
        // Difficulty 1: 4 of 4 at 0.2 with 20 tokens each over L_ref 100; difficulty 2: 1 of 4 with 20 over 200.
        Assert.Equal(["1", "1", "100", "100.0 %, 0.20"], rates[0].Take(4));
        Assert.Equal(["2", "1", "200", "25.0 %, 0.10"], rates[1].Take(4));
        Assert.Equal(["mean 0.200, 100.0 % right", "mean 0.400, 100.0 % right"], tree.Descendants("div").Where(div => div.Attribute("class")?.Value == "third").Select(div => div.Elements().Last().Value));
        Assert.Contains("1 of 4", tree.Descendants("details").Last().Value);
    }

    [Fact]
    public void Should_take_rewards_apart()
    {
        var tree = PageTree.Of(Rollouts(new ChrpoOptions()));
        Assert.Equal(["How it went", "Alarms", "Rollouts"], tree.Descendants("h2").Select(heading => heading.Value));
        var terms = tree.Descendants("table").Single(table => table.Attribute("class")!.Value == "terms");
        // No rollout has R_mode or R_ctrl, so they have no column.
        Assert.Equal(["Rollout", "r_c", "Think tokens", "r̂", "R_acc", "R_cal", "R_int", "R_main", "A of body", "Broken"], terms.Descendants("th").Select(head => head.Value));
        Assert.Equal(["1. right", "0.2", "25", "0.25", "1.000", "0.750", "0", "1.225", "0.500", ""], Cells(terms.Descendants("tr").ElementAt(1)));
        Assert.Equal(["2. wrong", "0.2", "50", "0.50", "0", "−1.000", "−0.300", "−0.600", "−0.500", "NotClosed"], Cells(terms.Descendants("tr").ElementAt(2)));
        Assert.Equal("95.0 %", Cells(tree.Descendants("table").First().Descendants("tr").Last())[1]); // a step that a resumed run did again counts once
    }

    [Fact]
    public void Should_keep_hostile_text_harmless()
    {
        foreach (var html in (string[])[Teacher(), Rollouts(new ChrpoOptions { Algorithm = RlAlgorithm.Grpo })])
        {
            PageTree.Of(html);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u202e', html);
            Assert.DoesNotContain('\0', html);
        }
    }

    private static List<string> Cells(XElement row) => [.. row.Elements().Select(cell => cell.Value)];

    private static string Teacher()
    {
        RlRecord Record(int difficulty, int lowest, string target) => new()
        {
            Question = $"How many?{Hostile}",
            RewardModel = new("rule", "5" + Hostile),
            ExtraInfo = new()
            {
                Id = $"p{difficulty}{Hostile}",
                Difficulty = difficulty,
                ReferenceTokens = 100 * difficulty,
                TargetRatio = double.Parse(target),
                ChosenToken = ControlToken.Parse(target).Text,
                Passes = [lowest, 4, 4, 4, 4],
                Trials = [4, 4, 4, 4, 4],
                PassRate = [lowest / 4.0, 1, 1, 1, 1],
                RightTokens = [20 * lowest, 160, 240, 320, 400],
            },
        };
        var summary = new TeacherSummary { Prompts = 2, Targets = ControlToken.Ratios.ToDictionary(ratio => ratio.Name, ratio => ratio.Ratio < .5 ? 1 : 0), PassRates = ControlToken.Ratios.ToDictionary(ratio => ratio.Name, _ => .9) };
        return TeacherReport.Html("teacher" + Hostile, [Record(1, 4, "0.2"), Record(2, 1, "0.4")], summary);
    }

    private string Rollouts(ChrpoOptions options)
    {
        Directory.CreateDirectory(folder.PathOf("rollouts"));
        RolloutLine Line(bool right, int tokens, RolloutReward reward) =>
            new(0, "p" + Hostile, "How many?" + Hostile, "5" + Hostile, "policy", .4, 100, .2, tokens, 5, right, reward, 0, right ? .5 : -.5, "<think>" + Hostile);
        JsonLines.Write(folder.PathOf("rollouts/step-00000.jsonl"), [Line(true, 25, new(1, .75, 0, 0, 1.225, 0, "None")), Line(false, 50, new(0, -1, 0, -.3, -.6, 0, "NotClosed"))]);
        JsonLines.Write(folder.PathOf("alarms.jsonl"), [new RlAlarm(1, "emptyThinking", "why" + Hostile, [])]);
        File.WriteAllLines(folder.PathOf("metrics.jsonl"), ((double[])[.9, .95]).Select(accuracy => $$$"""{"stage":"rl","step":1,"seconds":1,"values":{"accuracy":{{{accuracy}}},"thinkTokens":37.5}}"""));
        return RolloutReport.Html(folder.FullPath, new RlRunOptions { Model = "sft" + Hostile, Chrpo = options });
    }
}
