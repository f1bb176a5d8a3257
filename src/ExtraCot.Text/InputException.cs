namespace ExtraCot.Text;

/// <summary>
/// Something the user gave cannot be used: a file, a line, an option. The message is one readable line that names the place
/// (file, line, key), what was expected and found, and what to do. The command line turns it into exit code 2.
/// </summary>
public class InputException(string message, Exception? inner = null) : Exception(message, inner);
