using ExtraCot.Runs;
using ExtraCot.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExtraCot.Options;

/// <summary>
/// One YAML file of options for a run. Options are records with settable properties and defaults; a file names only what it
/// changes, in camelCase. Nested records, lists, dictionaries with string keys, numbers, booleans, strings and enums (lower-case
/// words) are understood; comments are allowed.
/// </summary>
public static class OptionsFile
{
    /// <summary>Reads options; keys the file does not name keep their defaults. Ranges are not checked here, because flags still override: see <see cref="Check"/>.</summary>
    /// <exception cref="InputException">The file is missing or not YAML, or a key or value does not fit; every such place is named with line and column.</exception>
    public static T Load<T>(string path) where T : class, new() => Load(path, new T());

    /// <summary>As the other overload, over other defaults.</summary>
    /// <exception cref="InputException">As there.</exception>
    public static T Load<T>(string path, T defaults) where T : class
    {
        var root = Parse(path);
        var reader = new OptionsReader(path);
        var options = root is null ? defaults : (T)reader.Read(root, typeof(T), defaults)!;
        if (reader.Problems.Count > 0) throw new InputException(string.Join('\n', reader.Problems));
        return options;
    }

    /// <summary>Writes all options, defaults included, so that the file alone repeats the run.</summary>
    public static void Save<T>(T options, string path) where T : class => AtomicFile.WriteText(path, writer => Write(options, writer));

    /// <summary>All options as YAML text.</summary>
    public static string Text<T>(T options) where T : class
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Write(options, writer);
        return writer.ToString();
    }

    /// <summary>Reports every problem that the options and their nested options find in themselves.</summary>
    /// <param name="options">The effective options: defaults, file and flags put together.</param>
    /// <param name="source">Where they came from, to begin each line with: the file's path, or the verb.</param>
    /// <exception cref="InputException">There is at least one problem.</exception>
    public static void Check(object options, string source)
    {
        var problems = Problems(options, prefix: "").Select(problem => $"{source}: {problem}").ToList();
        if (problems.Count > 0) throw new InputException(string.Join('\n', problems));
    }

    /// <summary>The keys whose values differ, each with both values in YAML's spelling; null where one side lacks the key.</summary>
    public static IReadOnlyList<(string Key, string? Left, string? Right)> Differences<T>(T left, T right) where T : class
    {
        var (ours, theirs) = (OptionsWriter.Flatten(left), OptionsWriter.Flatten(right));
        return [.. ours.Keys.Union(theirs.Keys)
            .Select(key => (key, ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key)))
            .Where(row => row.Item2 != row.Item3)];
    }

    private static void Write<T>(T options, TextWriter writer) where T : class =>
        new YamlStream(new YamlDocument(OptionsWriter.ToYaml(options))).Save(writer, assignAnchors: false);

    private static IEnumerable<string> Problems(object options, string prefix)
    {
        if (options is IValidatable validatable)
            foreach (var problem in validatable.Validate()) yield return prefix + problem;
        foreach (var (key, property) in OptionKeys.Of(options.GetType()))
        {
            if (!OptionKeys.IsOptions(property.PropertyType) || property.GetValue(options) is not { } nested) continue;
            foreach (var problem in Problems(nested, $"{prefix}{key}.")) yield return problem;
        }
    }

    private static YamlNode? Parse(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such options file; check the path given to --options.");
        var yaml = new YamlStream();
        using var reader = new StreamReader(path);
        var parser = new Parser(reader);
        try
        {
            yaml.Load(parser);
        }
        catch (YamlException wrong)
        {
            throw new InputException($"{path}:{wrong.Start.Line}:{wrong.Start.Column}: not YAML: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // The scanner gives up so, without a place, on an unclosed bracket; the last thing it understood is just before.
            var place = parser.Current?.End ?? Mark.Empty;
            throw new InputException($"{path}:{place.Line}:{place.Column}: not YAML from here on; is a bracket or a quote left open?", wrong);
        }
        return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
    }
}
