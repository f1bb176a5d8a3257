using System.Buffers;

namespace ExtraCot.Annotation;

/// <summary>Turns of phrase that tell what a sentence of a thought does.</summary>
internal static class Cues
{
    /// <summary>Says what the writer means to do, or hesitates.</summary>
    public static SearchValues<string> Planning { get; } = Phrases(
        "let me", "let's", "i need to", "i have to", "i'll ", "i will ", "my plan", "i think", "i'm not sure", "i wonder", "hmm", "maybe", "perhaps", "first, i", "my goal",
        "i should", "i can ", "i could", "i remember", "i recall", "to be sure", "okay,", "alright", "step by step", "the problem again", "让我", "我需要", "我想", "也许", "可能", "试试", "首先，我");

    /// <summary>Makes sure of what is already known.</summary>
    public static SearchValues<string> Verifying { get; } = Phrases(
        "check", "verify", "confirm", "make sure", "to be sure", "backwards", "plug back", "plugging back", "matches", "makes sense", "make sense", "consistent", "sanity", "just to be safe", "once more", "验证", "检查", "检验", "确认");

    /// <summary>Turns to another way.</summary>
    public static SearchValues<string> Turning { get; } = Phrases(
        "alternatively", "another way", "another approach", "let me try", "let's try", "different approach", "differently", "instead", "going back", "perhaps i can", "maybe i can", "another thought", "the direct way", "wait,", "let me consider", "换一种", "另一种");

    /// <summary>Gives up what was just done.</summary>
    public static SearchValues<string> Abandoning { get; } = Phrases(
        "wait, no", "that's not right", "that is not right", "doesn't work", "does not work", "mistake", "that's wrong", "that can't be", "not helpful", "doesn't help", "messy", "stuck",
        "doesn't make sense", "not correct", "dead end", "complicated", "not sure if that helps", "might not help", "circular", "too vague", "too complex", "not straightforward", "error-prone", "tedious", "no wait", "wait, that's", "doesn't lead", "is slow", "i can't just", "不对", "错了", "行不通");

    /// <summary>Names a quantity or opens a case.</summary>
    public static SearchValues<string> Defining { get; } = Phrases(
        "let \\(", "let $", " be the ", "denote", "define", "suppose", "assume", "case ", "for each", "if ", "either", "since", "because", "设", "令", "假设", "情况", "如果", "因为");

    /// <summary>Names several possibilities of which one is still to be taken.</summary>
    public static SearchValues<string> Choosing { get; } = Phrases(" or ", "±", @"\pm", "或");

    /// <summary>Draws a conclusion.</summary>
    public static SearchValues<string> Concluding { get; } = Phrases(
        "therefore", "thus", "hence", "so ", "so,", "which means", "which gives", "we get", "answer", "equals", "result", "因此", "所以", "于是", "答案", "综上", "得到");

    /// <summary>Names the answer.</summary>
    public static SearchValues<string> Answering { get; } = Phrases("answer is", "answer should be", "answer must be", "answer:", "final answer", "final result", "solution is", "solution set is", "solutions are", "answers are", "same answer",
        "is indeed", "interval notation", "simplified expression is", "simplifies to", "simplified form is", "答案是", "答案为", "最终答案");

    /// <summary>Agrees with what was just said.</summary>
    public static SearchValues<string> Approving { get; } = Phrases("that's correct", "that is correct", "seems correct", "that's right", "没错", "正确");

    /// <summary>Closes an argument.</summary>
    public static SearchValues<string> Closing { get; } = Phrases("therefore", "thus", "hence", "so,", "so ", "in conclusion", "definitely", "confident", "因此", "所以", "综上");

    /// <summary>Says the question again.</summary>
    public static SearchValues<string> Restating { get; } = Phrases(
        "the problem", "the question", "we're given", "we are given", "i have this", "i've got this", "given that", "asks", "asked", "we want", "i want", "want the", "looking for", "need to find", "题目", "已知", "问题");

    private static SearchValues<string> Phrases(params string[] phrases) => SearchValues.Create(phrases, StringComparison.OrdinalIgnoreCase);
}
