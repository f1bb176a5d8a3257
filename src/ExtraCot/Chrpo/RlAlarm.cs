namespace ExtraCot.Chrpo;

/// <summary>A sign that training goes wrong.</summary>
/// <param name="Step">The batch.</param>
/// <param name="Name">Which: controlCollapse, emptyThinking, visibleReasoning or lengthExplosion.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Groups">Indices of the groups whose rollouts show it.</param>
public sealed record RlAlarm(int Step, string Name, string Reason, IReadOnlyList<int> Groups);
