using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>How a model's makers recommend to generate: its folder's <c>generation_config.json</c>. Null where the file says nothing.</summary>
public sealed record GenerationConfig
{
    private const string FileName = "generation_config.json";

    /// <value>Ids that end a sequence.</value>
    public IReadOnlyList<int> EndIds { get; init; } = [];

    /// <value>0 where <c>do_sample</c> is false.</value>
    public float? Temperature { get; init; }

    /// <value>0 keeps all.</value>
    public int? TopK { get; init; }

    /// <value>In (0, 1].</value>
    public float? TopP { get; init; }

    /// <value>In [0, 1].</value>
    public float? MinP { get; init; }

    /// <value>1 changes nothing.</value>
    public float? RepetitionPenalty { get; init; }

    /// <summary>Reads the file, or null where the folder has none.</summary>
    /// <exception cref="InputException">The file is broken, or a value is out of its range.</exception>
    public static GenerationConfig? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            float? Number(string key, Func<float, bool> fits, string expected) => (float?)json[key] is not { } value || fits(value)
                ? (float?)json[key]
                : throw new InputException($"{path}: {key} is {value}; expected {expected}");
            return new GenerationConfig
            {
                EndIds = json["eos_token_id"] switch
                {
                    null => [],
                    JsonArray several => [.. several.Select(id => (int)id!)],
                    var one => [(int)one],
                },
                Temperature = (bool?)json["do_sample"] == false ? 0f : Number("temperature", value => value >= 0, "0 or more"),
                TopK = (int?)Number("top_k", value => value >= 0, "0 or more"),
                TopP = Number("top_p", value => value is > 0 and <= 1, "more than 0 and at most 1"),
                MinP = Number("min_p", value => value is >= 0 and <= 1, "from 0 to 1"),
                RepetitionPenalty = Number("repetition_penalty", value => value > 0, "more than 0"),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: {broken.Message}", broken);
        }
    }
}
