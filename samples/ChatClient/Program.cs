// A compressed-reasoning model in an application of your own. From the repository's root:
//   dotnet run -c Release --project samples/ChatClient -- models/small-base none "Sara has 200 pencils. First she buys 3 packs with 9 pencils in each. How many pencils does Sara have in the end?"
// The second argument is the budget: 0.2, 0.4, 0.6, 0.8, 1.0, policy (the model chooses) or none (no control token, for the base model).
using ExtraCot.Serving;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

await using var services = new ServiceCollection().AddExtraCot(model: args[0]).BuildServiceProvider();
var client = services.GetRequiredService<IChatClient>();
var options = new ChatOptions { Temperature = 0, AdditionalProperties = new() { ["compression_ratio"] = args[1] } };
var answer = await client.GetResponseAsync(args[2], options);
Console.WriteLine($"{answer.Text}  ({answer.Usage?.ReasoningTokenCount} tokens of thought)");
