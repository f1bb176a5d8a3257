using System.Text.Json;
using ExtraCot.Nn.Training;
using ExtraCot.SftData;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>The samples of a run as token ids, split by question group, so that no question is in both parts at another ratio.</summary>
public sealed class SftDataset
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private SftDataset(IReadOnlyList<SftItem> training, IReadOnlyList<SftItem> validation, int tooLong) => (Training, Validation, TooLong) = (training, validation, tooLong);

    /// <value>What is trained on.</value>
    public IReadOnlyList<SftItem> Training { get; }

    /// <value>What is only measured.</value>
    public IReadOnlyList<SftItem> Validation { get; }

    /// <value>Samples left out because they are longer than the cut-off; none is cut.</value>
    public int TooLong { get; }

    /// <summary>As the other overload, in the format of the model to be trained.</summary>
    /// <exception cref="InputException">As there, or the model's tokenizer lacks a token.</exception>
    public static SftDataset Read(SftOptions options) => Read(options, PromptFormat.For(TokenizerFile.Load(ShippedModels.Find(options.Model))));

    /// <summary>Reads the file of <c>extracot sft build</c>.</summary>
    /// <exception cref="InputException">The file, one of its lines or the whole set does not serve; the message says which and why.</exception>
    public static SftDataset Read(SftOptions options, PromptFormat format)
    {
        var (data, tooLong) = Whole(options.Data, options, format);
        var ratios = data.Select(item => item.Sample.Ratio).Distinct().ToList();
        if (ratios.Count < 2)
            throw new InputException($"{options.Data}: every sample has ratio {ratios[0]}; mixed-ratio training needs at least two, or the model learns nothing from its control token");
        var groups = data.Select(item => item.Sample.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        if (options.Validation is { } path)
        {
            var (validation, longer) = Whole(path, options, format);
            if (validation.Select(item => item.Sample.Group).Intersect(groups).FirstOrDefault() is { } both)
                throw new InputException($"{path}: question group {both} is in {options.Data} too; validation needs questions that are not trained on");
            return new SftDataset(data, validation, tooLong + longer);
        }
        SeededRandom.For(options.Seed, "sft-split").Shuffle(groups);
        var held = groups.Take((int)Math.Round(groups.Count * options.ValidationShare)).ToHashSet();
        var training = data.Where(item => !held.Contains(item.Sample.Group)).ToList();
        if (training.Count == 0)
            throw new InputException($"{options.Data}: a validation share of {options.ValidationShare} of {groups.Count} question groups leaves nothing to train on; lower validationShare");
        return new SftDataset(training, [.. data.Where(item => held.Contains(item.Sample.Group))], tooLong);
    }

    /// <summary>The training samples of every step of all epochs: shuffled anew each epoch, filled up to the tokens of a step.</summary>
    public IReadOnlyList<SftItem[]> Steps(SftOptions options)
    {
        var random = SeededRandom.For(options.Seed, "sft-order");
        var steps = new List<SftItem[]>();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var order = Training.ToArray();
            random.Shuffle(order);
            steps.AddRange(TokenBudget.Fill(order, item => item.Sequence.Ids.Length, options.TokensPerStep).Select(step => step.ToArray()));
        }
        return steps;
    }

    private static (IReadOnlyList<SftItem> Items, int TooLong) Whole(string path, SftOptions options, PromptFormat format)
    {
        var items = Lines(path).Select(sample => new SftItem(sample, sample.Encode(format))).ToList();
        if (items.Count == 0) throw new InputException($"{path}: no samples; build some with 'extracot sft build'");
        var whole = items.Where(item => item.Sequence.Ids.Length <= options.Cutoff).ToList();
        if (whole.Count == 0)
            throw new InputException($"{path}: all {items.Count} samples are longer than the cut-off of {options.Cutoff} tokens (the shortest has {items.Min(item => item.Sequence.Ids.Length)}); raise cutoff");
        return (whole, items.Count - whole.Count);
    }

    private static IEnumerable<SftSample> Lines(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; build it with 'extracot sft build'");
        if (File.Exists(Path.Combine(Path.GetDirectoryName(path)!, SftBuildRun.NotForTraining)))
            throw new InputException($"{path} was built with --allow-benchmark and is not for training; build it without benchmark questions");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            SftSample? sample;
            try
            {
                sample = JsonSerializer.Deserialize<SftSample>(line, Json);
            }
            catch (JsonException broken)
            {
                throw new InputException($"{path}:{number}: no sample of 'extracot sft build' ({broken.Message.Split('\n')[0]})", broken);
            }
            yield return sample ?? throw new InputException($"{path}:{number}: expected an object, found null");
        }
    }
}
