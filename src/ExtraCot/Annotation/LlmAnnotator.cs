using System.Globalization;
using System.Text;
using ExtraCot.Remote;
using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Asks a language model behind an endpoint which units to keep, chunk by chunk, telling it what was kept before. A reply that cannot be read is asked
/// for again; what stays unread or unanswered is marked so and masked.
/// </summary>
/// <param name="client">The endpoint. It retries, limits and counts; not disposed here.</param>
/// <param name="model">Name of the model, for the label file.</param>
/// <param name="concurrency">Thoughts in work at once.</param>
/// <param name="ratio">Share of the units to ask for, in (0, 1); null for what a complete solution needs.</param>
public sealed class LlmAnnotator(OpenAiClient client, string model, int concurrency, double? ratio) : IAnnotator
{
    private const int UnitsPerChunk = 400;
    private const int Attempts = 3;
    private const int ReplyTokens = 2048; // 256 of the reference cut long lists of ranges
    private const float WarmerByAttempt = 0.3f; // at 0 the same reply would come again

    /// <inheritdoc/>
    public string Description { get; } = string.Create(CultureInfo.InvariantCulture, $"llm {model}{(ratio is { } share ? $", ratio {share}" : "")}");

    /// <inheritdoc/>
    public int Concurrency => concurrency;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChunkLabels>> AnnotateAsync(SegmentedThought thought, CancellationToken cancellation)
    {
        var labels = new List<ChunkLabels>();
        var kept = new StringBuilder();
        foreach (var chunk in AnnotationChunks.Of(thought.Units, UnitsPerChunk))
        {
            var label = await Annotate(thought, chunk, kept.ToString(), cancellation);
            foreach (var range in label.Kept) kept.Append(' ').Append(thought.Text.AsSpan(range[0]..range[1]).Trim());
            labels.Add(label);
        }
        return labels;
    }

    private async Task<ChunkLabels> Annotate(SegmentedThought thought, Range chunk, string kept, CancellationToken cancellation)
    {
        var count = chunk.End.Value - chunk.Start.Value;
        var (status, note) = (ChunkStatus.ParseError, (string?)null);
        var usage = new long[2];
        string? reminder = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            RemoteResponse response;
            try
            {
                response = await client.SendAsync(new RemoteRequest
                {
                    Messages = AnnotationPrompt.Messages(thought, chunk, kept, ratio, reminder),
                    Schema = AnnotationPrompt.Schema,
                    Temperature = attempt * WarmerByAttempt,
                    MaxTokens = ReplyTokens,
                }, cancellation);
            }
            catch (RemoteException refused) when (refused.IsRefusal)
            {
                throw new InputException(refused.Message, refused);
            }
            catch (RemoteException failed)
            {
                (status, note) = (ChunkStatus.ApiError, failed.Message);
                break;
            }
            usage[0] += response.Usage.PromptTokens;
            usage[1] += response.Usage.CompletionTokens;
            var reply = response.Choices[0];
            if (IndexRanges.Parse(reply.Text) is not { } ranges)
            {
                (status, note) = (ChunkStatus.ParseError, $"unreadable reply: {Beginning(reply.Text)}");
                reminder = "The last reply was not readable: give the JSON alone.";
            }
            else if (IndexRanges.Normalise(ranges, count) is { Count: > 0 } inside)
            {
                var marks = new bool[thought.Units.Count];
                IndexRanges.Marks(inside, count).CopyTo(marks, chunk.Start.Value);
                var isCut = reply.FinishReason == "length";
                return Label(ChunkStatus.Ok, UnitRanges.Of(thought.Units, marks), isCut ? "the reply was cut off; its complete ranges count" : null);
            }
            else if (ranges.Count > 0)
            {
                (status, note) = (ChunkStatus.ParseError, $"all ranges lie outside 1-{count}: {Beginning(reply.Text)}");
                reminder = $"All ranges of the last reply lay outside 1-{count}.";
            }
            else
            {
                (status, note) = (ChunkStatus.Empty, null);
                reminder = "If these units hold any step of the solution, keep at least two ranges.";
            }
        }
        return Label(status, [], note);

        ChunkLabels Label(ChunkStatus result, IReadOnlyList<int[]> ranges, string? remark) => new()
        {
            Start = thought.Units[chunk.Start.Value].Start,
            End = thought.Units[chunk.End.Value - 1].End,
            Status = result,
            Kept = ranges,
            Usage = usage,
            Note = remark,
        };
    }

    private static string Beginning(string reply)
    {
        const int Shown = 120;
        return new string([.. reply.Take(Shown).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)]).Trim();
    }
}
