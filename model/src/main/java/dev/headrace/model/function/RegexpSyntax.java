package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PostgreSQL's advanced regular expressions (section 9.7.3) as {@link Pattern} has them. Letters
 * and digits are those of Unicode, {@code \d} is 0 to 9.
 */
final class RegexpSyntax {
  /** The option that lets {@code ^} and {@code $} match at the ends of lines. */
  static final int LINE_ANCHORS = Pattern.MULTILINE;

  /** The option that keeps {@code .} and {@code [^x]} from matching a line break. */
  static final int STOP_AT_LINES = Pattern.UNIX_LINES;

  static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static final String INVALID = "invalid regular expression: ";
  private static final int MAX_REPETITIONS = 255;
  private static final Pattern BOUND = Pattern.compile("([0-9]{1,3})(?:,([0-9]{0,3}))?");

  private static final String WORD = "\\w\\p{IsAlphabetic}\\p{Nd}";
  private static final String SPACE =
      "\\s\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000";

  private static final String BEFORE_WORD = "(?=[" + WORD + "])";
  private static final String NOT_BEFORE_WORD = "(?![" + WORD + "])";
  private static final String BEHIND_WORD = "(?<=[" + WORD + "])";
  private static final String NOT_BEHIND_WORD = "(?<![" + WORD + "])";
  private static final String START_OF_WORD = NOT_BEHIND_WORD + BEFORE_WORD;
  private static final String END_OF_WORD = BEHIND_WORD + NOT_BEFORE_WORD;

  private final String pattern;
  private final StringBuilder java;
  private int options;
  private int at;

  private RegexpSyntax(String pattern, int options) {
    this.pattern = pattern;
    this.options = options;
    this.java = new StringBuilder(pattern.length() + 8);
  }

  /**
   * Compiles an expression.
   *
   * @param options those that {@link RegexpOptions} reads; the expression may begin with its own
   * @throws SqlException 2201B if it is none
   */
  static Pattern compile(String pattern, int options) {
    try {
      return new RegexpSyntax(pattern, options).compile();
    } catch (PatternSyntaxException e) {
      throw new SqlException(
          ErrorCode.INVALID_REGULAR_EXPRESSION, INVALID + problem(e.getDescription()), e);
    }
  }

  /** The options with one more, given by its letter; -1 if there is no such letter. */
  static int with(int options, char letter) {
    return switch (letter) {
      case 'i' -> options | IGNORE_CASE;
      case 'c' -> options & ~IGNORE_CASE;
      case 'n', 'm' -> options | LINE_ANCHORS | STOP_AT_LINES;
      case 'p' -> (options | STOP_AT_LINES) & ~LINE_ANCHORS;
      case 'w' -> (options | LINE_ANCHORS) & ~STOP_AT_LINES;
      case 's' -> options & ~(LINE_ANCHORS | STOP_AT_LINES);
      case 'x' -> options | Pattern.COMMENTS;
      case 't' -> options & ~Pattern.COMMENTS;
      case 'q' -> options | Pattern.LITERAL;
      case 'e' -> options & ~Pattern.LITERAL;
      default -> -1;
    };
  }

  /** In PostgreSQL's words. */
  private static String problem(String description) {
    String first = description.replaceFirst(" .*", "");
    return switch (first) {
      case "Unclosed", "Unmatched" -> "parentheses () not balanced";
      case "Dangling" -> "quantifier operand invalid";
      case "Illegal" -> "invalid character range";
      default -> description;
    };
  }

  private Pattern compile() {
    if (pattern.startsWith("***=")) {
      at = 4;
      options |= Pattern.LITERAL;
    } else if (!is(Pattern.LITERAL)) {
      at = pattern.startsWith("***:") ? 4 : 0;
      ownOptions();
    }
    if (is(Pattern.LITERAL)) {
      java.append(pattern, at, pattern.length());
    } else {
      while (at < pattern.length()) {
        atom();
      }
    }
    int lines = LINE_ANCHORS | STOP_AT_LINES;
    return Pattern.compile(java.toString(), (options & ~lines) | Pattern.DOTALL);
  }

  private boolean is(int option) {
    return (options & option) != 0;
  }

  /** {@code (?i)} and the like, which may stand at the start only. */
  private void ownOptions() {
    int end = at + 2;
    while (end < pattern.length() && isLetter(pattern.charAt(end))) {
      end++;
    }
    if (pattern.startsWith("(?", at) && pattern.startsWith(")", end)) {
      for (int i = at + 2; i < end; i++) {
        int changed = with(options, pattern.charAt(i));
        if (changed < 0) {
          throw invalid("invalid embedded option");
        }
        options = changed;
      }
      at = end + 1;
    }
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private void atom() {
    char c = pattern.charAt(at);
    switch (c) {
      case '\\' -> {
        at++;
        escape(false);
      }
      case '[' -> bracket();
      case '(' -> group();
      case '*', '+', '?', '{' -> quantifier();
      case '.' -> add(is(STOP_AT_LINES) ? "[^\\n]" : ".");
      case '^' -> add(is(LINE_ANCHORS) ? "(?<![^\\n])" : "^");
      case '$' -> add(is(LINE_ANCHORS) ? "(?![^\\n])" : "\\z");
      case '#' -> comment();
      default -> add(Character.toString(c));
    }
  }

  private void add(String translated) {
    java.append(translated);
    at++;
  }

  /** In the expanded syntax up to the end of the line. */
  private void comment() {
    int end = is(Pattern.COMMENTS) ? pattern.indexOf('\n', at) : at;
    at = end < 0 ? pattern.length() : end + 1;
    java.append(is(Pattern.COMMENTS) ? "" : "#");
  }

  private void group() {
    if (pattern.startsWith("(?#", at) && pattern.indexOf(')', at) > 0) {
      at = pattern.indexOf(')', at) + 1;
      return;
    }
    if (pattern.startsWith("(?", at)) {
      for (String known : new String[] {"(?:", "(?=", "(?!", "(?<=", "(?<!"}) {
        if (pattern.startsWith(known, at)) {
          java.append(known);
          at += known.length();
          return;
        }
      }
      throw invalid("quantifier operand invalid");
    }
    add("(");
  }

  private void quantifier() {
    if (!startsQuantifier()) {
      add("\\{");
      return;
    }
    int end = pattern.charAt(at) == '{' ? bound() : at;
    java.append(pattern, at, end + 1);
    at = end + 1;
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      add("?");
    }
    // which for Java would be a possessive one
    if (at < pattern.length() && startsQuantifier()) {
      throw invalid("quantifier operand invalid");
    }
  }

  /** The end of a bound such as {@code {2,3}}. */
  private int bound() {
    int end = pattern.indexOf('}', at);
    if (end < 0) {
      throw invalid("braces {} not balanced");
    }
    Matcher counts = BOUND.matcher(pattern.substring(at + 1, end));
    if (!counts.matches()) {
      throw invalid("invalid repetition count(s)");
    }
    int least = Integer.parseInt(counts.group(1));
    String last = counts.group(2);
    int most = last == null || last.isEmpty() ? MAX_REPETITIONS : Integer.parseInt(last);
    if (least > most || Math.max(least, most) > MAX_REPETITIONS) {
      throw invalid("invalid repetition count(s)");
    }
    return end;
  }

  /** A brace is one before a digit only. */
  private boolean startsQuantifier() {
    char c = pattern.charAt(at);
    return c == '{'
        ? at + 1 < pattern.length() && Character.digit(pattern.charAt(at + 1), 10) >= 0
        : "*+?".indexOf(c) >= 0;
  }

  /** Behind the backslash. */
  private void escape(boolean inBracket) {
    if (at >= pattern.length()) {
      throw invalid("invalid escape \\ sequence");
    }
    char c = pattern.charAt(at);
    String translated =
        switch (c) {
          case 'w' -> inBracket ? WORD : "[" + WORD + "]";
          case 's' -> inBracket ? SPACE : "[" + SPACE + "]";
          case 'W' -> "[^" + WORD + "]";
          case 'S' -> "[^" + SPACE + "]";
          case 'd' -> "\\d";
          case 'D' -> "\\D";
          case 'a' -> "\\x07";
          case 'b' -> "\\x08";
          case 'B' -> "\\\\";
          case 'e' -> "\\x1b";
          case 'f', 'n', 'r', 't' -> "\\" + c;
          case 'v' -> "\\x0b";
          default -> "";
        };
    if (!translated.isEmpty()) {
      add(translated);
    } else if (c == 'x' || c == 'u' || c == 'U' || c == 'c') {
      character(c);
    } else if (c >= '0' && c <= '9') {
      number(inBracket);
    } else if (!isLetter(c)) {
      java.append('\\');
      add(Character.toString(c));
    } else if (!inBracket) {
      constraint(c);
    } else {
      throw invalid("invalid escape \\ sequence");
    }
  }

  private void constraint(char c) {
    add(
        switch (c) {
          case 'A' -> "\\A";
          case 'Z' -> "\\z";
          case 'm' -> START_OF_WORD;
          case 'M' -> END_OF_WORD;
          case 'y' -> "(?:" + START_OF_WORD + "|" + END_OF_WORD + ")";
          case 'Y' ->
              "(?:" + (NOT_BEHIND_WORD + NOT_BEFORE_WORD) + "|" + (BEHIND_WORD + BEFORE_WORD) + ")";
          default -> throw invalid("invalid escape \\ sequence");
        });
  }

  /** {@code \cX}, {@code \xhh}, {@code \}{@code uhhhh} and {@code \Uhhhhhhhh}. */
  private void character(char kind) {
    int start = ++at;
    if (kind == 'c') {
      if (start >= pattern.length()) {
        throw invalid("invalid escape \\ sequence");
      }
      at++;
      hex(pattern.charAt(start) & 0x1f);
      return;
    }
    int most = kind == 'x' ? pattern.length() : kind == 'u' ? 4 : 8;
    while (at < pattern.length()
        && at - start < most
        && Character.digit(pattern.charAt(at), 16) >= 0) {
      at++;
    }
    String digits = pattern.substring(start, at);
    if (digits.isEmpty() || (kind != 'x' && digits.length() < most)) {
      throw invalid("invalid escape \\ sequence");
    }
    // more than eight digits are too many without leading zeros
    String significant = digits.substring(Math.max(0, digits.length() - 8));
    long code = Long.parseLong(significant, 16);
    boolean zeros = digits.substring(0, digits.length() - significant.length()).matches("0*");
    if (!zeros || code > Character.MAX_CODE_POINT) {
      throw invalid("invalid escape \\ sequence");
    }
    hex((int) code);
  }

  private void hex(int code) {
    java.append("\\x{").append(Integer.toHexString(code)).append('}');
  }

  /** A back reference, or the octal number of a character. */
  private void number(boolean inBracket) {
    int start = at;
    if (pattern.charAt(start) != '0' && !inBracket) {
      java.append('\\');
      add(pattern.substring(start, start + 1));
      return;
    }
    while (at < pattern.length()
        && at - start < 3
        && Character.digit(pattern.charAt(at), 8) >= 0
        && pattern.charAt(at) <= '7') {
      at++;
    }
    if (at == start) {
      throw invalid("invalid escape \\ sequence");
    }
    hex(Integer.parseInt(pattern.substring(start, at), 8));
  }

  private void bracket() {
    if (pattern.startsWith("[[:<:]]", at) || pattern.startsWith("[[:>:]]", at)) {
      java.append(pattern.charAt(at + 3) == '<' ? START_OF_WORD : END_OF_WORD);
      at += 7;
      return;
    }
    add("[");
    boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
    if (negated) {
      add(is(STOP_AT_LINES) ? "^\\n" : "^");
    }
    for (int start = at; at < pattern.length() && (at == start || pattern.charAt(at) != ']'); ) {
      inBracket();
    }
    if (at >= pattern.length()) {
      throw invalid("brackets [] not balanced");
    }
    add("]");
  }

  private void inBracket() {
    char c = pattern.charAt(at);
    char next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
    int end = c == '[' && ":.=".indexOf(next) >= 0 ? pattern.indexOf(next + "]", at + 2) : -1;
    if (end >= 0) {
      String name = pattern.substring(at + 2, end);
      java.append(next == ':' ? characterClass(name) : collating(name));
      at = end + 2;
    } else if (c == '\\') {
      at++;
      escape(true);
    } else {
      if ("[]&^#".indexOf(c) >= 0 || Character.isWhitespace(c)) {
        java.append('\\');
      }
      add(Character.toString(c));
    }
  }

  private static String collating(String element) {
    if (element.codePointCount(0, element.length()) != 1) {
      throw invalid("invalid collating element");
    }
    return "\\x{" + Integer.toHexString(element.codePointAt(0)) + "}";
  }

  private static String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{IsAlphabetic}[\\p{Nd}&&[^0-9]]";
      case "digit" -> "\\d";
      case "alnum" -> "\\p{IsAlphabetic}\\p{Nd}";
      case "upper" -> "\\p{IsUppercase}";
      case "lower" -> "\\p{IsLowercase}";
      case "space" -> SPACE;
      case "blank" -> " \\t";
      case "punct" -> "\\p{Punct}";
      case "cntrl" -> "\\p{Cntrl}";
      case "xdigit" -> "\\p{XDigit}";
      case "graph" -> "\\p{Graph}";
      case "print" -> "\\p{Print}";
      case "word" -> WORD;
      default -> throw invalid("invalid character class");
    };
  }

  private static SqlException invalid(String what) {
    return new SqlException(ErrorCode.INVALID_REGULAR_EXPRESSION, INVALID + what);
  }
}
