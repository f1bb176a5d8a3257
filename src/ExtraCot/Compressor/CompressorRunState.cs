namespace ExtraCot.Compressor;

/// <summary>What a resumed run must know of the measurements so far.</summary>
/// <param name="BestF1">Best keep-F1 on the validation part.</param>
/// <param name="BestStep">Where it was reached.</param>
/// <param name="Worse">Measurements since then.</param>
internal sealed record CompressorRunState(double BestF1 = -1, int BestStep = 0, int Worse = 0);
