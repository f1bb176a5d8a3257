using System.CommandLine;
using System.Globalization;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot rl head</c></summary>
internal static class RlHeadCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of the SFT model, which stays as it is.", Required = true, HelpName = "DIR" };
        var data = new Option<string>("--data") { Description = "Prompts the heads are fitted to: train.jsonl of 'extracot rl build'.", Required = true, HelpName = "FILE" };
        var test = new Option<string>("--test") { Description = "Prompts they are judged on: test.jsonl of the same run.", Required = true, HelpName = "FILE" };
        var lambdas = new Option<string>("--lambdas") { Description = "Exchange rates to try.", DefaultValueFactory = _ => "0.05,0.1,0.15,0.2,0.25,0.3", HelpName = "LIST" };
        var seed = new Option<ulong>("--seed") { Description = "Order of the prompts.", DefaultValueFactory = _ => 1 };
        var verb = new Verb("head", "Try exchange rates for the control head alone, a second each: rewards are looked up in the teacher's rollouts, nothing is generated.",
            "extracot rl head --model runs/sft --data runs/teacher/train.jsonl --test runs/teacher/test.jsonl --lambdas 0.1,0.2,0.3") { model, data, test, lambdas, seed };
        verb.Runs((parsed, _) =>
        {
            double[] rates = [.. CommandLists.Words(parsed.GetRequiredValue(lambdas)).Select(Rate)];
            var (train, judged) = (RlDataset.Read(parsed.GetRequiredValue(data)), RlDataset.Read(parsed.GetRequiredValue(test)));
            TorchRuntime.Initialize();
            using var sft = LanguageModel.Load(ShippedModels.Find(parsed.GetRequiredValue(model)));
            var console = parsed.InvocationConfiguration.Output;
            console.WriteLine($"| Looked up, {judged.Problems.Count} prompts | Right | Length | Entropy | {string.Join(" | ", ControlToken.Ratios.Select(ratio => ratio.Name))} |");
            console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", 3 + ControlToken.Ratios.Count))}");
            foreach (var row in HeadSweep.Run(sft, train, judged, rates, new ControlHeadOptions(), parsed.GetValue(seed)))
                console.WriteLine($"| {row.Name} | {100 * row.Right:0.0} % | {row.Length:0.000} | {row.Entropy:0.00} | {string.Join(" | ", row.Choices.Select(share => $"{100 * share:0} %"))} |");
        });
        return verb;
    }

    private static double Rate(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1
        ? rate : throw new InputException($"--lambdas: '{word}' is no exchange rate; expected numbers from 0 to 1 such as 0.1,0.2");
}
