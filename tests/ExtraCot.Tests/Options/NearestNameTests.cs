using ExtraCot.Options;
using Xunit;

namespace ExtraCot.Tests.Options;

public class NearestNameTests
{
    [Theory]
    [InlineData("docter", "doctor")]
    [InlineData("DOCTOR", "doctor")]
    [InlineData("quickstrat", "quickstart")]
    [InlineData("lr", null)]
    [InlineData("zebra", null)]
    public void Should_find_a_slip_but_not_another_word(string word, string? expected) =>
        Assert.Equal(expected, NearestName.To(word, ["doctor", "quickstart", "train"]));

    [Fact]
    public void Should_find_nothing_among_no_names() => Assert.Null(NearestName.To("x", []));
}
