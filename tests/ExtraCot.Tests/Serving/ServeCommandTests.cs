using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>The real program.</summary>
public sealed class ServeCommandTests
{
    private static readonly CancellationToken Test = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--host 0.0.0.0", "there is no key")]
    [InlineData("--api-key-env EXTRACOT_NOT_SET", "EXTRACOT_NOT_SET is not set")]
    [InlineData("--model no/such/folder", "no such model folder")]
    [InlineData("--default-ratio 0.3", "0.3 is not on the grid")]
    [InlineData("--efforts low", "is no effort")]
    [InlineData("--max-queue 0", "lets nobody in")]
    [InlineData("--max-body 0", "lets nothing in")]
    [InlineData("--grace -1", "expected 0 to 86400")]
    [InlineData("--port 99999", "no TCP port")]
    public void Should_refuse_options_it_cannot_use(string options, string message)
    {
        string[] model = options.StartsWith("--model", StringComparison.Ordinal) ? [] : ["--model", Repository.Path("models", "small-base")];
        var (exitCode, _, error) = Extracot.Run(["serve", .. model, .. options.Split(' ')]);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_serve_until_told_to_stop_and_finish_what_runs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGTERM with kill");
        var port = FreePort();
        using var program = Extracot.Start("serve", "--model", Repository.Path("models", "small-base"), "--port", $"{port}", "--default-ratio", "none");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await WaitUntilUp(http);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(RunningServer.Chat(RunningServer.Question, ("stream", true))) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Test);
        using (var kill = Process.Start("kill", ["-TERM", $"{program.Id}"])) await kill.WaitForExitAsync(Test);
        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(Test), StringComparison.Ordinal);
        Assert.Equal(0, program.WaitForExit());
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits for a server that is starting.</summary>
    internal static async Task WaitUntilUp(HttpClient http)
    {
        while (true)
        {
            try
            {
                (await http.GetAsync("/health", Test)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, Test);
            }
        }
    }
}
