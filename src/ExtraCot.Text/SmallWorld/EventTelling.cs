namespace ExtraCot.Text.SmallWorld;

/// <summary>One event in words: for the question, for the restatement, for the closing story, and its computations.</summary>
internal sealed record EventTelling(string Question, string Restatement, string Story, IReadOnlyList<Computation> Computations, IReadOnlyList<string> Helpers)
{
    private static readonly string[] Containers = ["boxes", "bags", "packs", "jars"];

    /// <summary>Words for an event; <paramref name="when"/> opens the question's sentence.</summary>
    public static EventTelling Tell(SeededRandom random, StoryEvent e, Cast cast, string when)
    {
        var (x, n, part, y) = (e.Before, e.Amount, e.Part, e.After);
        var (he, him, objects) = (cast.He, cast.Him, cast.Objects);
        string findPart = $" To find this part of the {objects}, I need to", away = $" This part is taken away, so I need to take {part} away from {x}.";
        return e.Kind switch
        {
            EventKind.Add => Of(
                random.Pick([$"{when} {he} buys {n} more {objects}.", $"{when} a friend gives {him} {n} {objects}.", $"{when} {he} finds {n} {objects}."]),
                $"{he} gets {n} more", $" Then {n} more came in, which makes {y}.",
                [new($" This makes the number bigger, so I need to add {n} to {x}.", '+', x, n, y)]),
            EventKind.Subtract => Of(
                random.Pick([$"{when} {he} gives {n} {objects} to a friend.", $"{when} {he} loses {n} {objects}.", $"{when} {he} sells {n} {objects}."]),
                $"{he} has {n} fewer", $" Then {n} were taken away and {y} were left.",
                [new($" This makes the number smaller, so I need to take {n} away from {x}.", '-', x, n, y)]),
            EventKind.Multiply or EventKind.LongMultiply => Of(
                random.Pick([$"{when} the number of {objects} becomes {n} times as large.", $"{when} {he} wins a game and ends up with {n} times as many {objects}."]),
                $"the number becomes {n} times as large", $" Then there were {n} times as many, which makes {y}.",
                [new($" This means that there are {n} groups of {x}, so I need to multiply {x} by {n}.", '*', x, n, y)]),
            EventKind.Divide => Of(
                $"{when} {he} splits the {objects} into {n} equal groups and keeps one group.",
                $"{he} keeps one of {n} equal groups", $" Then only one of {n} groups was left, which makes {y}.",
                [new($" This means that only one part is left, so I need to divide {x} by {n}.", '/', x, n, y)]),
            EventKind.GiveFraction => Of(
                $"{when} {he} gives away 1/{n} of the {objects}.",
                $"{he} gives away 1/{n} of them", $" Then {part} were taken away and {y} were left.",
                [new($"{findPart} divide {x} by {n}.", '/', x, n, part), new(away, '-', x, part, y)]),
            EventKind.LosePercent or EventKind.LoseOddPercent => Of(
                $"{when} {he} loses {n}% of the {objects}.",
                $"{he} loses {n}% of them", $" Then {part} were taken away and {y} were left.",
                [new($"{findPart} find {n}% of {x}.", '%', x, n, part), new(away, '-', x, part, y)]),
            EventKind.GrowPercent => Of(
                $"{when} the number of {objects} grows by {n}%.",
                $"the number grows by {n}%", $" Then {part} more came in, which makes {y}.",
                [new($"{findPart} find {n}% of {x}.", '%', x, n, part), new($" This part comes in, so I need to add {part} to {x}.", '+', x, part, y)]),
            _ => Boxes(random.Pick(Containers)),
        };

        EventTelling Boxes(string container) => Of(
            $"{when} {he} buys {n} {container} with {e.PerBox} {objects} in each.",
            $"{he} buys {n} {container} of {e.PerBox}", $" Then {part} more came in, which makes {y}.",
            [new($" This means that there are {n} groups of {e.PerBox}, so I need to multiply {n} by {e.PerBox}.", '*', n, e.PerBox, part),
             new($" All of these come in, so I need to add {part} to {x}.", '+', x, part, y)]);

        EventTelling Of(string question, string restatement, string story, Computation[] computations) =>
            new(question, restatement, story, computations, HelperEquations.For(e));
    }
}
