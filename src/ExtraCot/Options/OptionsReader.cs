using System.Collections;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExtraCot.Options;

/// <summary>Binds YAML to options records and remembers every place that does not fit instead of stopping at the first.</summary>
internal sealed class OptionsReader(string path)
{
    public List<string> Problems { get; } = [];

    /// <summary>The value of a node; on a problem the default, so that reading goes on.</summary>
    public object? Read(YamlNode node, Type type, object? byDefault)
    {
        if (node is YamlScalarNode scalar && (Nullable.GetUnderlyingType(type) is not null || !type.IsValueType) && IsNull(scalar))
            return type == typeof(string) || Nullable.GetUnderlyingType(type) is not null ? null : byDefault;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return node switch
        {
            YamlSequenceNode sequence when OptionKeys.ItemType(type) is { } item => ReadList(sequence, type, item),
            YamlMappingNode mapping when OptionKeys.ValueType(type) is { } value => ReadDictionary(mapping, value),
            YamlMappingNode mapping when OptionKeys.IsOptions(type) => ReadOptions(mapping, type, byDefault),
            YamlScalarNode value when type.IsValueType || type == typeof(string) => ReadScalar(value, type, byDefault),
            _ => Wrong(node, type, byDefault),
        };
    }

    private object ReadOptions(YamlMappingNode mapping, Type type, object? byDefault)
    {
        var options = byDefault ?? Activator.CreateInstance(type)!;
        var keys = OptionKeys.Of(type);
        foreach (var (key, name, value) in Entries(mapping))
        {
            if (keys.TryGetValue(name, out var property)) property.SetValue(options, Read(value, property.PropertyType, property.GetValue(options)));
            else
            {
                var nearest = NearestName.To(name, keys.Keys);
                Report(key, $"unknown key \"{name}\"; " + (nearest is null ? $"known here: {string.Join(", ", keys.Keys)}" : $"did you mean \"{nearest}\"?"));
            }
        }
        return options;
    }

    private object ReadList(YamlSequenceNode sequence, Type type, Type item)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var node in sequence.Children) list.Add(Read(node, item, Fallback(item)));
        if (!type.IsArray) return list;
        var array = Array.CreateInstance(item, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private object ReadDictionary(YamlMappingNode mapping, Type value)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var (_, name, node) in Entries(mapping)) dictionary[name] = Read(node, value, Fallback(value));
        return dictionary;
    }

    // YAML allows a list or a group as a key.
    private IEnumerable<(YamlNode Key, string Name, YamlNode Value)> Entries(YamlMappingNode mapping)
    {
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode scalar) yield return (key, scalar.Value ?? "", value);
            else Report(key, $"expected a key, found {Found(key)}");
        }
    }

    private object? ReadScalar(YamlScalarNode node, Type type, object? byDefault)
    {
        var text = node.Value ?? "";
        if (type == typeof(string)) return text;
        if (type.IsEnum)
        {
            var name = Array.Find(Enum.GetNames(type), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            return name is null ? Wrong(node, type, byDefault) : Enum.Parse(type, name);
        }
        if (type == typeof(bool)) return bool.TryParse(text, out var truth) ? truth : Wrong(node, type, byDefault);
        try
        {
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return Wrong(node, type, byDefault);
        }
    }

    private object? Wrong(YamlNode node, Type type, object? byDefault)
    {
        Report(node, $"expected {Expected(type)}, found {Found(node)}");
        return byDefault;
    }

    private static string Found(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"\"{scalar.Value}\"",
        YamlSequenceNode => "a list",
        _ => "a group of keys",
    };

    private void Report(YamlNode node, string problem) => Problems.Add($"{path}:{node.Start.Line}:{node.Start.Column}: {problem}");

    private static object? Fallback(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static bool IsNull(YamlScalarNode node) => node.Style == ScalarStyle.Plain && node.Value is null or "" or "~" or "null";

    private static string Expected(Type type)
    {
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()))}";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long) || type == typeof(ulong)) return "a whole number";
        if (type == typeof(double) || type == typeof(float)) return "a number";
        if (type == typeof(string)) return "text";
        return OptionKeys.ItemType(type) is null ? "a group of keys" : "a list";
    }
}
