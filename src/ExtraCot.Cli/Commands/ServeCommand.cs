using System.CommandLine;
using ExtraCot.Nn.Generation;
using ExtraCot.Serving;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot serve</c></summary>
internal static class ServeCommand
{
    internal static Command Create()
    {
        var defaults = new ServingOptions();
        var model = new Option<string>("--model") { Description = "Model folder, or the name of a shipped model.", Required = true, HelpName = "DIR" };
        var host = new Option<string>("--host") { Description = "Address to listen on; 0.0.0.0 for all, which needs a key.", DefaultValueFactory = _ => defaults.Host };
        var port = new Option<int>("--port") { Description = "TCP port; 0 takes a free one.", DefaultValueFactory = _ => defaults.Port };
        var key = new Option<string?>("--api-key-env") { Description = "Environment variable with the key that clients must send.", HelpName = "NAME" };
        var queue = new Option<int>("--max-queue") { Description = "Most answers running or waiting; beyond it clients get 429.", DefaultValueFactory = _ => ModelServer.DefaultMaxQueue };
        var body = new Option<long>("--max-body") { Description = "Largest request body in bytes.", DefaultValueFactory = _ => defaults.MaxBodyBytes };
        var context = new Option<int>("--context") { Description = "Most tokens of prompt and answer together; 0 for 4096 or the model's own limit where that is lower." };
        var control = new Option<string>("--default-ratio") { Description = "Ratio of requests that ask for none: 0.2, 0.4, 0.6, 0.8, 1.0, policy, or none (the base model's prompt).", DefaultValueFactory = _ => "policy" };
        var efforts = new Option<string?>("--efforts") { Description = "Ratios of reasoning_effort, over minimal=0.2,low=0.4,medium=0.6,high=1.0.", HelpName = "LIST" };
        var grace = new Option<double>("--grace") { Description = "Seconds that running requests may take after Ctrl-C.", DefaultValueFactory = _ => defaults.ShutdownSeconds };
        var verb = new Verb("serve", "Serve a model through OpenAI's HTTP protocol, with a playground page at /.",
            "extracot serve --model models/small-base --default-ratio none", "EXTRACOT_KEY=… extracot serve --model runs/try/chrpo --host 0.0.0.0 --api-key-env EXTRACOT_KEY")
        { model, host, port, key, queue, body, context, control, efforts, grace };
        verb.Runs((parsed, cancellation) =>
        {
            var options = new ServingOptions
            {
                Host = parsed.GetRequiredValue(host),
                Port = parsed.GetValue(port),
                ApiKey = parsed.GetValue(key) is { } variable ? ServingOptions.KeyFrom(variable) : null,
                MaxBodyBytes = parsed.GetValue(body),
                ShutdownSeconds = parsed.GetValue(grace),
            };
            var budgets = new BudgetMapping { Default = BudgetMapping.Parse(parsed.GetRequiredValue(control)) };
            if (parsed.GetValue(efforts) is { } list) budgets = budgets.WithEfforts(list);
            ModelServer.RunAsync(parsed.GetRequiredValue(model), new EngineOptions { ContextLength = parsed.GetValue(context) }, options, budgets, parsed.GetValue(queue), parsed.InvocationConfiguration.Output, cancellation).GetAwaiter().GetResult();
        });
        return verb;
    }
}
