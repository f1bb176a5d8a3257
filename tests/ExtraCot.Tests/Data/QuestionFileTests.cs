using ExtraCot.Data;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Data;

public sealed class QuestionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private QuestionRecord Read(string line) => Assert.Single(QuestionFile.ReadAll(folder.Write("q.jsonl", line)));

    [Theory]
    [InlineData("own", """{"id":"a","question":"1+1?","gold":"2","response":"<think>x</think>2"}""", "a", "1+1?", "2", "<think>x</think>2")]
    [InlineData("MetaMath", """{"type":"GSM_FOBAR","query":"1+1?","original_question":"o","response":"So 2.\nThe answer is: 2"}""", "1", "1+1?", "2", "So 2.\nThe answer is: 2")]
    [InlineData("MetaMath answered", """{"query":"1+1?","response":"The answer is: 5 The answer is: 2","model_output":"<think>x</think>2"}""", "1", "1+1?", "2", "<think>x</think>2")]
    [InlineData("GSM8K", """{"question":"1+1?","answer":"Add.\n#### 2"}""", "1", "1+1?", "2", "Add.\n#### 2")]
    [InlineData("TokenSkip", """{"id":7,"messages":[{"role":"user","content":"Please reason step by step, and put your final answer within \\boxed{}.\n1+1?"},{"role":"assistant","content":"hm 2"}],"answer":2}""", "7", "1+1?", "2", "hm 2")]
    [InlineData("question alone", """{"problem":"1+1?"}""", "1", "1+1?", null, null)]
    public void Should_find_the_fields_of(string form, string line, string id, string question, string? gold, string? response)
    {
        var record = Read(line);
        Assert.Equal((form, id, question, gold, response), (form, record.Id, record.Question, record.Gold, record.Response));
    }

    [Fact]
    public void Should_tell_the_original_question() => Assert.Equal("o", Read("""{"query":"q","original_question":"o"}""").OriginalQuestion);

    [Theory]
    [InlineData("{", "q.jsonl:1: ")]
    [InlineData("[1]", "expected a JSON object")]
    [InlineData("""{"id":1,"answer":2}""", "no question: expected one of question, query, problem, prompt or messages, found id, answer")]
    [InlineData("", "no question in it")]
    [InlineData("{\"question\":\"a\",\"id\":1}\n{\"question\":\"b\",\"id\":1}", "q.jsonl:2: id \"1\" stands in line 1 already")]
    public void Should_say_where_a_file_is_wrong(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => QuestionFile.ReadAll(folder.Write("q.jsonl", text))).Message);
}
