using ExtraCot.Chrpo;
using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Chrpo;

public class IntegrityTests
{
    private static readonly int[] Thought = [.. Enumerable.Range(100, 200)];
    private static readonly ParsedResponse Sound = new(0, Thought, [1, 2, 3], Closed: true, Finished: true, 0);

    [Fact]
    public void A_sound_response_costs_nothing() => Assert.Equal((0.0, IntegrityViolations.None), Of(Sound, right: true));

    [Fact]
    public void Every_violation_is_charged_and_named()
    {
        Assert.Equal((-.3, IntegrityViolations.NotClosed), Of(Sound with { Closed = false }));
        Assert.Equal((-.2, IntegrityViolations.NoAnswer), Of(Sound with { Visible = [] }));
        Assert.Equal((-.1, IntegrityViolations.ExtraControl), Of(Sound with { ExtraControls = 1 }));
        Assert.Equal((-.2, IntegrityViolations.ExtraControl), Of(Sound with { ExtraControls = 9 }));
        Assert.Equal((-.2, IntegrityViolations.EmptyThought), Of(Sound with { Thought = [1, 2, 3] }));
        Assert.Equal((-.2, IntegrityViolations.Loop), Of(Sound with { Thought = [.. Enumerable.Repeat(7, 60)] }));
        Assert.Equal((-.2, IntegrityViolations.Truncated), Of(Sound with { Finished = false }));
        var (penalty, violations) = Of(Sound with { Visible = new int[384] });
        Assert.Equal(IntegrityViolations.LongVisible, violations);
        Assert.Equal(-.15, penalty, 9); // half again as long as allowed
    }

    [Fact]
    public void The_sum_has_a_floor_that_is_higher_for_right_answers()
    {
        var broken = Sound with { Closed = false, Finished = false, ExtraControls = 3, Thought = [1] };
        Assert.Equal(-.6, Of(broken).Item1, 9);
        Assert.Equal(-.4, Of(broken, right: true).Item1, 9);
    }

    private static (double, IntegrityViolations) Of(ParsedResponse parsed, bool right = false) =>
        Integrity.Of(new GradedResponse([], parsed, right), referenceTokens: 1000, referenceVisible: 10, new RewardOptions());
}
