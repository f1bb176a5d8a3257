using Xunit;

namespace ExtraCot.Tests.Support;

/// <summary>Tests that count tensors of the whole process run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
