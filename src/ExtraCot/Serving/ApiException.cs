using ExtraCot.Text;

namespace ExtraCot.Serving;

/// <summary>A request that is refused; the client gets it as an error object in OpenAI's form.</summary>
/// <param name="status">HTTP status, 400 … 599.</param>
/// <param name="message">One readable sentence: what was expected and found. It never repeats a prompt.</param>
/// <param name="parameter">The request's field, or null.</param>
/// <param name="code">Machine-readable reason, or null.</param>
public sealed class ApiException(int status, string message, string? parameter = null, string? code = null) : InputException(message)
{
    /// <value>HTTP status.</value>
    public int Status => status;

    /// <value>The field that is wrong, for example <c>messages[0].content</c>.</value>
    public string? Parameter => parameter;

    /// <value>For example <c>model_not_found</c>.</value>
    public string? Code => code;

    /// <value>OpenAI's class of the error.</value>
    internal string Type => status switch
    {
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
