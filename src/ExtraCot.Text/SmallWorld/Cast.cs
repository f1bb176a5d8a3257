namespace ExtraCot.Text.SmallWorld;

/// <summary>Who and what a story is about.</summary>
internal readonly record struct Cast(string Name, string He, string Him, string Objects)
{
    private static readonly (string Name, bool Female)[] Names =
    [
        ("Tom", false), ("Anna", true), ("Ben", false), ("Mia", true), ("Leo", false), ("Sara", true),
        ("Max", false), ("Emma", true), ("Jack", false), ("Lily", true), ("Sam", false), ("Nora", true),
    ];

    public static readonly string[] AllObjects =
        ["apples", "books", "coins", "cards", "stickers", "marbles", "pencils", "stamps", "shells", "beads", "buttons", "cookies"];

    public static Cast Pick(SeededRandom random)
    {
        var (name, female) = random.Pick(Names);
        return new Cast(name, female ? "she" : "he", female ? "her" : "him", random.Pick(AllObjects));
    }
}
