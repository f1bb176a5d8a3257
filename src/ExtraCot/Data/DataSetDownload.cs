using System.Security.Cryptography;
using ExtraCot.Runs;
using ExtraCot.Text;

namespace ExtraCot.Data;

/// <summary>Fetches the file of a known set and keeps it only where its checksum is the published one.</summary>
public static class DataSetDownload
{
    private const int LargestFile = 64 << 20; // bytes

    /// <summary>Downloads into a data folder; a file that is there already is left alone.</summary>
    /// <param name="set">The set.</param>
    /// <param name="folder">The data folder; made where missing.</param>
    /// <param name="client">The client.</param>
    /// <param name="cancellation">Stops the transfer.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="InputException">No network, no such file there, or another checksum; nothing was written.</exception>
    public static string Get(KnownDataSet set, string folder, HttpClient client, CancellationToken cancellation = default)
    {
        var path = Path.Combine(folder, set.Files[0]);
        if (File.Exists(path)) return path;
        if (set.Url is null || set.Sha256 is null)
            throw new InputException($"{set.Name}: no public file with a published checksum is known; put yours at {path} (JSON lines with question and answer)");
        var content = Fetch(set.Url, client, cancellation);
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        if (found != set.Sha256) throw new InputException($"{set.Url}: SHA-256 {found}, expected {set.Sha256}; the file is not the published one and was not kept");
        AtomicFile.Write(path, stream => stream.Write(content));
        return path;
    }

    private static byte[] Fetch(Uri url, HttpClient client, CancellationToken cancellation)
    {
        client.MaxResponseContentBufferSize = LargestFile;
        try
        {
            return client.GetByteArrayAsync(url, cancellation).GetAwaiter().GetResult();
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new InputException($"{url}: {failed.Message}; download it by hand where there is a network and name its folder with --data-dir", failed);
        }
    }
}
