namespace ExtraCot.Runs;

/// <summary>
/// What the stages of a run tell whoever watches: one stage at a time, from plain synchronous code. A report only stores the
/// numbers, so it may be called once a step from any thread; the display takes the latest when it draws.
/// </summary>
public interface IStageProgress
{
    /// <summary>Tells nobody.</summary>
    static IStageProgress None { get; } = new NoProgress();

    /// <summary>Starts a stage; a stage that is still open counts as ended.</summary>
    /// <param name="stage">Its name, as in <see cref="RunFolder.Stage"/>.</param>
    /// <param name="total">Units in all; 0 where nobody knows.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="done">Units done by an earlier process whose work is resumed; they do not count for the rate.</param>
    void Begin(string stage, long total, string unit = "steps", long done = 0);

    /// <summary>Sets how far the open stage has come, and named values such as loss or tokens/s; a value stays until it is reported again.</summary>
    /// <param name="done">Units done in all.</param>
    /// <param name="values">Names as they are shown, units included, and values.</param>
    void Report(long done, params ReadOnlySpan<(string Name, double Value)> values);

    /// <summary>Ends the open stage; it stays as one line.</summary>
    void End();

    /// <summary>Tells that a stage needs no work because an earlier pass finished it.</summary>
    /// <param name="stage">Its name.</param>
    void Skip(string stage);
}
