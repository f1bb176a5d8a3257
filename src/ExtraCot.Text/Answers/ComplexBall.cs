namespace ExtraCot.Text.Answers;

/// <summary>A complex number as two balls; functions take their principal values.</summary>
internal readonly record struct ComplexBall(Ball Re, Ball Im)
{
    public bool IsReal => Im.IsExactZero;

    public static implicit operator ComplexBall(Ball value) => new(value, Ball.Zero);

    public static ComplexBall operator +(ComplexBall a, ComplexBall b) => new(a.Re + b.Re, a.Im + b.Im);

    public static ComplexBall operator -(ComplexBall a) => new(-a.Re, -a.Im);

    public static ComplexBall operator -(ComplexBall a, ComplexBall b) => a + -b;

    public static ComplexBall operator *(ComplexBall a, ComplexBall b) => a.IsReal && b.IsReal
        ? a.Re * b.Re
        : new ComplexBall(a.Re * b.Re - a.Im * b.Im, a.Re * b.Im + a.Im * b.Re);

    public static ComplexBall operator /(ComplexBall a, ComplexBall b)
    {
        if (b.IsReal) return a.IsReal ? a.Re / b.Re : new ComplexBall(a.Re / b.Re, a.Im / b.Re);
        var size = b.Re * b.Re + b.Im * b.Im;
        var product = a * new ComplexBall(b.Re, -b.Im);
        return new(product.Re / size, product.Im / size);
    }

    public static bool? Agree(ComplexBall a, ComplexBall b)
    {
        var (re, im) = (Ball.Agree(a.Re, b.Re), Ball.Agree(a.Im, b.Im));
        return re == false || im == false ? false : re is null || im is null ? null : true;
    }

    public static Ball Abs(ComplexBall a) => a.IsReal ? Ball.Abs(a.Re) : Ball.Sqrt(a.Re * a.Re + a.Im * a.Im);

    public static ComplexBall Exp(ComplexBall a)
    {
        var size = BallFunctions.Exp(a.Re);
        if (a.IsReal) return size;
        var (sin, cos) = BallFunctions.SinCos(a.Im);
        return new(size * cos, size * sin);
    }

    public static ComplexBall Log(ComplexBall a) => a.IsReal && a.Re.Sign > 0
        ? BallFunctions.Log(a.Re)
        : new ComplexBall(BallFunctions.Log(Abs(a)), Argument(a));

    public static ComplexBall Sqrt(ComplexBall a)
    {
        if (a.IsReal) return a.Re.Sign < 0 ? new ComplexBall(Ball.Zero, Ball.Sqrt(-a.Re)) : Ball.Sqrt(a.Re);
        var size = Abs(a);
        var (re, im) = (Ball.Sqrt((size + a.Re) / 2), Ball.Sqrt((size - a.Re) / 2));
        return a.Im.Sign switch { > 0 => new(re, im), < 0 => new(re, -im), _ => throw CheckAborted.Undefined() };
    }

    private static Ball Argument(ComplexBall a)
    {
        var half = BallFunctions.Pi / 2;
        if (a.Re.Sign > 0) return BallFunctions.Atan(a.Im / a.Re);
        if (a.Im.Sign > 0) return half - BallFunctions.Atan(a.Re / a.Im);
        if (a.Im.Sign < 0) return -half - BallFunctions.Atan(a.Re / a.Im);
        // Just beside the cut along the negative axis the sign of the imaginary part decides; on it, plus pi.
        return a.IsReal && a.Re.Sign < 0 ? BallFunctions.Pi : throw CheckAborted.Undefined();
    }
}
