namespace ExtraCot.Text.SmallWorld;

/// <summary>What happens in one event of a story.</summary>
internal enum EventKind { Add, Subtract, Multiply, LongMultiply, Divide, GiveFraction, LosePercent, LoseOddPercent, GrowPercent, BuyBoxes, BuyManyBoxes }
