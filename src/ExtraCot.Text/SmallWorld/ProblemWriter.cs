namespace ExtraCot.Text.SmallWorld;

/// <summary>Writes the question and the verbose thought of one chain of events.</summary>
internal sealed class ProblemWriter(SeededRandom random, Cast cast)
{
    private static readonly string[] CheckedWords = [" This is right.", " This fits well.", " So this step is fine."];
    private readonly List<string> question = [];
    private readonly List<Segment> steps = [];
    private readonly List<string> backwards = [];

    public static SmallProblem Write(SeededRandom random, int start, IReadOnlyList<StoryEvent> events, int equations, bool hard, string signature)
    {
        var writer = new ProblemWriter(random, Cast.Pick(random));
        var segments = writer.Solve(start, events);
        return new SmallProblem(string.Join(' ', writer.question), segments, events[^1].After, equations, hard, signature);
    }

    private List<Segment> Solve(int start, IReadOnlyList<StoryEvent> events)
    {
        question.Add($"{cast.Name} has {start} {cast.Objects}.");
        var tellings = new List<EventTelling>();
        for (var i = 0; i < events.Count; i++)
        {
            var when = i == 0 ? "First" : random.Pick(["Then", "Next", "After that", "Later"]);
            var telling = EventTelling.Tell(random, events[i], cast, when);
            tellings.Add(telling);
            question.Add(telling.Question);
            WriteSteps(telling, when);
        }
        if (random.Chance(.35)) question.Insert(random.Next(1, question.Count), Distraction());
        question.Add($"How many {cast.Objects} does {cast.Name} have {random.Pick(["now?", "in the end?"])}");
        return [.. Opening(start, tellings), .. steps, .. Closing(start, tellings, events[^1].After)];
    }

    private IEnumerable<Segment> Opening(int start, List<EventTelling> tellings) =>
    [
        new(SegmentKind.Intro, random.Pick(["Okay, let me understand the problem first.", "Alright, let me read the problem again.", "Okay, let me work through this problem."])),
        new(SegmentKind.Intro, $" The question asks how many {cast.Objects} {cast.Name} has in the end."),
        new(SegmentKind.Restatement, $" {cast.Name} starts with {start} {cast.Objects}."),
        new(SegmentKind.Restatement, $" Then {string.Join(", then ", tellings.Select(t => t.Restatement))}."),
        new(SegmentKind.Plan, random.Pick([" I will go through the events one by one and keep track of the total.", " My plan is to follow the events in order and update the total each time."])),
    ];

    private void WriteSteps(EventTelling telling, string when)
    {
        for (var i = 0; i < telling.Computations.Count; i++)
        {
            var step = telling.Computations[i];
            if (i == 0 && random.Chance(.7)) steps.Add(new(SegmentKind.StepRestatement, $" {when}, the problem says that {telling.Restatement}."));
            steps.Add(new(SegmentKind.Reason, step.Reason));
            if (random.Chance(.25)) steps.Add(new(SegmentKind.Filler, random.Pick(
                [" Hmm, let me think about this step carefully.", " Let me be careful here.", " This part is not hard, but I should not rush.", " Okay, let me compute this slowly."])));
            if (i == 0 && telling.Helpers.Count > 0)
            {
                steps.Add(new(SegmentKind.Split, " I can split this up."));
                steps.AddRange(telling.Helpers.Select(helper => new Segment(SegmentKind.HelperEquation, helper)));
            }
            steps.Add(new(SegmentKind.CoreEquation, step.Equation));
            if (random.Chance(.75)) steps.Add(new(SegmentKind.Result, Result(step, intermediate: telling.Computations.Count == 2 && i == 0)));
            if (step.Inverse is { } inverse) Check(inverse);
        }
    }

    private string Result(Computation step, bool intermediate) => intermediate
        ? random.Pick([$" So the result of this step is {step.Result}.", $" That means that I get {step.Result} here."])
        : random.Pick([$" So after this step {cast.Name} has {step.Result} {cast.Objects}.", $" That means that there are {step.Result} {cast.Objects} now.", $" So the new total is {step.Result} {cast.Objects}."]);

    private void Check(string inverse)
    {
        if (random.Chance(.38))
        {
            steps.Add(new(SegmentKind.CheckProse, " Let me check that."));
            steps.Add(new(SegmentKind.CheckEquation, inverse));
            steps.Add(new(SegmentKind.CheckProse, random.Pick(CheckedWords)));
        }
        else if (random.Chance(.5)) backwards.Add(inverse);
    }

    private string Distraction()
    {
        var number = random.Next(6, 60);
        return random.Pick([$"{cast.Name} is {number} years old.", $"A friend has {number} {random.Pick(Cast.AllObjects.Where(o => o != cast.Objects).ToArray())}.", $"The shop is {number} minutes away."]);
    }

    private IEnumerable<Segment> Closing(int start, List<EventTelling> tellings, int answer)
    {
        yield return new(SegmentKind.CheckProse, random.Pick([" Wait, let me go through the whole story again to be sure.", " Wait, let me tell the story again in other words to be sure."]));
        yield return new(SegmentKind.Story, $" At first there were {start} {cast.Objects}.");
        foreach (var telling in tellings) yield return new(SegmentKind.Story, telling.Story);
        if (backwards.Count > 0) yield return new(SegmentKind.CheckProse, " Let me also go backwards from the end.");
        foreach (var inverse in Enumerable.Reverse(backwards))
        {
            yield return new(SegmentKind.CheckEquation, inverse);
            yield return new(SegmentKind.CheckProse, random.Pick(CheckedWords));
        }
        yield return new(SegmentKind.Conclusion, random.Pick([$" Everything fits, so the answer is {answer}.", $" So all the steps agree and the answer is {answer}.", $" Therefore, the final answer is {answer}."]));
    }
}
