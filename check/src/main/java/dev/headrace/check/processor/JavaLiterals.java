package dev.headrace.check.processor;

import java.util.ArrayList;
import java.util.List;

/**
 * The string literals and text blocks of a Java source, one after the other, with the place in the
 * source that each character of their values has. Unicode escapes are not read.
 */
final class JavaLiterals {
  private static final String BLOCK = "\"\"\"";

  private final String source;
  private int at;
  private final StringBuilder value = new StringBuilder();
  private final List<Integer> offsets = new ArrayList<>();

  JavaLiterals(String source) {
    this.source = source;
  }

  /** Goes to the next literal. */
  boolean next() {
    while (at < source.length()) {
      if (source.startsWith("//", at)) {
        at = endOf("\n");
      } else if (source.startsWith("/*", at)) {
        at = endOf("*/");
      } else if (source.startsWith(BLOCK, at)) {
        readBlock();
        return true;
      } else if (source.charAt(at) == '"') {
        readString();
        return true;
      } else if (source.charAt(at) == '\'') {
        skipCharacter();
      }
      at++;
    }
    return false;
  }

  /** Goes to the quote that ends a character literal. */
  private void skipCharacter() {
    at++;
    while (at < source.length() && source.charAt(at) != '\'' && source.charAt(at) != '\n') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
  }

  private int endOf(String closing) {
    int end = source.indexOf(closing, at + 2);
    return end < 0 ? source.length() : end + closing.length() - 1;
  }

  /** What the literal stands for. */
  String value() {
    return value.toString();
  }

  /** Where its characters are, and behind the last one where it ends. */
  int[] offsets() {
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Index behind the literal. */
  int end() {
    return at;
  }

  private void begin() {
    value.setLength(0);
    offsets.clear();
  }

  private void add(char c, int offset) {
    value.append(c);
    offsets.add(offset);
  }

  private void readString() {
    begin();
    at++;
    while (at < source.length() && source.charAt(at) != '"' && source.charAt(at) != '\n') {
      readCharacter(source.length());
    }
    offsets.add(at);
    at++;
  }

  /** One character, which may be escaped. */
  private void readCharacter(int end) {
    char c = source.charAt(at);
    if (c != '\\' || at + 1 >= end) {
      add(c, at++);
      return;
    }
    int start = at;
    char escaped = source.charAt(at + 1);
    at += 2;
    switch (escaped) {
      case 'n' -> add('\n', start);
      case 't' -> add('\t', start);
      case 'b' -> add('\b', start);
      case 'r' -> add('\r', start);
      case 'f' -> add('\f', start);
      case 's' -> add(' ', start);
      case '\n' -> {} // the line goes on
      case '\r' -> at += source.startsWith("\n", at) ? 1 : 0; // the same, on Windows
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int code = escaped - '0';
        int most = code < 4 ? 2 : 1;
        for (int i = 0; i < most && at < end && "01234567".indexOf(source.charAt(at)) >= 0; i++) {
          code = code * 8 + source.charAt(at++) - '0';
        }
        add((char) code, start);
      }
      default -> add(escaped, start);
    }
  }

  private void readBlock() {
    begin();
    int start = source.indexOf('\n', at) + 1;
    int end = start;
    while (end < source.length() && !source.startsWith(BLOCK, end)) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    int indentation = indentation(start, end);
    at = start;
    while (at <= end) {
      int lineEnd = source.indexOf('\n', at);
      boolean last = lineEnd < 0 || lineEnd >= end;
      int stop = last ? end : lineEnd;
      readLine(indentation, stop);
      if (last) {
        break;
      }
      if (at <= stop) {
        add('\n', stop);
        at = stop + 1;
      }
    }
    offsets.add(end);
    at = Math.min(source.length(), end + BLOCK.length());
  }

  private void readLine(int indentation, int stop) {
    int text = stop;
    while (text > at && isBlank(source.charAt(text - 1))) {
      text--;
    }
    at = Math.min(at + indentation, stop);
    while (at < text) {
      readCharacter(stop + 1);
    }
    if (at <= stop) {
      at = stop;
    }
  }

  /** Of the least indented line; the closing delimiter's counts too. */
  private int indentation(int start, int end) {
    int least = Integer.MAX_VALUE;
    int line = start;
    while (line <= end) {
      int lineEnd = source.indexOf('\n', line);
      boolean last = lineEnd < 0 || lineEnd >= end;
      int stop = last ? end : lineEnd;
      int text = line;
      while (text < stop && isBlank(source.charAt(text))) {
        text++;
      }
      if (text < stop || last) {
        least = Math.min(least, text - line);
      }
      if (last) {
        break;
      }
      line = stop + 1;
    }
    return least == Integer.MAX_VALUE ? 0 : least;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
  }
}
