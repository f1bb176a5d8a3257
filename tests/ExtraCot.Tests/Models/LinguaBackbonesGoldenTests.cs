using ExtraCot.Nn.Models;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>The two backbones of LLMLingua-2 against transformers.</summary>
public class LinguaBackbonesGoldenTests
{
    [Fact]
    public void Should_reproduce_bert() => Check("bert", BertTokenClassifier.Load(SharedData.Path("golden", "bert")));

    [Fact]
    public void Should_reproduce_xlm_roberta() => Check("xlm-roberta", XlmRobertaTokenClassifier.Load(SharedData.Path("golden", "xlm-roberta")));

    private static void Check(string name, TokenClassifier classifier)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var model = classifier;
        using var golden = Golden.Open(name, "golden.safetensors");
        var mask = golden.Read("attention_mask");
        var real = mask.reshape(-1).nonzero().squeeze(1); // what a padding position holds means nothing
        Golden.AssertClose(golden.Read("logits").flatten(0, 1)[real], model.Logits(golden.Read("input_ids"), mask).flatten(0, 1)[real], 2e-4);
    }
}
