using System.Text.Json;
using ExtraCot.Annotation;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Units;
using Xunit;

namespace ExtraCot.Tests.Annotation;

public sealed class AnnotationRunTests : IDisposable
{
    private const string Thought = "Let me see. Let $x$ be the number. Then $x + 3 = 10$. So $x = 7$. Let me check that. $7 + 3 = 10$. Therefore, the answer is $7$.";
    private readonly TemporaryFolder folder = new();

    private string Input => folder.PathOf("in.jsonl");

    private string Output => folder.PathOf("labels.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_label_each_trace_in_the_given_order()
    {
        WriteInput(Enumerable.Range(0, 5).Select(i => Trace(i)));
        var end = Run(Rules());
        Assert.Equal((5, 0, 5), (end.Thoughts, end.BadLines, end.Chunks[ChunkStatus.Ok]));
        var labels = LabelFile.Read(Output).ToList();
        Assert.Equal(["0", "1", "2", "3", "4"], labels.Select(line => line.Id.GetRawText()));
        var units = UnitDetector.Detect(labels[0].Thought);
        var marks = labels[0].Marks(units);
        Assert.Equal(Enumerable.Repeat(true, units.Count), labels[0].UnitScores(units).Zip(marks, (score, keep) => score >= 0.5f == keep));
        Assert.Contains(true, marks);
        Assert.Contains(false, marks);
        Assert.False(File.Exists(Output + ".partial"));
    }

    [Fact]
    public void Should_keep_the_share_asked_for()
    {
        WriteInput([Trace(0)]);
        Assert.InRange(Run(new ScoreAnnotator("rules", new RulesScorer(), 0.3)).KeptShare, 0.2, 0.3);
    }

    [Fact]
    public void Should_mask_the_units_of_failed_and_empty_chunks()
    {
        WriteInput([JsonSerializer.Serialize(new { response = Thought })]);
        var units = UnitDetector.Detect(Thought);
        var borders = new[] { units[5].Start, units[12].Start, units[20].Start };
        Run(new ScriptedAnnotator((thought, _) =>
        [
            new() { Start = 0, End = borders[0], Status = ChunkStatus.ApiError },
            new() { Start = borders[0], End = borders[1], Status = ChunkStatus.Ok, Kept = [[units[6].Start, units[7].End]] },
            new() { Start = borders[1], End = borders[2], Status = ChunkStatus.Empty },
            new() { Start = borders[2], End = Thought.Length, Status = ChunkStatus.ParseError },
        ]));
        var marks = Assert.Single(LabelFile.Read(Output)).Marks(units);
        Assert.Equal([5, 6, 7, 8, 9, 10, 11], Enumerable.Range(0, units.Count).Where(i => marks[i] is not null));
        Assert.Equal([6, 7], Enumerable.Range(0, units.Count).Where(i => marks[i] == true));
    }

    [Fact]
    public void Should_count_the_kept_share_of_T30_over_labelled_chunks()
    {
        WriteInput(["""{"response":"一二三四五六"}""", """{"response":"七八"}"""]); // every character a unit
        var end = Run(new ScriptedAnnotator((thought, count) => count == 1
            ? [
                new() { Start = 0, End = 4, Status = ChunkStatus.Ok, Kept = [[0, 2]] },
                new() { Start = 4, End = 6, Status = ChunkStatus.Empty },
            ]
            : [new() { Start = 0, End = 2, Status = ChunkStatus.Ok, Kept = [[0, 2]] }]));
        Assert.Equal(.666667, Math.Round(end.KeptShare, 6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(500)]
    public void Should_end_as_an_undisturbed_run_does_when_it_was_stopped_and_its_last_line_torn(int torn)
    {
        WriteInput(Enumerable.Range(0, 30).Select(i => i % 7 == 3 ? "{" : Trace(i)));
        Run(Rules());
        var whole = File.ReadAllText(Output);
        File.Delete(Output);
        using (var stop = new CancellationTokenSource())
        {
            var annotator = new ScriptedAnnotator((thought, count) =>
            {
                if (count == 12) stop.Cancel();
                return Rules().AnnotateAsync(thought, default).Result;
            });
            Assert.Throws<OperationCanceledException>(() => new AnnotationRun(Input, Output, annotator, resume: false).Run(cancellation: stop.Token));
        }
        Assert.False(File.Exists(Output));
        Assert.Contains("--resume", Assert.Throws<InputException>(() => Run(Rules())).Message);
        using (var partial = new FileStream(Output + ".partial", FileMode.Open)) partial.SetLength(partial.Length - torn);
        var counted = new ScriptedAnnotator((thought, _) => Rules().AnnotateAsync(thought, default).Result);
        Assert.Equal(26, Run(counted, resume: true).Thoughts);
        Assert.InRange(counted.Calls, 13, 16); // 26 less the 12 that were done, and those whose line was torn
        Assert.Equal(whole, File.ReadAllText(Output));
    }

    [Fact]
    public void Should_end_as_an_undisturbed_run_does_when_it_was_killed()
    {
        var long_ = string.Concat(Enumerable.Repeat(Thought + "\n\n", 150));
        WriteInput(Enumerable.Range(0, 250).Select(i => JsonSerializer.Serialize(new { id = i, question = "Which?", response = long_ + $"So it is {i}." })));
        Assert.Equal(0, Extracot.Run("annotate", "--in", Input, "--out", folder.PathOf("undisturbed.jsonl")).ExitCode);
        using (var killed = Extracot.Start("annotate", "--in", Input, "--out", Output))
        {
            while (!(File.Exists(Output) || (File.Exists(Output + ".partial") && new FileInfo(Output + ".partial").Length > 200_000))) Thread.Sleep(5);
        } // SIGKILL
        Assert.Equal(0, Extracot.Run("annotate", "--in", Input, "--out", Output, "--resume").ExitCode);
        Assert.Equal(File.ReadAllText(folder.PathOf("undisturbed.jsonl")), File.ReadAllText(Output));
    }

    [Fact]
    public void Should_label_again_only_what_failed_or_is_new_when_a_finished_file_is_resumed()
    {
        WriteInput(Enumerable.Range(0, 4).Select(i => Trace(i)));
        Run(new ScriptedAnnotator((thought, count) => [Whole(thought, count == 2 ? ChunkStatus.ApiError : ChunkStatus.Ok)]));
        WriteInput(Enumerable.Range(0, 5).Select(i => Trace(i)).Reverse());
        var again = new ScriptedAnnotator((thought, _) => [Whole(thought, ChunkStatus.Ok)]);
        Assert.Equal((5, 5), (Run(again, resume: true) is var end ? end.Thoughts : 0, end.Chunks[ChunkStatus.Ok]));
        Assert.Equal(2, again.Calls);
        Assert.Equal(["4", "3", "2", "1", "0"], LabelFile.Read(Output).Select(line => line.Id.GetRawText()));
    }

    [Fact]
    public void Should_not_mix_labels_of_two_annotators()
    {
        WriteInput([Trace(0)]);
        Run(Rules());
        Assert.Contains("another annotator (rules; now rules, ratio 0.4)", Assert.Throws<InputException>(() => Run(new ScoreAnnotator("rules", new RulesScorer(), 0.4), resume: true)).Message);
    }

    [Fact]
    public void Should_work_on_as_many_thoughts_at_once_as_the_annotator_allows_and_keep_the_order()
    {
        WriteInput(Enumerable.Range(0, 12).Select(i => Trace(i)));
        var annotator = new SlowAnnotator();
        Run(annotator);
        Assert.Equal(4, annotator.Most);
        Assert.Equal(Enumerable.Range(0, 12), LabelFile.Read(Output).Select(line => line.Id.GetInt32()));
    }

    [Theory]
    [InlineData("""{"question":"q"}""", "no chain of thought")]
    [InlineData("""{"response":"<think> </think>x"}""", "empty")]
    [InlineData("""{"response":"<think>a b"}""", "not closed")]
    [InlineData("""{"response":"a \ud800 b"}""", "surrogate")]
    [InlineData("""{"id":"\ud800","response":"a b"}""", "surrogate")]
    [InlineData("""{"response":"a""", ":2: ")]
    public void Should_name_a_bad_line_go_on_and_end_in_2(string bad, string reason)
    {
        WriteInput([Trace(0), bad, Trace(1)]);
        var (code, _, error) = Extracot.Run("annotate", "--in", Input, "--out", Output);
        Assert.Equal(2, code);
        Assert.Contains(reason, error);
        Assert.Contains($"{Input}:2: ", error);
        Assert.Contains("1 lines could not be used", error);
        Assert.Equal(2, LabelFile.Read(Output).Count());
    }

    [Fact]
    public void Should_refuse_a_binary_file_and_leave_nothing_behind()
    {
        File.WriteAllBytes(Input, [1, 2, 0, 3]);
        Assert.Contains("not a text file", Assert.Throws<InputException>(() => Run(Rules())).Message);
        Assert.Equal([Input], Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void Should_say_why_when_a_model_does_not_know_the_text()
    {
        WriteInput([Trace(0)]);
        var (code, _, error) = Extracot.Run("annotate", "--in", Input, "--out", Output, "--annotator", "model");
        Assert.Equal(2, code);
        Assert.Contains("nothing could be labelled; the first reason:", error);
        Assert.All(Assert.Single(LabelFile.Read(Output)).Marks(UnitDetector.Detect(Thought)), mark => Assert.Null(mark));
    }

    [Theory]
    [InlineData("--annotator oracle", "expected rules, model or llm")]
    [InlineData("--ratio 1.5", "expected a number in (0, 1)")]
    [InlineData("--annotator llm", "needs --endpoint URL")]
    [InlineData("--annotator model --model nowhere", "no such model folder")]
    public void Should_refuse_options_it_cannot_use(string options, string reason)
    {
        WriteInput([Trace(0)]);
        var (code, _, error) = Extracot.Run(["annotate", "--in", Input, "--out", Output, .. options.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(reason, error);
        Assert.Equal([Input], Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void Should_label_a_thought_of_a_megabyte_on_one_line()
    {
        WriteInput([JsonSerializer.Serialize(new { response = string.Concat(Enumerable.Repeat(Thought + " ", 8000)) })]);
        Assert.Equal(1, Run(Rules()).Thoughts);
    }

    [Theory]
    [InlineData("{", "not a line of labels")]
    [InlineData("""{"id":1,"annotator":"a","question":"q","thought":"abc","chunks":[{"start":0,"end":2,"status":"ok"}]}""", "the chunks end at 2, the thought at 3")]
    [InlineData("""{"id":1,"annotator":"a","question":"q","thought":"abc","chunks":[{"start":0,"end":3,"status":"fine"}]}""", "not a line of labels")]
    [InlineData("""{"id":1,"annotator":"a","question":"q","thought":"abc","chunks":[{"start":0,"end":3,"status":"ok","kept":[[1,4]]}]}""", "kept range [1, 4]")]
    [InlineData("""{"id":1,"annotator":"a","thought":"abc","chunks":[]}""", "not a line of labels")]
    public void Should_name_the_line_of_a_broken_label_file(string line, string reason)
    {
        var path = folder.Write("broken.jsonl", "\n" + line + "\n");
        var message = Assert.Throws<InputException>(() => LabelFile.Read(path).ToList()).Message;
        Assert.StartsWith($"{path}:2: ", message);
        Assert.Contains(reason, message);
    }

    private static string Trace(int id) => JsonSerializer.Serialize(new { id, question = "Which?", response = $"{Thought} And ${id} + 1 = {id + 1}$." });

    private static ScoreAnnotator Rules() => new("rules", new RulesScorer(), null);

    private static ChunkLabels Whole(SegmentedThought thought, ChunkStatus status) => new() { Start = 0, End = thought.Text.Length, Status = status };

    private void WriteInput(IEnumerable<string> lines) => File.WriteAllLines(Input, lines);

    private AnnotationSummary Run(IAnnotator annotator, bool resume = false) =>
        new AnnotationRun(Input, Output, annotator, resume).Run(cancellation: TestContext.Current.CancellationToken);

    private sealed class ScriptedAnnotator(Func<SegmentedThought, int, IReadOnlyList<ChunkLabels>> label) : IAnnotator
    {
        public string Description => "rules";

        public int Calls { get; private set; }

        public Task<IReadOnlyList<ChunkLabels>> AnnotateAsync(SegmentedThought thought, CancellationToken cancellation) => Task.FromResult(label(thought, ++Calls));
    }

    private sealed class SlowAnnotator : IAnnotator
    {
        private readonly TaskCompletionSource full = new();
        private int running;

        public string Description => "slow";

        public int Concurrency => 4;

        public int Most { get; private set; }

        public async Task<IReadOnlyList<ChunkLabels>> AnnotateAsync(SegmentedThought thought, CancellationToken cancellation)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref running));
            if (running == Concurrency) full.TrySetResult();
            await full.Task; // the first ones wait until all places are taken
            Interlocked.Decrement(ref running);
            return [Whole(thought, ChunkStatus.Ok)];
        }
    }
}
