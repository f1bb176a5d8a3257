using ExtraCot.Options;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Options;

public sealed class OptionsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_keep_defaults_of_keys_that_the_file_does_not_name()
    {
        var options = Load("""
            # a comment
            profile: smoke
            ratios: [0.3, 0.5, 0.7]
            weights: { length: 0.25 }
            training:
              learningRate: 5e-4
            """);

        Assert.Equal(SampleProfile.Smoke, options.Profile);
        Assert.Equal(1, options.Seed);
        Assert.Equal([0.3, 0.5, 0.7], options.Ratios);
        Assert.Equal(0.25, options.Weights["length"]);
        Assert.Equal(5e-4, options.Training.LearningRate);
        Assert.True(options.Training.Shuffle);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public void Should_take_an_empty_file_for_all_defaults(string yaml) => Assert.Equal(1, Load(yaml).Seed);

    [Theory]
    [InlineData("seed: 1\nprofil: smoke\n", "2:1: unknown key \"profil\"; did you mean \"profile\"?")]
    [InlineData("training:\n  learningrate: 1\n", "2:3: unknown key \"learningrate\"; did you mean \"learningRate\"?")]
    [InlineData("training:\n  lr: 1\n", "2:3: unknown key \"lr\"; known here: learningRate, shuffle")]
    [InlineData("summary: x\n", "1:1: unknown key \"summary\"; known here: profile, seed, model, ratios, weights, training")]
    [InlineData("seed: 1.5\n", "1:7: expected a whole number, found \"1.5\"")]
    [InlineData("seed: 99999999999\n", "1:7: expected a whole number, found \"99999999999\"")]
    [InlineData("seed: [1]\n", "1:7: expected a whole number, found a list")]
    [InlineData("profile: fast\n", "1:10: expected one of smoke, standard, found \"fast\"")]
    [InlineData("training: 3\n", "1:11: expected a group of keys, found \"3\"")]
    [InlineData("training:\n  shuffle: maybe\n", "2:12: expected true or false, found \"maybe\"")]
    [InlineData("training:\n  learningRate: fast\n", "2:17: expected a number, found \"fast\"")]
    [InlineData("ratios: 0.2\n", "1:9: expected a list, found \"0.2\"")]
    [InlineData("ratios: [0.2, x]\n", "1:15: expected a number, found \"x\"")]
    [InlineData("model: [a]\n", "1:8: expected text, found a list")]
    [InlineData("- seed\n", "1:1: expected a group of keys, found a list")]
    [InlineData("? [a, b]\n: 1\n", "1:3: expected a key, found a list")]
    public void Should_name_the_place_of_what_does_not_fit(string yaml, string problem)
    {
        var path = folder.Write("options.yaml", yaml);
        var wrong = Assert.Throws<InputException>(() => OptionsFile.Load<SampleOptions>(path));
        Assert.Equal($"{path}:{problem}", wrong.Message);
    }

    [Fact]
    public void Should_report_every_problem_at_once()
    {
        var wrong = Assert.Throws<InputException>(() => Load("sed: 1\nprofile: fast\n"));
        Assert.Equal(2, wrong.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("seed: 1\n  profile: smoke\n", ":2:")]
    [InlineData("ratios: [0.2\nseed: 1\n", ":1:9:")]
    [InlineData("seed: 1\nseed: 2\n", ":2:1:")]
    [InlineData("seed: 1\n\tprofile: smoke\n", ":1:7:")]
    public void Should_name_line_and_column_of_broken_yaml_in_one_line(string yaml, string place)
    {
        var path = folder.Write("options.yaml", yaml);
        var wrong = Assert.Throws<InputException>(() => OptionsFile.Load<SampleOptions>(path));
        Assert.StartsWith(path + place, wrong.Message);
        Assert.Contains("not YAML", wrong.Message);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void Should_say_when_there_is_no_file()
    {
        var wrong = Assert.Throws<InputException>(() => OptionsFile.Load<SampleOptions>(folder.PathOf("none.yaml")));
        Assert.Contains("no such options file", wrong.Message);
    }

    [Fact]
    public void Should_find_values_out_of_range_in_nested_options_too()
    {
        var options = new SampleOptions { Seed = -1, Training = new SampleTraining { LearningRate = 2 } };
        var wrong = Assert.Throws<InputException>(() => OptionsFile.Check(options, "options.yaml"));
        Assert.Equal(
            [
                "options.yaml: seed: -1 is negative; expected 0 or more",
                "options.yaml: training.learningRate: 2 is out of range; expected more than 0 and less than 1",
            ],
            wrong.Message.Split('\n'));
        OptionsFile.Check(new SampleOptions(), "options.yaml");
    }

    [Fact]
    public void Should_read_back_what_it_wrote()
    {
        var options = new SampleOptions
        {
            Profile = SampleProfile.Smoke,
            Seed = 7,
            Model = "null",
            Ratios = [1.0 / 3, 1e-7],
            Weights = new() { ["a b"] = 1, ["true"] = -2 },
            Training = new SampleTraining { LearningRate = 0.1, Shuffle = false },
        };
        OptionsFile.Save(options, folder.PathOf("saved.yaml"));
        var read = OptionsFile.Load<SampleOptions>(folder.PathOf("saved.yaml"));

        Assert.Empty(OptionsFile.Differences(options, read));
        Assert.Equal(options.Ratios, read.Ratios);
        Assert.Equal("null", read.Model);
        Assert.Equal(options.Weights, read.Weights);
        Assert.Equal(options.Training, read.Training);
    }

    [Theory]
    [InlineData("#1")]
    [InlineData("a: b")]
    [InlineData(" padded ")]
    [InlineData("two\nlines")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("C:\\models\\\"x\"")]
    public void Should_read_back_any_text(string text)
    {
        OptionsFile.Save(new SampleOptions { Model = text }, folder.PathOf("saved.yaml"));
        Assert.Equal(text, OptionsFile.Load<SampleOptions>(folder.PathOf("saved.yaml")).Model);
    }

    [Fact]
    public void Should_list_the_keys_whose_values_differ()
    {
        var (left, right) = (new SampleOptions(), new SampleOptions { Seed = 2, Ratios = [0.2], Weights = new() { ["x"] = 1 } });
        Assert.Equal(
            [("seed", "1", "2"), ("ratios", "[0.2, 0.4]", "[0.2]"), ("weights.x", null, "1")],
            OptionsFile.Differences(left, right));
    }

    private SampleOptions Load(string yaml) => OptionsFile.Load<SampleOptions>(folder.Write("options.yaml", yaml));
}
