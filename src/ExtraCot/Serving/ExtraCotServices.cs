using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ExtraCot.Serving;

/// <summary>A compressed-reasoning model as a service of an application.</summary>
public static class ExtraCotServices
{
    /// <summary>Adds <see cref="ServedModel"/> and, over it, <see cref="IChatClient"/>; the model is loaded when one of them is first asked for.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="model">Model folder, or the name of a shipped model.</param>
    /// <param name="budgets">How wishes for more or less thought become ratios; null for the defaults, by which the model chooses.</param>
    /// <exception cref="Text.InputException">On first use: something in the folder is missing or does not fit.</exception>
    public static IServiceCollection AddExtraCot(this IServiceCollection services, string model, BudgetMapping? budgets = null) => services
        .AddSingleton(_ => ServedModel.Load(model))
        .AddSingleton<IChatClient>(provider => new ExtraCotChatClient(provider.GetRequiredService<ServedModel>(), budgets));
}
