using System.Text.Json;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Prompting;

public sealed class Qwen3ChatTemplateTests
{
    [Fact]
    public void Should_render_the_reference_conversations()
    {
        var cases = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "tokenizer", "qwen3_chat.json"))).RootElement;
        Assert.Equal(9, cases.GetArrayLength());
        foreach (var item in cases.EnumerateArray())
        {
            var messages = item.GetProperty("messages").EnumerateArray().Select(m => new ChatMessage(m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!)).ToArray();
            var options = item.GetProperty("options");
            var thinking = !options.TryGetProperty("enable_thinking", out var enabled) || enabled.GetBoolean();
            Assert.Equal(item.GetProperty("text").GetString(), Qwen3ChatTemplate.Render(messages, options.GetProperty("add_generation_prompt").GetBoolean(), thinking));
        }
    }

    [Fact]
    public void Should_be_found_by_the_published_template()
    {
        var config = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("tokenizers", "qwen3", "tokenizer_config.json"))).RootElement;
        var render = ChatTemplate.For(config.GetProperty("chat_template").GetString()!);
        Assert.Equal("<|im_start|>user\nHi<|im_end|>\n", render([new ChatMessage("user", "Hi")], addGenerationPrompt: false));
    }

    [Fact]
    public void Should_refuse_an_unknown_template() =>
        Assert.Contains("unknown chat template", Assert.Throws<InputException>(() => ChatTemplate.For("{{ messages }}")).Message, StringComparison.Ordinal);

    // Expected texts: the published template run by Jinja 3.1.
    [Fact]
    public void Should_keep_the_thought_of_a_last_assistant_turn() =>
        Assert.Equal("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\nhm\n</think>\n\nb<|im_end|>\n",
            Render(new("user", "a"), new("assistant", "<think>\n\nhm\n\n</think>\n\nb")));

    [Fact]
    public void Should_write_an_empty_thought_for_a_last_assistant_turn_without_one() =>
        Assert.Equal("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nb<|im_end|>\n", Render(new("user", "a"), new("assistant", "b")));

    [Fact]
    public void Should_take_a_thought_handed_over_on_its_own() =>
        Assert.Equal("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\nhm\n</think>\n\nb<|im_end|>\n",
            Render(new("user", "a"), new ChatMessage("assistant", "b", "hm")));

    [Fact]
    public void Should_refuse_an_unknown_role() =>
        Assert.Contains("'tool'", Assert.Throws<InputException>(() => Render(new ChatMessage("tool", "x"))).Message, StringComparison.Ordinal);

    private static string Render(params ChatMessage[] messages) => Qwen3ChatTemplate.Render(messages, addGenerationPrompt: false);
}
