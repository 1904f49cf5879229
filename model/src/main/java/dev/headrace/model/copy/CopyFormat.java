package dev.headrace.model.copy;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;

/**
 * How rows are written, by COPY's options. What belongs to CSV only has no effect elsewhere.
 *
 * @param delimiter between the values of a line; one byte
 * @param nullText what stands for NULL
 * @param quote around values; one byte
 * @param escape before a quote within a quoted value; one byte
 * @param forceQuote columns that are written with quotes wherever they are not NULL
 * @param forceNotNull columns that are read as text even where it is that for NULL
 * @param forceNull columns that are read as NULL even where its text is quoted
 */
public record CopyFormat(
    Kind kind,
    char delimiter,
    String nullText,
    Header header,
    char quote,
    char escape,
    BitSet forceQuote,
    BitSet forceNotNull,
    BitSet forceNull) {
  /** The three formats. */
  public enum Kind {
    TEXT,
    CSV,
    BINARY
  }

  /** Whether the first line has the names of columns. */
  public enum Header {
    NONE,
    PRESENT,
    /** It has, and they must be the right ones. */
    MATCH
  }

  public CopyFormat {
    Objects.requireNonNull(kind, "kind");
    if (delimiter > 127 || quote > 127 || escape > 127) {
      throw new IllegalArgumentException("delimiter, quote and escape are one byte each");
    }
    forceQuote = (BitSet) forceQuote.clone();
    forceNotNull = (BitSet) forceNotNull.clone();
    forceNull = (BitSet) forceNull.clone();
  }

  /** The text format with its defaults. */
  public static CopyFormat text() {
    return withDefaults(Kind.TEXT, '\t', "\\N", Header.NONE);
  }

  /** CSV with its defaults, with or without a header. */
  public static CopyFormat csv(boolean header) {
    return withDefaults(Kind.CSV, ',', "", header ? Header.PRESENT : Header.NONE);
  }

  /** The binary format. */
  public static CopyFormat binary() {
    return withDefaults(Kind.BINARY, '\t', "\\N", Header.NONE);
  }

  private static CopyFormat withDefaults(
      Kind kind, char delimiter, String nullText, Header header) {
    BitSet none = new BitSet();
    return new CopyFormat(kind, delimiter, nullText, header, '"', '"', none, none, none);
  }

  byte[] nullBytes() {
    return nullText.getBytes(StandardCharsets.UTF_8);
  }
}
