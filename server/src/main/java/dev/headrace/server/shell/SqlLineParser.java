package dev.headrace.server.shell;

import dev.headrace.server.text.StatementScanner;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor whether a statement is complete, and which word the cursor is in. */
final class SqlLineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean accepting = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
    if (accepting && !line.startsWith("\\") && !StatementScanner.scan(line).complete()) {
      throw new EOFError(-1, cursor, "statement without semicolon", "");
    }
    return words(line, cursor);
  }

  @Override
  public boolean isEscapeChar(char character) {
    return false;
  }

  private static ParsedLine words(String line, int cursor) {
    List<String> words = new ArrayList<>();
    int index = 0;
    int wordCursor = 0;
    int at = 0;
    while (at <= line.length()) {
      int start = at;
      while (at < line.length() && isWordPart(line.charAt(at))) {
        at++;
      }
      boolean holdsCursor = start <= cursor && cursor <= at;
      if (at > start || holdsCursor) {
        if (holdsCursor) {
          index = words.size();
          wordCursor = cursor - start;
        }
        words.add(line.substring(start, at));
      }
      at++;
    }
    return new Words(line, cursor, List.copyOf(words), index, wordCursor);
  }

  private static boolean isWordPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '\\';
  }

  /** A line cut into words; nothing is quoted. */
  private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.isEmpty() ? "" : words.get(wordIndex);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }
}
