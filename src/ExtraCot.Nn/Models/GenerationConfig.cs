using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>How a model's makers recommend to generate: its folder's <c>generation_config.json</c>.</summary>
/// <param name="EndIds">Ids that end a sequence.</param>
/// <param name="Sampling">Temperature (0 where <c>do_sample</c> is off), top-k, top-p, min-p and repetition penalty.</param>
public sealed record GenerationConfig(IReadOnlyList<int> EndIds, SamplingOptions Sampling)
{
    private const string FileName = "generation_config.json";

    /// <summary>Reads the file, or null where the folder has none.</summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public static GenerationConfig? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            float Number(string key, float otherwise) => (float?)json[key] ?? otherwise;
            int[] ends = json["eos_token_id"] switch
            {
                null => [],
                JsonArray several => [.. several.Select(id => (int)id!)],
                var one => [(int)one],
            };
            return new(ends, new SamplingOptions
            {
                MaxNewTokens = 1,
                StopTokens = ends,
                Temperature = (bool?)json["do_sample"] == true ? Number("temperature", 1f) : 0f,
                TopK = (int)Number("top_k", 0),
                TopP = Number("top_p", 1f),
                MinP = Number("min_p", 0f),
                RepetitionPenalty = Number("repetition_penalty", 1f),
            });
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: {broken.Message}", broken);
        }
    }
}
