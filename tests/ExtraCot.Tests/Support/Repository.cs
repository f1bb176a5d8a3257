using System.Runtime.CompilerServices;

namespace ExtraCot.Tests.Support;

/// <summary>Files of the checkout the tests were compiled in.</summary>
internal static class Repository
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string here = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(here, "..", "..", "..", ".."));
}
