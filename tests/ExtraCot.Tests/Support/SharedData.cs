using Xunit;

namespace ExtraCot.Tests.Support;

/// <summary>Finds the reference data folder (<c>shared/</c> beside the checkout, or <c>EXTRACOT_SHARED</c>); tests skip where it is absent.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>The full path of a file or folder below the reference data; skips the calling test when there is none.</summary>
    public static string Path(params string[] parts)
    {
        Assert.SkipWhen(Root is null, "no reference data: put it in ../shared or name its folder in EXTRACOT_SHARED");
        var path = System.IO.Path.Combine([Root!, .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"no reference data at {path}");
        return path;
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("EXTRACOT_SHARED");
        if (!string.IsNullOrEmpty(named)) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(System.IO.Path.Combine(candidate, "golden"))) return candidate;
        }
        return null;
    }
}
