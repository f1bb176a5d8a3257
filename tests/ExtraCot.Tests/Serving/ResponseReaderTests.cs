using CsCheck;
using ExtraCot.Nn.Generation;
using ExtraCot.Serving;
using ExtraCot.Text.Prompting;
using Xunit;

namespace ExtraCot.Tests.Serving;

public sealed class ResponseReaderTests
{
    private static PromptFormat Qwen => ScriptedModel.Qwen;

    private static List<AnswerPiece> Read(PromptFormat format, int[] ids, bool isRaw = false, params string[] stop)
    {
        var reader = new ResponseReader(format, new AnswerRequest([1], new SamplingOptions { MaxNewTokens = 1000, StopTokens = [format.EndOfTurn] }) { IsRaw = isRaw, Stop = stop });
        var pieces = new List<AnswerPiece>();
        foreach (var (i, id) in ids.Index())
        {
            pieces.Add(reader.Push(new GeneratedToken(0, 0, id, i < ids.Length - 1 ? null : FinishReason.Stop)));
            if (pieces[^1].Finish is not null) break;
        }
        return pieces;
    }

    private static string Thought(IEnumerable<AnswerPiece> pieces) => string.Concat(pieces.Select(piece => piece.Reasoning));

    private static string Visible(IEnumerable<AnswerPiece> pieces) => string.Concat(pieces.Select(piece => piece.Content));

    [Fact]
    public void Should_find_in_pieces_what_the_format_finds_in_the_whole()
    {
        foreach (var format in (PromptFormat[])[ScriptedModel.SmallWorld, Qwen])
        {
            foreach (var control in (ControlToken?[])[null, .. ControlToken.Ratios])
            {
                var visible = format == Qwen ? "\n\nSo \\boxed{½} 🙂\n" : @"\boxed{12}";
                var ids = format.Response(control, format == Qwen ? "a 🙂\n\n\nb é" : "Okay, 12.", format.Tokenizer.Encode(visible));
                var pieces = Read(format, ids);
                var parsed = format.Parse(ids);
                Assert.Equal(format.ThoughtText(parsed.Thought), Thought(pieces));
                Assert.Equal(format.VisibleText(parsed.Visible), Visible(pieces));
                Assert.Equal(control, pieces[0].Chosen);
                Assert.Equal(parsed.Thought.Length, pieces.Count(piece => piece.IsThought));
            }
        }
    }

    [Fact]
    public void Should_never_emit_half_a_character_whatever_the_text()
    {
        _ = Qwen; // skips here where there is no reference data, not inside the property
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('\n'), Gen.Char['\u00c0', '\u9fff']), 0, 20], Gen.OneOf("🙂", "𝔸½", "\n", "")).Sample((text, end) =>
        {
            var thought = text + end + "x";
            var ids = Qwen.Response(ControlToken.Ratios[1], thought, Qwen.Tokenizer.Encode("\n\n" + thought));
            var pieces = Read(Qwen, ids);
            Assert.DoesNotContain(pieces, piece => (piece.Reasoning + piece.Content).Contains('\uFFFD', StringComparison.Ordinal));
            var parsed = Qwen.Parse(ids);
            Assert.Equal(Qwen.ThoughtText(parsed.Thought), Thought(pieces));
            Assert.Equal(Qwen.VisibleText(parsed.Visible), Visible(pieces));
        }, iter: 300);
    }

    [Fact]
    public void Should_count_an_answer_without_an_opening_mark_as_thought()
    {
        int[] ids = [Qwen.RatioIds[0], .. Qwen.Tokenizer.Encode("\nno mark at all"), Qwen.EndOfTurn];
        var pieces = Read(Qwen, ids);
        Assert.Equal(("no mark at all", ""), (Thought(pieces), Visible(pieces)));
        Assert.Equal(Qwen.ThoughtText(Qwen.Parse(ids).Thought), Thought(pieces));
    }

    [Fact]
    public void Should_end_the_visible_part_at_a_stop_text_and_leave_the_thought_alone()
    {
        var ids = Qwen.Response(null, "first\n\nsecond END", Qwen.Tokenizer.Encode("\n\nanswer one EN, not yet. EN"));
        var pieces = Read(Qwen, [.. ids[..^1], .. Qwen.Tokenizer.Encode("D and more"), Qwen.EndOfTurn], isRaw: false, "END", "###");
        Assert.Equal(("first\n\nsecond END", "answer one EN, not yet. "), (Thought(pieces), Visible(pieces)));
        Assert.Equal(FinishReason.Stop, pieces[^1].Finish);
    }

    [Fact]
    public void Should_release_what_might_have_become_a_stop_text_at_the_end()
    {
        var pieces = Read(Qwen, Qwen.Response(null, "t", Qwen.Tokenizer.Encode("\n\nthe EN")), isRaw: false, "END");
        Assert.Equal("the EN", Visible(pieces));
    }

    [Fact]
    public void Should_show_marks_and_control_tokens_of_a_raw_answer()
    {
        var pieces = Read(Qwen, Qwen.Response(ControlToken.Ratios[0], "t", Qwen.Tokenizer.Encode("\n\na")), isRaw: true);
        Assert.Equal(("", "<COMP_20>\n<think>\nt\n</think>\n\na"), (Thought(pieces), Visible(pieces)));
    }

    [Fact]
    public void Should_survive_any_tokens()
    {
        var any = Gen.OneOf(Gen.OneOf(Qwen.ThinkOpen, Qwen.ThinkClose, Qwen.PolicyId, Qwen.RatioIds[2], Qwen.EndOfTurn, 151_900), Gen.Int[0, 150_000]);
        any.Array[1, 30].Sample(ids =>
        {
            var raw = Read(Qwen, ids, isRaw: true);
            var pieces = Read(Qwen, ids);
            Assert.Equal(ids.Length, pieces.Count);
            Assert.Equal(ids.Length, raw.Count);
        }, iter: 500);
    }
}
