namespace ExtraCot.Diagnostics;

/// <summary>Something missing on this machine.</summary>
/// <param name="What">What is missing and what does not work for want of it.</param>
/// <param name="Command">The command that mends it.</param>
/// <param name="Fatal">True where no model can run before it is mended.</param>
public sealed record Problem(string What, string Command, bool Fatal);
