using System.Text.Encodings.Web;
using System.Text.Json;
using ExtraCot.Text;

namespace ExtraCot.Annotation;

/// <summary>Label files: JSON lines <c>{"id":…,"annotator":…,"question":…,"thought":…,"chunks":[{"start":0,"end":…,"status":"ok","kept":[[start,end],…],"scores":[…]},…]}</c>.</summary>
public static class LabelFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the lines in order, one in memory at a time; blank ones are passed over.</summary>
    /// <exception cref="InputException">There is no such file, or a line is not a label line; the message names file and line.</exception>
    public static IEnumerable<LabelledThought> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such label file; 'extracot annotate' makes one");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, $"{path}:{number}");
        }
    }

    internal static string Line(LabelledThought labels) => JsonSerializer.Serialize(labels, Json);

    private static LabelledThought Parse(string line, string place)
    {
        LabelledThought labels;
        try
        {
            labels = JsonSerializer.Deserialize<LabelledThought>(line, Json) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new InputException($"{place}: not a line of labels: {broken.Message.Split('\n')[0]} Expected what 'extracot annotate' writes", broken);
        }
        var at = 0;
        foreach (var chunk in labels.Chunks)
        {
            if (chunk.Start != at || chunk.End < at) throw new InputException($"{place}: chunk [{chunk.Start}, {chunk.End}) does not continue at {at}; chunks must tile the thought");
            at = chunk.End;
            var last = chunk.Start;
            foreach (var range in chunk.Kept)
            {
                if (range.Length != 2 || range[0] < last || range[1] <= range[0] || range[1] > chunk.End)
                    throw new InputException($"{place}: kept range [{string.Join(", ", range)}] is not within chunk [{chunk.Start}, {chunk.End}) and behind the one before it");
                last = range[1];
            }
        }
        return at == labels.Thought.Length ? labels : throw new InputException($"{place}: the chunks end at {at}, the thought at {labels.Thought.Length}");
    }
}
