using System.Text.Json;
using ExtraCot.MixedRatioSft;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Nn.Models;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Tests.SftTraining;

/// <summary>A very small model and samples of the small world whose thoughts are cut off at the ratio: enough to train on in a second.</summary>
internal static class TinySft
{
    public static SftOptions Options(string folder) => new()
    {
        Model = Path.Combine(folder, "base"),
        Data = Path.Combine(folder, "sft.jsonl"),
        Epochs = 2,
        LearningRate = 1e-3,
        TokensPerStep = 900,
        TokensPerPass = 400,
        ValidationShare = .25,
        EvaluateEvery = 4,
        SaveEvery = 3,
        ControlQuestions = 0,
        Precision = SftPrecision.Float32,
        Workers = 2,
    };

    /// <summary>Writes model and samples into a folder.</summary>
    public static SftOptions Write(string folder, int problems = 8)
    {
        var options = Options(folder);
        Directory.CreateDirectory(options.Model);
        SmallWorldTokenizer.Write(Path.Combine(options.Model, "tokenizer.json"));
        using (var model = Model(Format(options))) model.Save(options.Model, ScalarType.Float32);
        WriteSamples(options, Samples(Format(options), problems));
        return options;
    }

    public static PromptFormat Format(SftOptions options) => PromptFormat.For(TokenizerFile.Load(Path.Combine(options.Model, "tokenizer.json")));

    public static void WriteSamples(SftOptions options, IEnumerable<SftSample> samples) =>
        File.WriteAllLines(options.Data, samples.Select(sample => JsonSerializer.Serialize(sample)));

    public static List<SftSample> Samples(PromptFormat format, int problems)
    {
        var tokenizer = format.Tokenizer;
        return [.. SmallWorldSet.Make(3, "sft-test", heldOut: false, problems).SelectMany(problem => ControlToken.All.Select((control, i) =>
        {
            var ratio = control.Ratio is null ? 0 : i;
            var words = problem.Question.Split(' '); // the small world's vocabulary is closed
            var thought = string.Join(' ', words.Take((ratio + 1) * words.Length / 5));
            var prompt = format.Prompt(problem.Question, control);
            var response = format.Response(ControlToken.Ratios[ratio], thought, tokenizer.Encode("\\boxed{" + problem.Answer + "}"));
            return new SftSample
            {
                Id = problem.Id,
                Group = problem.Id,
                Control = control.Name,
                Ratio = ControlToken.Ratios[ratio].Name,
                Question = problem.Question,
                Answer = problem.Answer,
                Prompt = tokenizer.Decode(prompt),
                Completion = tokenizer.Decode(response),
                PromptTokens = prompt.Length,
                CompletionTokens = response.Length,
                ThinkTokens = tokenizer.Encode(thought).Length,
                ActualRatio = .2 * (ratio + 1),
            };
        }))];
    }

    public static Qwen3Model Model(PromptFormat format) => Qwen3Model.Create(new Qwen3Config
    {
        VocabularySize = format.Tokenizer.VocabularySize,
        HiddenSize = 32,
        IntermediateSize = 48,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        HeadSize = 16,
        MaxPositions = 1024,
    }, seed: 5);
}
