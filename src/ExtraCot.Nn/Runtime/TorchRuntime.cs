using ExtraCot.Text;
using TorchSharp;

namespace ExtraCot.Nn.Runtime;

/// <summary>Starts libtorch once a process, and says where large models run.</summary>
public static class TorchRuntime
{
    /// <summary>The environment variable that names the device: <c>cpu</c> (default) or <c>cuda</c>.</summary>
    public const string DeviceVariable = "EXTRACOT_DEVICE";

    private static int started;

    /// <summary>Loads libtorch and sets the number of threads of one operation; later calls change nothing.</summary>
    /// <param name="threads">Intra-operation threads; 0 takes every processor.</param>
    public static void Initialize(int threads = 0)
    {
        if (Interlocked.Exchange(ref started, 1) == 1) return;
        torch.set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
    }

    /// <value>Where fine-tuning and generation run, as <see cref="DeviceVariable"/> says.</value>
    /// <exception cref="InputException">It names another device, or a GPU where there is none.</exception>
    public static torch.Device Device => Parse(Environment.GetEnvironmentVariable(DeviceVariable) is { Length: > 0 } name ? name : "cpu", DeviceVariable);

    /// <summary>The device of a name, <c>cpu</c> or <c>cuda</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="source">Who gave it, for the message.</param>
    /// <exception cref="InputException">Another, or there is no GPU.</exception>
    public static torch.Device Parse(string name, string source) => name switch
    {
        "cpu" => torch.CPU,
        "cuda" when torch.cuda.is_available() => torch.CUDA,
        "cuda" => throw new InputException($"{source}: cuda, but this libtorch computes on the CPU alone; name that of a PyTorch with CUDA in {NativeResolver.FolderVariable} ('extracot doctor' tells how)"),
        _ => throw new InputException($"{source}: '{name}', expected cpu or cuda"),
    };
}
