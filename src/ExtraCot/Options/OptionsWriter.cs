using System.Collections;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExtraCot.Options;

/// <summary>Options as YAML nodes: the inverse of <see cref="OptionsReader"/>.</summary>
internal static class OptionsWriter
{
    public static YamlNode ToYaml(object? value) => value switch
    {
        null => new YamlScalarNode("null"),
        string text => new YamlScalarNode(text) { Style = text is "" or "~" or "null" ? ScalarStyle.DoubleQuoted : ScalarStyle.Any },
        bool truth => new YamlScalarNode(truth ? "true" : "false"),
        Enum word => new YamlScalarNode(word.ToString().ToLowerInvariant()),
        IConvertible number => new YamlScalarNode(number.ToString(CultureInfo.InvariantCulture)),
        IDictionary dictionary => new YamlMappingNode(
            dictionary.Keys.Cast<string>().Select(key => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(key), ToYaml(dictionary[key])))),
        IEnumerable items => new YamlSequenceNode(items.Cast<object>().Select(ToYaml)) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow },
        _ => new YamlMappingNode(OptionKeys.Of(value.GetType())
            .Select(key => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(key.Key), ToYaml(key.Value.GetValue(value))))),
    };

    /// <summary>Every leaf under its full key (<c>sft.learningRate</c>); a list is one leaf.</summary>
    public static Dictionary<string, string> Flatten(object options)
    {
        var leaves = new Dictionary<string, string>();
        Collect(ToYaml(options), "", leaves);
        return leaves;
    }

    private static void Collect(YamlNode node, string path, Dictionary<string, string> leaves)
    {
        if (node is YamlMappingNode mapping)
            foreach (var (key, value) in mapping.Children) Collect(value, path.Length == 0 ? $"{key}" : $"{path}.{key}", leaves);
        else leaves[path] = node is YamlSequenceNode list ? $"[{string.Join(", ", list.Children)}]" : node.ToString();
    }
}
