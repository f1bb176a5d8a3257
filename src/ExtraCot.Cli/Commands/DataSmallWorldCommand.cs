using System.CommandLine;
using ExtraCot.Data;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot data small-world</c></summary>
internal static class DataSmallWorldCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "File of JSON lines.", Required = true, HelpName = "FILE" };
        var count = new Option<int>("--problems") { Description = "How many.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong>("--seed") { Description = "Same seed and part, same problems.", DefaultValueFactory = _ => 1 };
        var part = new Option<string>("--part") { Description = "Names the part: parts of one seed share no problem but by chance.", DefaultValueFactory = _ => "train", HelpName = "NAME" };
        var heldOut = new Option<bool>("--held-out") { Description = "Problems that no training set holds." };
        var verb = new Verb("small-world", "Write problems of the small world: questions and gold answers.",
            "extracot data small-world --problems 6000 --out questions.jsonl", "extracot data small-world --problems 400 --part validation --held-out --out validation.jsonl") { output, count, seed, part, heldOut };
        verb.Runs((parsed, _) =>
            SmallWorldFile.Write(parsed.GetRequiredValue(output), parsed.GetValue(seed), parsed.GetRequiredValue(part), parsed.GetValue(heldOut), parsed.GetValue(count)));
        return verb;
    }
}
