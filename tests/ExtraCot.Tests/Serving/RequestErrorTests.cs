using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>Requests that cannot be answered get a 4xx with OpenAI's error object, and nothing else happens.</summary>
public sealed class RequestErrorTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    private readonly RunningServer server = shared.Server;

    [Theory]
    [InlineData("", null, "not valid JSON")]
    [InlineData("{", null, "line 1, byte 2")]
    [InlineData("[]", null, "must be an object; found an array")]
    [InlineData("nul", null, "not valid JSON")]
    [InlineData("""{"model":"small-base","model":"small-base"}""", null, "not valid JSON")]
    [InlineData("{}", "messages", "at least one message")]
    [InlineData("""{"messages":"hi"}""", "messages", "must be an array; found a string")]
    [InlineData("""{"messages":[1]}""", "messages[0]", "must be an object; found 1")]
    [InlineData("""{"messages":[{"content":" Tom"}]}""", "messages[0].role", "missing")]
    [InlineData("""{"messages":[{"role":"tool","content":" Tom"}]}""", "messages[0].role", "must be system")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content", "missing")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content", "must be a string; found 7")]
    [InlineData("""{"messages":[{"role":"user","content":" Tom","contnt":1}]}""", "messages[0].contnt", "did you mean content?")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "messages[0].content[0]", "images")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content", "not valid Unicode")]
    [InlineData("""{"messages":[{"role":"user","content":"hello"}]}""", "messages", "'hello' has no token")]
    [InlineData("""{"messages":[{"role":"system","content":" Tom"},{"role":"user","content":" Tom"}]}""", "messages", "single questions")]
    [InlineData("""{"messages":[{"role":"assistant","content":" Tom"}]}""", "messages", "the user's question")]
    [InlineData("""{"temperature":"hot"}""", "temperature", "must be a number from 0 to 2; found a string")]
    [InlineData("""{"temperature":-1}""", "temperature", "found -1")]
    [InlineData("""{"temperature":1e999}""", "temperature", "must be a number")]
    [InlineData("""{"top_p":2}""", "top_p", "from 0 to 1")]
    [InlineData("""{"n":0}""", "n", "from 1 to 128")]
    [InlineData("""{"n":1.5}""", "n", "must be an integer")]
    [InlineData("""{"max_tokens":99999999999999999999999}""", "max_tokens", "must be an integer")]
    [InlineData("""{"stream":1}""", "stream", "true or false")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", "stream_options", "needs stream")]
    [InlineData("""{"stop":["a","b","c","d","e"]}""", "stop", "at most 4")]
    [InlineData("""{"stop":""}""", "stop", "empty string")]
    [InlineData("""{"top_logprobs":2}""", "top_logprobs", "needs logprobs")]
    [InlineData("""{"logprobs":true,"top_logprobs":21}""", "top_logprobs", "from 0 to 20")]
    [InlineData("""{"tools":[{"type":"function"}]}""", "tools", "calls no tools")]
    [InlineData("""{"tool_choice":"required"}""", "tool_choice", "calls no tools")]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "response_format", "free text")]
    [InlineData("""{"modalities":["audio"]}""", "modalities", "must be")]
    [InlineData("""{"audio":{"voice":"x"}}""", "audio", "not supported")]
    [InlineData("""{"logit_bias":{"5":1}}""", "logit_bias", "not supported")]
    [InlineData("""{"frequency_penalty":0.5}""", "frequency_penalty", "repetition_penalty")]
    [InlineData("""{"chat_template_kwargs":{"enable_thinking":false}}""", "chat_template_kwargs", "always thinks")]
    [InlineData("""{"compression_ratio":0.3,"messages":[{"role":"user","content":" Tom"}]}""", "compression_ratio", "must be 0.2")]
    [InlineData("""{"compression_ratio":[],"messages":[{"role":"user","content":" Tom"}]}""", "compression_ratio", "a string")]
    [InlineData("""{"reasoning_effort":"huge","messages":[{"role":"user","content":" Tom"}]}""", "reasoning_effort", "minimal, low, medium, high")]
    [InlineData("""{"compresion_ratio":0.2,"messages":[{"role":"user","content":" Tom"}]}""", "compresion_ratio", "did you mean compression_ratio?")]
    [InlineData("""{"max_tokens":1020,"messages":[{"role":"user","content":" Tom Tom Tom"}]}""", "messages", "exceeds the context of 1024")]
    public async Task Should_refuse_a_bad_chat_request(string body, string? parameter, string message)
    {
        var (status, error) = await server.PostRaw("/v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(parameter, error.GetProperty("param").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("{}", "prompt", "missing")]
    [InlineData("""{"prompt":[]}""", "prompt", "empty")]
    [InlineData("""{"prompt":""}""", "prompt", "empty")]
    [InlineData("""{"prompt":[246]}""", "prompt[0]", "from 0 to 245; found 246")]
    [InlineData("""{"prompt":[1,"a"]}""", "prompt[1]", "must be an integer")]
    [InlineData("""{"prompt":[1],"echo":true}""", "echo", "not supported")]
    [InlineData("""{"prompt":[1],"best_of":3}""", "best_of", "not supported")]
    [InlineData("""{"prompt":[1],"suffix":"x"}""", "suffix", "not supported")]
    [InlineData("""{"prompt":[1],"compression_ratio":0.2}""", "compression_ratio", "belongs to /v1/chat/completions")]
    [InlineData("""{"prompt":[1],"messages":[]}""", "messages", "unknown")]
    public async Task Should_refuse_a_bad_text_request(string body, string parameter, string message)
    {
        var (status, error) = await server.PostRaw("/v1/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(parameter, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Should_refuse_an_unknown_model()
    {
        var (status, error) = await server.PostRaw("/v1/chat/completions", """{"model":"gpt-9","messages":[{"role":"user","content":" Tom"}]}""");
        Assert.Equal((HttpStatusCode.NotFound, "model_not_found", "model"), (status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Should_refuse_a_context_that_is_too_long()
    {
        var question = string.Concat(Enumerable.Repeat(" Tom", 1030));
        var (status, error) = await server.PostRaw("/v1/chat/completions", RunningServer.Chat(question).ToJsonString());
        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (status, error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Should_refuse_a_giant_body_whether_or_not_its_length_is_told()
    {
        foreach (var chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(new byte[5 << 20]) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("4194304 bytes", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_refuse_deep_nesting_other_types_and_unknown_paths()
    {
        var (deep, _) = await server.PostRaw("/v1/chat/completions", new string('[', 100_000));
        Assert.Equal(HttpStatusCode.BadRequest, deep);
        using var form = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var typed = await server.Http.PostAsync("/v1/chat/completions", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, typed.StatusCode);
        using var missing = await server.Http.GetAsync("/v1/embeddings", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("not served here", JsonDocument.Parse(await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        using var wrong = await server.Http.GetAsync("/v1/chat/completions", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }
}
