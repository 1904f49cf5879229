package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operators {@code ~} and {@code ~*} and REGEXP functions, on {@link Pattern}; {@link
 * RegexpSyntax} translates. What remains different from PostgreSQL: of alternatives the first
 * matches, not the longest.
 */
public final class RegularExpressions {
  private static final int MAX_CACHED = 500;
  private static final Map<Key, Pattern> CACHE = new ConcurrentHashMap<>();

  private record Key(Slice pattern, int options) {}

  private RegularExpressions() {}

  /** {@code text ~ pattern}. */
  public static boolean matches(Slice text, Slice pattern) {
    return find(compile(pattern, 0).matcher(text.toString()), 0);
  }

  /** {@code text ~* pattern}. */
  public static boolean matchesIgnoringCase(Slice text, Slice pattern) {
    return find(compile(pattern, RegexpSyntax.IGNORE_CASE).matcher(text.toString()), 0);
  }

  /** SUBSTRING(text FROM pattern): the first group, or the match; NULL without one. */
  public static @Nullable Slice substring(Slice text, Slice pattern, Slice out) {
    Matcher matcher = compile(pattern, 0).matcher(text.toString());
    if (!find(matcher, 0)) {
      return null;
    }
    String found = matcher.group(Math.min(1, matcher.groupCount()));
    return found == null ? null : out.set(Slice.of(found));
  }

  /** REGEXP_REPLACE of the first match. */
  public static Slice replace(Slice text, Slice pattern, Slice replacement, Slice out) {
    return replace(text, pattern, replacement, 0, false, out);
  }

  /** REGEXP_REPLACE with flags: g for all matches, i to ignore case. */
  public static Slice replace(
      Slice text, Slice pattern, Slice replacement, Slice flags, Slice out) {
    RegexpOptions options = RegexpOptions.of(flags, "g");
    return replace(text, pattern, replacement, options.flags(), options.all(), out);
  }

  private static Slice replace(
      Slice text, Slice pattern, Slice replacement, int flags, boolean all, Slice out) {
    String source = text.toString();
    String template = replacement.toString();
    Matcher matcher = compile(pattern, flags).matcher(source);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int from = 0;
    while (from <= source.length() && find(matcher, from)) {
      result.append(source, copied, matcher.start());
      substitute(template, matcher, result);
      copied = matcher.end();
      // An empty match must not be found again at the same place.
      from = matcher.end();
      if (matcher.end() == matcher.start()) {
        from += from < source.length() ? Character.charCount(source.codePointAt(from)) : 1;
      }
      if (!all) {
        break;
      }
    }
    return out.set(Slice.of(result.append(source, copied, source.length()).toString()));
  }

  /** Appends a replacement with {@code \1} to {@code \9} and {@code \&} filled in. */
  static void substitute(String template, Matcher matcher, StringBuilder result) {
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '\\' || i + 1 == template.length()) {
        result.append(c);
        continue;
      }
      char next = template.charAt(++i);
      if (next == '&') {
        result.append(matcher.group());
      } else if (next >= '1' && next <= '9') {
        String group = next - '0' <= matcher.groupCount() ? matcher.group(next - '0') : null;
        result.append(group == null ? "" : group);
      } else if (next == '\\') {
        result.append('\\');
      } else {
        result.append('\\').append(next);
      }
    }
  }

  /**
   * The parts of a text between matches. An empty match at the start, at the end or right behind
   * another match does not count.
   */
  public static List<Slice> split(Slice text, Slice pattern) {
    return split(text, pattern, 0);
  }

  static List<Slice> split(Slice text, Slice pattern, int flags) {
    String string = text.toString();
    Matcher matcher = compile(pattern, flags).matcher(string);
    List<Slice> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= string.length() && find(matcher, at); ) {
      boolean empty = matcher.end() == matcher.start();
      if (empty && (matcher.start() == from || matcher.start() == string.length())) {
        at = matcher.end() + 1;
        continue;
      }
      parts.add(Slice.of(string.substring(from, matcher.start())));
      from = matcher.end();
      at = empty ? from + 1 : from;
    }
    parts.add(Slice.of(string.substring(from)));
    return parts;
  }

  static boolean find(Matcher matcher, int from) {
    try {
      return matcher.find(from);
    } catch (StackOverflowError e) {
      throw new SqlException(
          ErrorCode.STATEMENT_TOO_COMPLEX, "regular expression is too complex for its text", e);
    }
  }

  static Pattern compile(Slice pattern, int options) {
    Pattern cached = CACHE.get(new Key(pattern, options));
    if (cached != null) {
      return cached;
    }
    Pattern compiled = RegexpSyntax.compile(pattern.toString(), options);
    if (CACHE.size() >= MAX_CACHED) {
      CACHE.clear();
    }
    CACHE.put(new Key(pattern.copy(), options), compiled);
    return compiled;
  }
}
