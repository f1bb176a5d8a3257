using ExtraCot.Evaluation;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class EvaluationOptionsTests
{
    [Fact]
    public void Should_put_the_base_model_before_the_modes() =>
        Assert.Equal(["base", "0.2", "policy"], new EvaluationOptions { Base = new() { Engine = "local:x" }, Ratios = ["0.2", "<COMP_AUTO>"] }.Modes.Select(mode => mode.Name));

    [Theory]
    [InlineData("none", null, null)]
    [InlineData("numbers", null, "Only use numbers or equations.")]
    [InlineData("abbreviate", null, "Abbreviate words as much as possible.")]
    [InlineData("reduce-0.8", null, "Please reduce 20% of the words in your Chain-of-Thought process.")]
    [InlineData("1", "1.0", null)]
    public void Should_read_modes(string name, string? control, string? appended)
    {
        var mode = EvaluationMode.Parse(name);
        Assert.Equal((control, appended), (mode.Control?.Name, mode.Appended));
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("reduce-1.5")]
    [InlineData("base")]
    [InlineData("")]
    public void Should_list_the_modes_there_are(string name) => Assert.Contains("expected 0.2, 0.4, 0.6, 0.8, 1.0, policy, none", Assert.Throws<InputException>(() => EvaluationMode.Parse(name)).Message);

    [Fact]
    public void Should_name_every_value_out_of_range()
    {
        var options = new EvaluationOptions { Samples = 0, Seeds = [2, 2], TopP = 0, MaxNewTokens = 0, Ratios = ["0.2", "0.20", "0.1"], Temperature = -1 };
        Assert.Equal(["samples", "seeds", "temperature", "topP", "maxNewTokens", "ratios", "ratios"], options.Validate().Select(problem => problem.Split(':')[0]));
    }

    [Fact]
    public void Should_not_draw_several_greedy_samples() => Assert.Contains("same response 2 times", Assert.Single(new EvaluationOptions { Samples = 2 }.Validate()));

    [Fact]
    public void Should_know_its_verifiers() => Assert.Equal("chess: no such verifier; known are math, exact", Assert.Throws<InputException>(() => Verifiers.Find("chess")).Message);

    [Theory]
    [InlineData("The capital is \\boxed{ Paris }", "paris", true)]
    [InlineData("New  York", "new york", true)]
    [InlineData("\\boxed{1/2}", "0.5", false)]
    [InlineData("", "paris", false)]
    public void Should_compare_texts_letter_for_letter(string visible, string gold, bool equal) =>
        Assert.Equal(equal, new ExactVerifier().Check(new("a", "?", gold, 0), visible).Equal);

    [Fact]
    public void Should_find_a_control_token_by_the_name_of_a_mode() => Assert.Equal((ControlToken.Policy, null), (EvaluationMode.ControlOf("policy"), EvaluationMode.ControlOf("concise")));
}
