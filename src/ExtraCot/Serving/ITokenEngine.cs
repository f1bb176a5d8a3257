using System.Threading.Channels;
using ExtraCot.Nn.Generation;

namespace ExtraCot.Serving;

/// <summary>Generates for requests that come at any time, beside those already running.</summary>
internal interface ITokenEngine : IDisposable
{
    /// <summary>Begins a request; the channel ends after the last token of its last sample. Safe from any thread.</summary>
    /// <exception cref="ArgumentException">The request does not fit the model.</exception>
    ChannelReader<TokenEvent> Submit(GenerationRequest request);
}
