namespace ExtraCot.Options;

/// <summary>Options that know their own ranges.</summary>
public interface IValidatable
{
    /// <summary>Every problem at once, each as <c>key: what is wrong and what is expected</c>; empty when all is well. Nested options report their own.</summary>
    IEnumerable<string> Validate();
}
