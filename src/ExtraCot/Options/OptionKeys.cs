using System.Reflection;
using System.Text.Json;

namespace ExtraCot.Options;

/// <summary>The shape of an options record: its camelCase keys and the properties behind them.</summary>
internal static class OptionKeys
{
    /// <summary>Keys in the order of declaration; computed properties are not options.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Of(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    /// <summary>True for a record of options; false for a value, a list or a dictionary.</summary>
    public static bool IsOptions(Type type) => type.IsClass && type != typeof(string) && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    /// <summary>The type of a list's items, or null where the type is no list.</summary>
    public static Type? ItemType(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        return Generic(type, typeof(IReadOnlyList<>)) ?? Generic(type, typeof(List<>)) ?? Generic(type, typeof(IList<>));
    }

    /// <summary>The type of a dictionary's values, or null where the type is no dictionary with string keys.</summary>
    public static Type? ValueType(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string)
            && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value))
            ? value
            : null;

    private static Type? Generic(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[0] : null;
}
