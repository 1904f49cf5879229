package dev.headrace.sql.grammar;

import java.io.IOException;
import java.io.Reader;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A text as the generated lexer reads it. The generated stream copies its buffer each time a token
 * grows by 2,048 characters, so that a string of 10 MB takes minutes, and keeps a line and a column
 * for every character; here a token is a range of the text, and its place is counted when asked.
 *
 * <p>Lines end at LF, CR or both, and a tab is one column.
 */
final class TextStream extends SimpleCharStream {
  private static final IOException END = new EndOfText();

  private final String text;

  /** Index of the character that was read last. */
  private int at = -1;

  private int begin;

  // The place of a character at or before the token's first one.
  private int marked;
  private int markedLine = 1;
  private int markedColumn = 1;

  // The place of the character that was asked for last.
  private int line;
  private int column;

  TextStream(String text) {
    super(Reader.nullReader(), 1, 1, 1);
    this.text = text;
  }

  /** How the lexer learns that the text is at its end, which it does for every text. */
  private static final class EndOfText extends IOException {
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  @Override
  public char BeginToken() throws IOException {
    begin = at + 1;
    return readChar();
  }

  @Override
  public char readChar() throws IOException {
    if (at + 1 >= text.length()) {
      // a token at the end of the text has the place of the last character, as in generated streams
      begin = Math.min(begin, Math.max(0, text.length() - 1));
      throw END;
    }
    return text.charAt(++at);
  }

  @Override
  public void backup(int amount) {
    at -= amount;
  }

  String text() {
    return text;
  }

  /** Index of the first character of the token that was read last. */
  int begin() {
    return begin;
  }

  /** Index behind the token that was read last. */
  int end() {
    return at + 1;
  }

  /** Makes the token that was read last end there. */
  void moveTo(int end) {
    at = end - 1;
  }

  /** The place of an index that is not before the token that was read last. */
  SqlParserPos place(int index) {
    locateBegin();
    locate(index);
    return new SqlParserPos(line, column);
  }

  private void locate(int index) {
    int here = Math.min(marked, text.length());
    int inLine = markedColumn;
    int lines = markedLine;
    for (; here < index; here++) {
      char c = text.charAt(here);
      boolean pair = c == '\r' && here + 1 < text.length() && text.charAt(here + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        lines++;
        inLine = 1;
      } else {
        inLine++;
      }
    }
    line = lines;
    column = inLine;
  }

  private void locateBegin() {
    if (begin != marked) {
      locate(begin);
      marked = begin;
      markedLine = line;
      markedColumn = column;
    }
  }

  @Override
  public int getBeginLine() {
    locateBegin();
    return markedLine;
  }

  @Override
  public int getBeginColumn() {
    locateBegin();
    return markedColumn;
  }

  @Override
  public int getEndLine() {
    locateBegin();
    locate(Math.max(0, at));
    return line;
  }

  @Override
  public int getEndColumn() {
    locateBegin();
    locate(Math.max(0, at));
    return column;
  }

  @Override
  public String GetImage() {
    return text.substring(begin, at + 1);
  }

  @Override
  public char[] GetSuffix(int length) {
    return text.substring(at + 1 - length, at + 1).toCharArray();
  }
}
