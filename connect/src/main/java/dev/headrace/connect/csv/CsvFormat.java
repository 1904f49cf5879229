package dev.headrace.connect.csv;

import dev.headrace.runtime.connector.ConnectorOptions;
import java.util.List;
import java.util.Set;

/**
 * A dialect of CSV.
 *
 * @param delimiter between fields
 * @param quote around fields
 * @param escape before a quote within quotes; usually the quote itself
 * @param nullText what stands for NULL where it is not quoted
 * @param header whether the first line names the columns
 */
public record CsvFormat(byte delimiter, byte quote, byte escape, String nullText, Header header) {
  /** Whether the first line names the columns. */
  public enum Header {
    TRUE,
    FALSE,
    /** It does if one of its fields is a column's name. */
    AUTO
  }

  /** The options that {@link #of} reads. */
  public static final Set<String> OPTIONS =
      Set.of("delimiter", "quote", "escape", "null", "header");

  /** RFC 4180 with an empty unquoted field for NULL. */
  public static final CsvFormat STANDARD =
      new CsvFormat((byte) ',', (byte) '"', (byte) '"', "", Header.AUTO);

  /** The dialect that a program's options ask for. */
  public static CsvFormat of(ConnectorOptions options, Header defaultHeader) {
    byte delimiter = delimiter(options);
    byte quote = options.asciiCharacter("quote", '"');
    byte escape = options.asciiCharacter("escape", (char) quote);
    if (quote == delimiter || escape == delimiter) {
      throw ConnectorOptions.invalid(
          "delimiter", options.text("delimiter", ","), "must differ from quote and escape");
    }
    Header header =
        options.has("header") && !options.text("header", "").strip().equalsIgnoreCase("auto")
            ? (options.flag("header", true) ? Header.TRUE : Header.FALSE)
            : options.has("header") ? Header.AUTO : defaultHeader;
    return new CsvFormat(delimiter, quote, escape, nullText(options, delimiter, quote), header);
  }

  private static byte delimiter(ConnectorOptions options) {
    String text = options.text("delimiter", ",");
    return List.of("tab", "\\t").contains(text)
        ? (byte) '\t'
        : options.asciiCharacter("delimiter", ',');
  }

  private static String nullText(ConnectorOptions options, byte delimiter, byte quote) {
    String text = options.text("null", "");
    if (text.indexOf(delimiter) >= 0
        || text.indexOf(quote) >= 0
        || text.indexOf('\n') >= 0
        || text.indexOf('\r') >= 0) {
      throw ConnectorOptions.invalid(
          "null", text, "must not have the delimiter, the quote or a line end in it");
    }
    return text;
  }
}
