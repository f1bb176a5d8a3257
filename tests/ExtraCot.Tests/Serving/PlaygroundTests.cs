using ExtraCot.Text.SmallWorld;
using Microsoft.Playwright;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>The playground in headless Chromium; skipped where there is none. EXTRACOT_SCREENSHOTS=FOLDER keeps pictures of it.</summary>
public sealed class PlaygroundTests
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("EXTRACOT_SCREENSHOTS");

    private static async Task WithPage(RunningServer server, Func<IPage, Task> look, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"no {Chromium}; install Chromium to test the page");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        var errors = new List<string>();
        var elsewhere = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith(server.Http.BaseAddress!.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) elsewhere.Add(request.Url); };
        await page.GotoAsync(server.Http.BaseAddress!.ToString());
        await look(page);
        Assert.Empty(errors);
        Assert.Empty(elsewhere);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than its window");
        if (Pictures is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"playground-{scheme}-{width}.png".ToLowerInvariant()), FullPage = true });
    }

    /// <summary>Asks at the given budgets and waits for every answer.</summary>
    private static async Task Ask(IPage page, params IReadOnlyList<string> budgets)
    {
        foreach (var box in await page.Locator("#budgets input").AllAsync())
        {
            var wanted = budgets.Contains(await box.GetAttributeAsync("value"));
            if (await box.IsCheckedAsync() != wanted) await page.Locator($"#budgets label:has(input[value='{await box.GetAttributeAsync("value")}'])").ClickAsync();
        }
        await page.Locator("#ask").ClickAsync();
        foreach (var budget in budgets) await page.Locator($"article[data-budget='{budget}'][data-done]").WaitForAsync(new() { Timeout = 120_000 });
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Should_answer_side_by_side(ColorScheme scheme, int width)
    {
        await using var server = await RunningServer.Start();
        var expected = SmallWorldSet.Make(seed: 1, "playground", heldOut: true, count: 1)[0].Answer;
        await WithPage(server, async page =>
        {
            await Ask(page, "0.2", "policy", "none");
            Assert.Equal(3, await page.Locator("article[data-done='yes']").CountAsync());
            var plain = page.Locator("article[data-budget='none']");
            Assert.Equal($@"\boxed{{{expected}}}", await plain.Locator(".answer").InnerTextAsync());
            Assert.StartsWith("Okay", await plain.Locator(".thought").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Matches(@"^\d+ tokens\s+\d+ in thought\s+\d+\.\d\d s$", (await plain.Locator(".figures").InnerTextAsync()).Trim());
            Assert.Matches(@"chose \d\.\d", await page.Locator("article[data-budget='policy'] h2").InnerTextAsync());
        }, scheme, width);
    }

    [Fact]
    public async Task Should_stop_and_show_what_goes_wrong()
    {
        var format = ScriptedModel.SmallWorld;
        var model = ScriptedModel.Of(format, format.Response(null, "Okay, 12.", []), waits: true);
        await using var server = await RunningServer.Start(model.Served);
        await WithPage(server, async page =>
        {
            await page.Locator("#ask").ClickAsync();
            await page.GetByText("Okay").First.WaitForAsync();
            await page.Locator("#stop").ClickAsync();
            await page.GetByText("stopped").First.WaitForAsync();
            await server.WaitFor("extracot_answers_running", 0);
        }, width: 800);
    }
}
