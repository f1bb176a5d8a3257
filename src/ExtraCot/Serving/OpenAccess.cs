using Microsoft.AspNetCore.Builder;

namespace ExtraCot.Serving;

/// <summary>Marks routes that hold nothing worth a key.</summary>
public static class OpenAccess
{
    /// <summary>Lets a route be called without the API key.</summary>
    public static T AllowWithoutKey<T>(this T route) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(Mark.Instance));
        return route;
    }

    /// <summary>The mark of such a route.</summary>
    internal sealed class Mark
    {
        private Mark()
        {
        }

        public static Mark Instance { get; } = new();
    }
}
