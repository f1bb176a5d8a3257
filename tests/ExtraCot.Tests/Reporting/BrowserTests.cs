using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Data;
using ExtraCot.Text.SmallWorld;
using Microsoft.Playwright;
using Xunit;

namespace ExtraCot.Tests.Reporting;

/// <summary>Reports in a real browser. With EXTRACOT_SCREENSHOTS=DIR pictures are left there.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(1280, 900, ColorScheme.Dark, "rgb(20, 24, 29)")]
    [InlineData(390, 844, ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(390, 844, ColorScheme.Dark, "rgb(20, 24, 29)")]
    public async Task Should_fit_screen_and_colour_scheme_without_fetching_or_running_anything(int width, int height, ColorScheme scheme, string background)
    {
        EvaluationReport.Write([MadeUpEvaluation.Make(text: "<script>document.title='owned'</script>"), MadeUpEvaluation.Make("theirs", .1, text: "<script>document.title='owned'</script>")], folder.FullPath);
        using var playwright = await Chromium.DriverAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        List<string> requests = [], complaints = [];
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(folder.PathOf("report.html")).AbsoluteUri);
        Assert.Single(requests);
        Assert.Empty(complaints);
        Assert.NotEqual("owned", await page.TitleAsync());
        Assert.Equal(background, await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width); // wide tables scroll by themselves
        Assert.Equal(1, await page.Locator("svg:visible").CountAsync()); // one of the two pictures
        await Screenshot(page, $"made-up-{width}-{scheme}");
    }

    [Fact]
    public async Task Should_choose_samples_without_a_script()
    {
        EvaluationReport.Write([MadeUpEvaluation.Make()], folder.FullPath);
        using var playwright = await Chromium.DriverAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(folder.PathOf("report.html")).AbsoluteUri);
        var (right, wrong) = (page.Locator("details.right:visible"), page.Locator("details.wrong:visible"));
        var (rights, wrongs) = (await right.CountAsync(), await wrong.CountAsync());
        Assert.True(rights > 0 && wrongs > 0);
        await page.GetByLabel("wrong").CheckAsync();
        Assert.Equal((0, wrongs), (await right.CountAsync(), await wrong.CountAsync()));
        await page.GetByLabel("right").CheckAsync();
        Assert.Equal((rights, 0), (await right.CountAsync(), await wrong.CountAsync()));
        Assert.Equal(8, await page.Locator("table.modes").First.Locator("tr").CountAsync());
    }

    [Fact]
    public async Task Should_show_a_real_run()
    {
        var problems = new ProblemSet("small-world", SmallWorldSet.Make(1, "test", heldOut: true, 6));
        var options = new EvaluationOptions { Model = new() { Engine = "local:small-base" }, Ratios = ["none", "0.2"], MaxNewTokens = 720, Fingerprint = problems.Fingerprint };
        using (var run = RunFolder.Open(folder.PathOf("run"), options, resume: false))
            new EvaluationRun(options, problems, run, settings => settings.Open(), IStageProgress.None).Run(TestContext.Current.CancellationToken);
        using var playwright = await Chromium.DriverAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await page.GotoAsync(new Uri(folder.PathOf("run/report.html")).AbsoluteUri);
        Assert.Contains("100.0 %", await page.Locator("table.modes").First.InnerTextAsync());
        Assert.Contains(problems.Problems[0].Question, await page.Locator("details").First.InnerTextAsync());
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, 390);
    }

    private static async Task Screenshot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("EXTRACOT_SCREENSHOTS") is { Length: > 0 } target)
            await page.ScreenshotAsync(new() { Path = Path.Combine(target, $"{name}.png"), FullPage = true });
    }
}
