namespace ExtraCot.Reporting;

/// <summary>Everything the report page shows.</summary>
/// <param name="Summary">The figures.</param>
/// <param name="Samples">Problems with both thoughts.</param>
/// <param name="Profile">Name of the profile, such as "standard".</param>
/// <param name="MakesClaims">False for a profile that only checks the wiring: the page says so and judges no goal.</param>
/// <param name="Command">The command line that repeats the run.</param>
/// <param name="Options">The effective options as they were saved with the run.</param>
/// <param name="Machine">Processor, threads and system in words.</param>
public sealed record QuickstartReport(QuickstartSummary Summary, IReadOnlyList<ReportSample> Samples, string Profile, bool MakesClaims, string Command, string Options, string Machine);
