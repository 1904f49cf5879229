package dev.headrace.sql;

import java.util.List;
import java.util.Optional;

/**
 * Options of COPY, with PostgreSQL's defaults filled in and checked against one another.
 *
 * @param delimiter one character
 * @param nullText what stands for NULL
 * @param quote one character; of CSV
 * @param escape one character; of CSV
 * @param forceQuote columns whose values are always quoted
 * @param forceQuoteAll whether that is all columns
 * @param forceNotNull columns whose values are never taken for NULL
 * @param forceNull columns whose quoted values may stand for NULL
 */
public record CopyOptions(
    Format format,
    char delimiter,
    String nullText,
    Header header,
    char quote,
    char escape,
    List<String> forceQuote,
    boolean forceQuoteAll,
    List<String> forceNotNull,
    List<String> forceNull,
    Optional<String> encoding) {
  /** How rows are written. */
  public enum Format {
    TEXT,
    CSV,
    BINARY
  }

  /** Whether the first line has the names of the columns; MATCH refuses other names. */
  public enum Header {
    NONE,
    PRESENT,
    MATCH
  }

  public CopyOptions {
    forceQuote = List.copyOf(forceQuote);
    forceNotNull = List.copyOf(forceNotNull);
    forceNull = List.copyOf(forceNull);
  }
}
