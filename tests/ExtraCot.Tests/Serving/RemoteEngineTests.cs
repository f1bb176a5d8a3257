using ExtraCot.Engines;
using ExtraCot.Remote;
using ExtraCot.Tests.Support;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Serving;

/// <summary>The project's own remote engine against its own server.</summary>
public sealed class RemoteEngineTests(SmallBaseServer shared) : IClassFixture<SmallBaseServer>
{
    [Fact]
    public void Should_bring_the_answers_of_the_local_engine()
    {
        var requests = SmallWorldSet.Make(seed: 3, "remote", heldOut: true, count: 6).Select(problem => new EngineRequest(problem.Id, problem.Question) { MaxNewTokens = 700 }).ToList();
        List<string> Answers(IAnswerEngine engine)
        {
            var answers = new List<EngineAnswer>();
            engine.Answer(requests, answers.Add, TestContext.Current.CancellationToken);
            Assert.All(answers, answer => Assert.Null(answer.Error));
            return [.. answers.OrderBy(answer => answer.Request).Select(answer => string.Join(',', answer.Ids!))];
        }
        using var local = LocalEngine.Load(Repository.Path("models", "small-base"));
        using var remote = new RemoteEngine(new OpenAiClient(shared.Server.OpenAi.ToString(), new RemoteOptions()), concurrency: 4, ScriptedModel.SmallWorld);
        Assert.Equal(Answers(local), Answers(remote));
    }
}
