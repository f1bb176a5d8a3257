using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class PolicyLossTests
{
    [Fact]
    public void Should_give_the_reference_losses_and_gradient()
    {
        using var scope = NewDisposeScope();
        using var golden = Golden.Open("numerics", "policy_loss.safetensors");
        var logProbabilities = golden.Read("logprobs").requires_grad_();
        var mask = golden.Read("mask");
        var advantages = golden.Read("advantages").unsqueeze(1).expand(6, 20);
        var (loss, kl) = PolicyLoss.PerToken(logProbabilities, golden.Read("old_logprobs"), golden.Read("ref_logprobs"), advantages, new PolicyLossOptions());
        var tokenMean = (loss * mask).sum() / mask.sum();
        var sequenceMean = ((loss * mask).sum(1) / mask.sum(1)).mean();
        tokenMean.backward();
        Golden.AssertClose(golden.Read("loss_token_mean"), tokenMean.reshape(1), 0, 1e-5);
        Golden.AssertClose(golden.Read("loss_sequence_mean"), sequenceMean.reshape(1), 0, 1e-5);
        Golden.AssertClose(golden.Read("kl_mean"), ((kl * mask).sum() / mask.sum()).reshape(1), 0, 1e-5);
        Golden.AssertClose(golden.Read("grad_token_mean"), logProbabilities.grad!, 1e-9, 1e-3);
    }
}
