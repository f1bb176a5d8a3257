using ExtraCot.Text;

namespace ExtraCot;

/// <summary>The models that come with the program, in <c>models/</c> beside it.</summary>
public static class ShippedModels
{
    /// <summary>The folder of a model: a path that exists, or the name of a shipped one; null where it is neither.</summary>
    public static string? TryFind(string nameOrFolder) =>
        Array.Find([nameOrFolder, Path.Combine(AppContext.BaseDirectory, "models", nameOrFolder)], Directory.Exists);

    /// <summary>The folder of a model: a path that exists, or the name of a shipped one.</summary>
    /// <exception cref="InputException">Neither.</exception>
    public static string Find(string nameOrFolder)
    {
        if (TryFind(nameOrFolder) is { } found) return found;
        var known = Path.Combine(AppContext.BaseDirectory, "models") is var folder && Directory.Exists(folder)
            ? string.Join(", ", Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))
            : "none";
        throw new InputException($"{nameOrFolder}: no such model folder; give the path of a Hugging Face model folder or the name of a shipped model ({known})");
    }
}
