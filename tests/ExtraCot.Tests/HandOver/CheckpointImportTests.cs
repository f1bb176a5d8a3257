using ExtraCot.HandOver;
using ExtraCot.MixedRatioSft;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.HandOver;

public sealed class CheckpointImportTests : IDisposable
{
    private static readonly string Reference = ShippedModels.Find("small-base");
    private readonly TemporaryFolder folder = new();

    private string Checkpoint => folder.PathOf("checkpoint");
    private string Output => folder.PathOf("model");

    public CheckpointImportTests()
    {
        using var model = LanguageModel.Load(Reference);
        ControlRows.Initialise(model.Model, model.Format.ControlIds, 1);
        model.Save(Checkpoint);
    }

    public void Dispose() => folder.Dispose();

    private string Refusal() => Assert.Throws<InputException>(() => CheckpointImport.Run(Checkpoint, Reference, Output)).Message;

    [Fact]
    public void Should_take_in_a_checkpoint_whose_ids_agree()
    {
        File.WriteAllText(Path.Combine(Checkpoint, "chat_template.jinja"), "{{ messages[0]['content'] }}"); // as verl's training needs it
        var checks = CheckpointImport.Run(Checkpoint, Reference, Output);
        Assert.False(File.Exists(Path.Combine(Output, "chat_template.jinja")));
        Assert.Contains("<COMP_20> ", checks[0]);
        Assert.Contains("finite", checks[1]);
        using var model = LanguageModel.Load(Output);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Checkpoint, "model.safetensors")), File.ReadAllBytes(Path.Combine(Output, "model.safetensors")));
    }

    [Fact]
    public void Should_refuse_other_token_ids()
    {
        var tokenizer = Path.Combine(Checkpoint, TokenizerFile.FileName);
        File.WriteAllText(tokenizer, File.ReadAllText(tokenizer).Replace("<COMP_20>", "<COMP_XX>", StringComparison.Ordinal).Replace("<COMP_40>", "<COMP_20>", StringComparison.Ordinal).Replace("<COMP_XX>", "<COMP_40>", StringComparison.Ordinal));
        Assert.Contains("<COMP_20> is ", Refusal());
        Assert.False(Directory.Exists(Output));
    }

    [Theory]
    [InlineData("model_world_size_8_rank_0.pt", "python -m verl.model_merger merge --backend fsdp --local_dir")]
    [InlineData("fsdp_config.json", "verl's shards")]
    [InlineData("adapter_config.json", "LoRA adapter")]
    public void Should_say_what_to_do_with_another_layout(string file, string advice)
    {
        File.WriteAllText(Path.Combine(Checkpoint, file), "");
        Assert.Contains(advice, Refusal());
    }

    [Fact]
    public void Should_refuse_weights_that_broke_down()
    {
        using (var model = LanguageModel.Load(Checkpoint))
        {
            using (no_grad()) model.Model.Parameters[^1].Value[0].fill_(float.NaN);
            model.Save(Checkpoint);
        }
        Assert.Contains("not finite", Refusal());
    }

    [Fact]
    public void Should_refuse_a_folder_without_tokenizer()
    {
        File.Delete(Path.Combine(Checkpoint, TokenizerFile.FileName));
        Assert.Contains("no tokenizer.json", Refusal());
    }
}
