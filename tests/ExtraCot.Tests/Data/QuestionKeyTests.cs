using ExtraCot.Text.Data;
using Xunit;

namespace ExtraCot.Tests.Data;

public class QuestionKeyTests
{
    [Fact] // spec of stages 2 and 3, vector 4
    public void Should_see_through_width_blanks_and_case() => Assert.Equal("a b cd e", QuestionKey.Normalize(" Ａ\u3000b\u00A0C\u200Bd\n e "));

    [Fact]
    public void Should_name_questions_by_their_normal_form()
    {
        Assert.Equal(QuestionKey.Of("What is\n1 + 1?"), QuestionKey.Of(" what IS 1 + 1? "));
        Assert.NotEqual(QuestionKey.Of("What is 1 + 1?"), QuestionKey.Of("What is 1 + 2?"));
    }

    [Fact]
    public void Should_take_words_without_punctuation() => Assert.Equal(["a", "b2", "c", "frac", "1", "2"], QuestionKey.Words(@"A, b2: (c) $\frac{1}{2}$."));
}
