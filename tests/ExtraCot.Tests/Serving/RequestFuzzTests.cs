using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ExtraCot.Serving;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>Whatever a client sends, reading it gives a request or an <see cref="ApiException"/> with a 4xx, and nothing else.</summary>
public sealed class RequestFuzzTests
{
    private static readonly int Iterations = Environment.GetEnvironmentVariable("EXTRACOT_HEAVY") == "1" ? 1_000_000 : 10_000;

    private static readonly string[] Names =
    [
        "messages", "role", "content", "type", "text", "model", "n", "stop", "stream", "stream_options", "include_usage", "max_tokens", "max_completion_tokens", "temperature",
        "top_p", "top_k", "min_p", "repetition_penalty", "seed", "logprobs", "top_logprobs", "return_token_ids", "skip_special_tokens", "reasoning_effort", "compression_ratio",
        "tools", "tool_choice", "response_format", "chat_template_kwargs", "enable_thinking", "logit_bias", "user", "prompt", "modalities", "audio", "best_of", "echo", "x", "",
    ];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.OneOf("null", "true", "false", "0", "1", "-1", "0.2", "1.0", "2", "1e999", "-1e999", "99999999999999999999", "1E-400", "0.30000000000000004"),
        Gen.OneOf("\"user\"", "\"system\"", "\"assistant\"", "\"text\"", "\" Tom\"", "\"policy\"", "\"low\"", "\"\"", "\"<COMP_20>\"", "\"\\ud800\"", "\"\\u0000\"", "\"🙂\"", "\"scripted\""),
        Gen.Long.Select(number => $"{number}"), Gen.Double.Select(number => double.IsFinite(number) ? $"{number:R}" : "null"), Gen.String.Select(text => JsonValue.Create(text).ToJsonString()));

    private static readonly Gen<string> Bodies = Value(4);
    private static readonly Gen<byte[]> Bytes = Gen.Select(Bodies, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 9]).Select((body, at, value, kind) => Damage(Encoding.UTF8.GetBytes(body), at, value, kind));

    private static Gen<string> Value(int depth) => depth == 0 ? Scalar : Gen.OneOf(Scalar,
        Gen.Select(Gen.OneOf(Names), Value(depth - 1)).Array[0, 6].Select(fields => $"{{{string.Join(',', fields.Select(field => $"\"{field.Item1}\":{field.Item2}"))}}}"),
        Value(depth - 1).Array[0, 4].Select(items => $"[{string.Join(',', items)}]"));

    private static byte[] Damage(byte[] body, int at, byte value, int kind)
    {
        if (body.Length == 0) return body;
        at %= body.Length;
        switch (kind)
        {
            case 0: return body[..at];
            case 1: return [.. body[..at], value, .. body[at..]];
            case 2: body[at] = value; return body;
            default: return body;
        }
    }

    private static void Read(Action read)
    {
        try
        {
            read();
        }
        catch (ApiException refusal)
        {
            Assert.InRange(refusal.Status, 400, 499);
            Assert.InRange(refusal.Message.Length, 1, 500);
            Assert.NotEmpty(ErrorBody.Json(refusal));
        }
    }

    [Fact]
    public void Should_read_or_refuse_any_chat_request() =>
        Bytes.Sample(body => Read(() => ChatRequest.Read(body, new BudgetMapping())), iter: Iterations);

    [Fact]
    public void Should_read_or_refuse_a_chat_request_with_any_further_fields() =>
        Gen.Select(Gen.OneOf(Names), Value(2)).Array[0, 4].Sample(fields => Read(() =>
        {
            var rest = string.Concat(fields.DistinctBy(field => field.Item1).Where(field => field.Item1 != "messages").Select(field => $",\"{field.Item1}\":{field.Item2}"));
            var request = ChatRequest.Read(Encoding.UTF8.GetBytes($"{{\"messages\":[{{\"role\":\"user\",\"content\":\" Tom\"}}]{rest}}}"), new BudgetMapping());
            var model = ScriptedModel.Of(ScriptedModel.SmallWorld, [2]);
            Assert.NotEmpty(model.Served.Chat(request.Messages, request.Control, request.Options).Prompt);
        }), iter: Iterations);

    [Fact]
    public void Should_read_or_refuse_any_text_request() => Bytes.Sample(body => Read(() =>
    {
        try
        {
            TextRequest.Read(body, ScriptedModel.SmallWorld.Tokenizer);
        }
        catch (InputException wrong) when (wrong is not ApiException)
        {
            Assert.Contains("has no token", wrong.Message, StringComparison.Ordinal); // the guard answers 400
        }
    }), iter: Iterations);
}
