using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.HandOver;
using ExtraCot.MixedRatioSft;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using Parquet.Serialization;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ExtraCot.Tests.HandOver;

/// <summary>
/// Names are those of the engines' public sources, written out here: LLaMA-Factory's dataset_info.json, model and data arguments, DeepSpeed's configuration,
/// accelerate's FSDP configuration, TRL's prompt and completion, verl's SFT options. What System.Text.Json wrote is read with YamlDotNet (JSON is YAML).
/// </summary>
public sealed class SftExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Build => folder.PathOf("build");
    private string Output => folder.PathOf("out");

    public void Dispose() => folder.Dispose();

    private static SftSample Sample(string control, string ratio, string question = "What is $1+1$ \"exactly\"? – é") => new()
    {
        Id = "a",
        Group = "g",
        Control = control,
        Ratio = ratio,
        Question = question,
        Answer = "2",
        Prompt = $"<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nPlease reason step by step, and put your final answer within \\boxed{{}}.\n{question}{(control == "none" ? "" : $" {ControlToken.Parse(control)}")}<|im_end|>\n<|im_start|>assistant\n",
        Completion = $"{(control == "none" ? "" : $"{ControlToken.Parse(ratio)}\n")}<think>\nOne and one: # not a comment\n</think>\n\nIt is \\boxed{{2}}.<|im_end|>",
        PromptTokens = 60,
        CompletionTokens = 30,
        ThinkTokens = 8,
        ActualRatio = 1,
    };

    private int Export(TrainingEngine engine, Action<ExportOptions>? change = null, bool forTraining = true, params SftSample[] samples)
    {
        if (samples.Length == 0) samples = [Sample("0.2", "0.2"), Sample("policy", "0.6"), Sample("none", "1.0")];
        Directory.CreateDirectory(Build);
        File.WriteAllText(Path.Combine(Build, "manifest.json"), JsonSerializer.Serialize(new { forTraining }));
        foreach (var name in new[] { "train.jsonl", "validation.jsonl" }) File.WriteAllLines(Path.Combine(Build, name), samples.Select(sample => JsonSerializer.Serialize(sample)));
        var options = new ExportOptions { Model = "/models/it's $HOME \"base\"", Nodes = 2 };
        change?.Invoke(options);
        return SftExport.Write(Build, Output, engine, options);
    }

    private string Text(string name) => File.ReadAllText(Path.Combine(Output, name));

    private YamlMappingNode Yaml(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text(name)));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static IEnumerable<string> Keys(YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(key => key.ToString());

    [Fact]
    public void Should_write_LLaMA_Factorys_data_in_its_columns_with_the_control_token_in_place()
    {
        Assert.Equal(3, Export(TrainingEngine.LlamaFactory));
        var info = Yaml("dataset_info.json")["extracot_train"];
        Assert.Equal(["file_name", "formatting", "columns"], Keys(info));
        Assert.Equal("alpaca", info["formatting"].ToString());
        Assert.Equal(["prompt", "query", "response", "system"], Keys(info["columns"]));
        var rows = JsonNode.Parse(Text(info["file_name"].ToString()))!.AsArray();
        string Column(int row, string column) => rows[row]![info["columns"][column].ToString()]!.GetValue<string>();
        var format = new Func<int, string>(row =>
            // LLaMA-Factory's qwen3_nothink template: system, then "prompt\nquery" as the user's turn, then the response and the end of turn.
            $"<|im_start|>system\n{Column(row, "system")}<|im_end|>\n<|im_start|>user\n{Column(row, "prompt")}\n{Column(row, "query")}<|im_end|>\n<|im_start|>assistant\n{Column(row, "response")}<|im_end|>");
        for (var row = 0; row < 3; row++) Assert.Equal(rows[row]!["raw_prompt"]!.GetValue<string>() + rows[row]!["raw_completion"]!.GetValue<string>(), format(row));
        Assert.EndsWith(" <COMP_20>", Column(0, "query"));
        Assert.StartsWith("<COMP_20>\n<think>\n", Column(0, "response"));
        Assert.EndsWith(" <COMP_POLICY>", Column(1, "query"));
        Assert.StartsWith("<COMP_60>\n<think>\n", Column(1, "response"));
        Assert.DoesNotContain("<COMP", Column(2, "query") + Column(2, "response"));
    }

    [Fact]
    public void Should_configure_LLaMA_Factory_in_its_own_names()
    {
        Export(TrainingEngine.LlamaFactory);
        var run = Yaml("extracot_sft.yaml");
        Assert.Equal(
            ["model_name_or_path", "stage", "do_train", "finetuning_type", "add_tokens", "resize_vocab", "split_special_tokens", "dataset_dir", "dataset", "template", "cutoff_len", "packing",
             "train_on_prompt", "deepspeed", "per_device_train_batch_size", "gradient_accumulation_steps", "learning_rate", "num_train_epochs", "lr_scheduler_type", "warmup_ratio", "bf16",
             "report_to", "output_dir"], Keys(run));
        Assert.Equal("/models/it's $HOME \"base\"", run["model_name_or_path"].ToString());
        Assert.Equal("<COMP_20>,<COMP_40>,<COMP_60>,<COMP_80>,<COMP_100>,<COMP_POLICY>", run["add_tokens"].ToString());
        Assert.Equal(("sft", "full", "qwen3_nothink", "6144", "2.0e-5", "0.05"), (run["stage"].ToString(), run["finetuning_type"].ToString(), run["template"].ToString(),
            run["cutoff_len"].ToString(), run["learning_rate"].ToString(), run["warmup_ratio"].ToString()));
        var zero = Yaml(run["deepspeed"].ToString());
        Assert.Equal(["train_batch_size", "train_micro_batch_size_per_gpu", "gradient_accumulation_steps", "gradient_clipping", "bf16", "zero_optimization"], Keys(zero));
        Assert.Equal(["stage", "overlap_comm", "contiguous_gradients", "stage3_gather_16bit_weights_on_model_save"], Keys(zero["zero_optimization"]));
        Assert.Equal(("3", "auto"), (zero["zero_optimization"]["stage"].ToString(), zero["bf16"]["enabled"].ToString()));
        Assert.Contains("FORCE_TORCHRUN=1 NNODES=2 NODE_RANK=\"${NODE_RANK:-0}\" MASTER_ADDR=\"${MASTER_ADDR:-127.0.0.1}\" MASTER_PORT=\"${MASTER_PORT:-29500}\" llamafactory-cli train extracot_sft.yaml", Text("launch.sh"));
    }

    [Fact]
    public async Task Should_write_TRLs_prompt_and_completion_raw()
    {
        Export(TrainingEngine.Trl);
        var rows = File.ReadLines(Path.Combine(Output, "train.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.All(rows, row => Assert.Equal(["prompt", "completion"], row.Select(field => field.Key)));
        Assert.Equal(Sample("policy", "0.6").Prompt, rows[1]["prompt"]!.GetValue<string>());
        Assert.Equal(Sample("policy", "0.6").Completion, rows[1]["completion"]!.GetValue<string>());
        Assert.Equal(["prompt", "completion"], (await Parquet("train.parquet"))[0].Keys);
        var accelerate = Yaml("accelerate.yaml");
        Assert.Equal(["distributed_type", "fsdp_config", "num_machines", "num_processes", "machine_rank", "main_process_ip", "main_process_port", "mixed_precision"], Keys(accelerate));
        Assert.Equal(["fsdp_version", "fsdp_auto_wrap_policy", "fsdp_state_dict_type"], Keys(accelerate["fsdp_config"]));
        Assert.Equal(("FSDP", "2", "TRANSFORMER_BASED_WRAP", "FULL_STATE_DICT", "16"), (accelerate["distributed_type"].ToString(), accelerate["fsdp_config"]["fsdp_version"].ToString(),
            accelerate["fsdp_config"]["fsdp_auto_wrap_policy"].ToString(), accelerate["fsdp_config"]["fsdp_state_dict_type"].ToString(), accelerate["num_processes"].ToString()));
    }

    [Fact]
    public async Task Should_write_verls_Parquet_and_its_options()
    {
        Export(TrainingEngine.Verl);
        var rows = await Parquet("train.parquet");
        Assert.Equal(["prompt", "response"], rows[0].Keys);
        Assert.Equal(Sample("0.2", "0.2").Prompt, rows[0]["prompt"]);
        Assert.Equal(Sample("0.2", "0.2").Completion, $"{rows[0]["response"]}<|im_end|>"); // verl appends the tokenizer's end of turn
        Assert.Equal("{{ messages[0]['content'] }}", Text("chat_template.jinja"));
        var script = Text("launch.sh");
        foreach (var option in new[]
                 {
                     "data.train_files=train.parquet", "data.val_files=validation.parquet", "data.prompt_key=prompt", "data.response_key=response", "data.max_length=6144", "data.truncation=error",
                     "data.train_batch_size=256", "data.micro_batch_size_per_gpu=2", "model.partial_pretrain=model-raw", "optim.lr=2.0e-5", "optim.warmup_steps_ratio=0.05", "trainer.total_epochs=3",
                     "-m verl.trainer.fsdp_sft_trainer", "--nnodes=2", "--nproc_per_node=8", "python -m verl.model_merger merge --backend fsdp --local_dir",
                 }) Assert.Contains(option, script);
    }

    [Fact]
    public void Should_write_scripts_and_programs_that_their_interpreters_read()
    {
        foreach (var engine in Enum.GetValues<TrainingEngine>())
        {
            Export(engine);
            Check("bash", "-n", "launch.sh");
            if (engine == TrainingEngine.Trl) Check("python3", "-c", "import ast; tree = ast.parse(open('train.py').read()); print([n.value.value for n in tree.body if isinstance(n, ast.Assign) and n.targets[0].id == 'MODEL'][0])", "/models/it's $HOME \"base\"");
            if (engine == TrainingEngine.LlamaFactory) Check("python3", "-c", "import json; print(len(json.load(open('extracot_train.json'))), json.load(open('ds_z3_config.json'))['zero_optimization']['stage'])", "3 3");
            Directory.Delete(Output, recursive: true);
        }
    }

    [Theory]
    [InlineData("long", "has 90 tokens, above --max-tokens 80")]
    [InlineData("benchmark", "is not for training")]
    [InlineData("form", "not in Qwen3's chat form")]
    [InlineData("occupied", "holds files already")]
    public void Should_refuse_what_an_engine_would_spoil(string what, string reason)
    {
        if (what == "occupied") folder.Write(Directory.CreateDirectory(Output).Name + "/x", "");
        var message = Assert.Throws<InputException>(() => _ = what switch
        {
            "long" => Export(TrainingEngine.Trl, options => options.MaxTokens = 80),
            "benchmark" => Export(TrainingEngine.Trl, forTraining: false),
            "form" => Export(TrainingEngine.Trl, samples: [Sample("0.2", "0.2") with { Prompt = "<bos><user>q<COMP_20><assistant>" }]),
            _ => Export(TrainingEngine.Trl),
        }).Message;
        Assert.Contains(reason, message);
    }

    private async Task<IReadOnlyList<IDictionary<string, object>>> Parquet(string name)
    {
        await using var file = File.OpenRead(Path.Combine(Output, name));
        return [.. (await ParquetSerializer.DeserializeUntypedAsync(file, cancellationToken: TestContext.Current.CancellationToken)).Data];
    }

    private void Check(string program, string flag, string argument, string? expected = null)
    {
        using var process = Start(program, flag, argument);
        if (process is null) return; // an interpreter that is not here cannot object
        var (output, error) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        if (expected is not null) Assert.Equal(expected, output.Trim());
    }

    private Process? Start(string program, string flag, string argument)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, [flag, argument]) { WorkingDirectory = Output, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
