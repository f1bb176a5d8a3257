using System.CommandLine;
using ExtraCot.Data;
using ExtraCot.Evaluation;
using ExtraCot.Reporting;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot eval score</c></summary>
internal static class EvalScoreCommand
{
    internal static Command Create()
    {
        var input = new Option<string[]>("--in") { Description = "Files of predictions: this program's, the reference's prediction.json, TokenSkip's predictions.jsonl; MODE=FILE names the mode.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "FILE" };
        var data = new Option<string>("--data") { Description = "The problems they answer.", Required = true, HelpName = "NAME|FILE" };
        var dataFolder = new Option<string?>("--data-dir") { Description = "Folder with the files of the known sets; default data.", HelpName = "DIR" };
        var tokenizer = new Option<string>("--tokenizer") { Description = "Folder with the model's tokenizer.json, to count tokens; or a shipped model.", Required = true, HelpName = "DIR" };
        var verifier = new Option<string>("--verifier") { Description = "What decides on answers: math or exact.", DefaultValueFactory = _ => "math", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "Folder of the run to make.", Required = true, HelpName = "DIR" };
        var verb = new Verb("score", "Judge predictions anew that are there as files, and make a run of them that reports and compares like any other.",
            "extracot eval score --in outputs/0.2/prediction.json outputs/3.0/prediction.json --data gsm8k --tokenizer models/qwen3 --out runs/reference",
            "extracot eval score --in 0.5=samples/predictions.jsonl --data math500 --tokenizer models/qwen3 --out runs/tokenskip") { input, data, dataFolder, tokenizer, verifier, output };
        verb.Runs((parsed, _) =>
        {
            var problems = DataSets.Open(parsed.GetRequiredValue(data), parsed.GetValue(dataFolder));
            var result = ScoreRun.Run(parsed.GetRequiredValue(input), problems, parsed.GetRequiredValue(tokenizer), Verifiers.Find(parsed.GetRequiredValue(verifier)), parsed.GetRequiredValue(output));
            parsed.InvocationConfiguration.Output.WriteLine(EvaluationTable.Write(result.Summary));
            parsed.InvocationConfiguration.Output.WriteLine($"{result.Responses} responses, {result.CheckerTime.TotalSeconds:0.000} s of checker time");
        });
        return verb;
    }
}
