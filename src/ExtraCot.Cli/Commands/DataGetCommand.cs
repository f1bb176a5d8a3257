using System.CommandLine;

using ExtraCot.Data;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot data get</c></summary>
internal static class DataGetCommand
{
    internal static Command Create()
    {
        var name = new Argument<string>("name") { Description = "gsm8k or math500." };
        var folder = new Option<string>("--data-dir") { Description = "Folder to put it into.", DefaultValueFactory = _ => "data", HelpName = "DIR" };
        var verb = new Verb("get", "Download the public file of a known set and check its SHA-256.", "extracot data get gsm8k", "extracot data get math500 --data-dir data") { name, folder };
        verb.Runs((parsed, cancellation) =>
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
            var path = DataSetDownload.Get(KnownDataSet.Find(parsed.GetRequiredValue(name)), parsed.GetRequiredValue(folder), client, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(path);
        });
        return verb;
    }
}
