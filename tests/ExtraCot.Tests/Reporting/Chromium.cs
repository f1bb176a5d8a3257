using Microsoft.Playwright;
using Xunit;

namespace ExtraCot.Tests.Reporting;

/// <summary>An installed Chromium; tests that need it skip where there is none.</summary>
internal static class Chromium
{
    private static readonly string? Program = new[] { Environment.GetEnvironmentVariable("EXTRACOT_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Starts it without window and without any connection of its own.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) => await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Program,
        Headless = true,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });

    /// <summary>Playwright's driver; skips the calling test where browser or driver are absent.</summary>
    public static async Task<IPlaywright> DriverAsync()
    {
        Assert.SkipWhen(Program is null, "no Chromium: install one or name it in EXTRACOT_CHROMIUM");
        try
        {
            return await Playwright.CreateAsync();
        }
        catch (PlaywrightException missing)
        {
            Assert.Skip($"no Playwright driver: {missing.Message.Split('\n')[0]}");
            throw;
        }
    }
}
