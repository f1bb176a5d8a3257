using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ExtraCot.Tests.Reporting;

/// <summary>A page as XML, which it is but for its declaration and void elements: where text breaks out of its element, reading fails.</summary>
internal static partial class PageTree
{
    public static XDocument Of(string html)
    {
        var xml = Meta().Replace(html.Replace("<!DOCTYPE html>", ""), "<meta$1/>").Replace(" open>", ">");
        using var reader = XmlReader.Create(new StringReader(xml.Trim()));
        return XDocument.Load(reader);
    }

    [GeneratedRegex("<meta([^>]*)>")]
    private static partial Regex Meta();
}
