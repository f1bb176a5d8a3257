using ExtraCot.Chrpo.Rewarding;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public sealed class RewardLabelTests
{
    [Theory]
    [InlineData("872", "872", null, 0, 0)]
    [InlineData("{1, 2}", "{1, 2}", null, 0, 0)]
    [InlineData("""{"gold":872,"r_star":0.4,"l_ref":589,"v_ref":5}""", "872", 1, 589, 5)]
    public void Should_read_answers_sets_and_records(string text, string gold, int? target, double reference, double visible) =>
        Assert.Equal(new RewardLabel(gold, target, reference, visible), RewardLabel.Parse(text));

    [Fact] // It would leave R_cal at 0 without a word.
    public void Should_refuse_a_misspelt_key() =>
        Assert.Contains("\"L_ref\"; expected gold, r_star, l_ref, v_ref", Assert.Throws<InputException>(() => RewardLabel.Parse("""{"gold":"872","L_ref":589}""")).Message);
}
