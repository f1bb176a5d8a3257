using System.Text.Json.Nodes;

namespace ExtraCot.Tests.Support;

/// <summary>What a <see cref="FakeEndpoint"/> was asked.</summary>
/// <param name="Number">Its place, from 0.</param>
/// <param name="Path">For example <c>/v1/completions</c>.</param>
/// <param name="Authorization">The header, or null.</param>
/// <param name="Body">The JSON body; an empty object for a GET.</param>
internal sealed record FakeRequest(int Number, string Path, string? Authorization, JsonObject Body);
