using System.Net;
using System.Security.Cryptography;
using ExtraCot.Data;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Data;

public sealed class DataSetsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gsm8k", 1319, "18")]
    [InlineData("math500", 500, @"\left( 3, \frac{\pi}{2} \right)")]
    [InlineData("amc23", 40, "27")]
    public void Should_read_the_public_sets(string name, int problems, string firstAnswer)
    {
        var set = DataSets.Open(name, SharedData.Path("data"));
        Assert.Equal((name, problems, firstAnswer), (set.Name, set.Problems.Count, set.Problems[0].Answer));
    }

    [Fact]
    public void Should_know_subjects_and_levels()
    {
        var problem = DataSets.Open("math500", SharedData.Path("data")).Problems[0];
        Assert.Equal(("Precalculus", 2), (problem.Subject, problem.Difficulty));
    }

    [Fact]
    public void Should_have_a_set_of_its_own_that_needs_no_file()
    {
        var set = DataSets.Open("small-world", limit: 12);
        Assert.Equal(12, set.Problems.Count);
        Assert.Equal(set.Fingerprint, DataSets.Open("small-world").Take(12).Fingerprint);
        Assert.NotEqual(set.Fingerprint, set.Take(11).Fingerprint);
    }

    [Theory]
    [InlineData("gsm9k", "gsm9k: no such data set; known are gsm8k, math500, amc23 and small-world, or give a file of JSON lines")]
    [InlineData("gsm8k", "gsm8k: none of gsm8k/test.jsonl, gsm8k.jsonl in ")]
    [InlineData("questions.jsonl", "questions.jsonl: no such file")]
    public void Should_say_which_sets_there_are(string name, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => DataSets.Open(name, folder.FullPath)).Message);

    [Fact]
    public void Should_name_the_line_without_a_gold_answer()
    {
        var path = folder.Write("mine.jsonl", "{\"question\":\"1+1?\",\"answer\":\"2\"}\n{\"question\":\"1+2?\"}\n");
        Assert.StartsWith($"{path}:2: no gold answer: expected one of gold, answer", Assert.Throws<InputException>(() => DataSets.Open(path)).Message);
    }

    [Fact]
    public void Should_refuse_an_id_that_comes_twice()
    {
        var path = folder.Write("mine.jsonl", "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}\n{\"id\":\"a\",\"question\":\"1+2?\",\"answer\":\"3\"}\n");
        Assert.Contains($"{path}:2: id \"a\"", Assert.Throws<InputException>(() => DataSets.Open(path)).Message);
    }

    [Fact]
    public void Should_notice_a_set_that_is_not_whole()
    {
        folder.Write("gsm8k.jsonl", "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}\n");
        Assert.EndsWith("1 problems; gsm8k has 1319", Assert.Throws<InputException>(() => DataSets.Open("gsm8k", folder.FullPath)).Message);
    }

    [Fact]
    public void Should_keep_a_download_with_the_right_checksum_and_not_fetch_it_again()
    {
        var content = "{\"question\":\"1+1?\",\"answer\":\"2\"}\n"u8.ToArray();
        var set = new KnownDataSet("mine", ["mine/test.jsonl"], 1, new("http://localhost/x"), Convert.ToHexStringLower(SHA256.HashData(content)));
        using var server = new Answering(HttpStatusCode.OK, content);
        using var client = new HttpClient(server);
        var path = DataSetDownload.Get(set, folder.FullPath, client, TestContext.Current.CancellationToken);
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal(path, DataSetDownload.Get(set, folder.FullPath, client, TestContext.Current.CancellationToken));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "expected 00; the file is not the published one and was not kept")]
    [InlineData(HttpStatusCode.NotFound, "404")]
    public void Should_keep_nothing_else(HttpStatusCode status, string message)
    {
        using var server = new Answering(status, [1, 2, 3]);
        using var client = new HttpClient(server);
        var failure = Assert.Throws<InputException>(() => DataSetDownload.Get(new("mine", ["test.jsonl"], 1, new("http://localhost/x"), "00"), folder.FullPath, client, TestContext.Current.CancellationToken));
        Assert.Contains(message, failure.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void Should_say_what_to_do_without_a_network()
    {
        using var client = new HttpClient();
        var set = new KnownDataSet("mine", ["test.jsonl"], 1, new("http://127.0.0.1:9/x"), "00"); // nobody listens on the discard port
        Assert.Contains("download it by hand where there is a network and name its folder with --data-dir",
            Assert.Throws<InputException>(() => DataSetDownload.Get(set, folder.FullPath, client, TestContext.Current.CancellationToken)).Message);
        Assert.Contains("no public file with a published checksum", Assert.Throws<InputException>(() => DataSetDownload.Get(KnownDataSet.Find("amc23"), folder.FullPath, client, TestContext.Current.CancellationToken)).Message);
    }

    private sealed class Answering(HttpStatusCode status, byte[] content) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(content) });
        }
    }
}
