namespace ExtraCot.HandOver;

/// <summary>Engines that train where one machine is outgrown.</summary>
public enum TrainingEngine
{
    /// <summary>LLaMA-Factory.</summary>
    LlamaFactory,

    /// <summary>TRL.</summary>
    Trl,

    /// <summary>verl.</summary>
    Verl,
}
