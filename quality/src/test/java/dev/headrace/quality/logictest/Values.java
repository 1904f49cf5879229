package dev.headrace.quality.logictest;

import dev.headrace.quality.logictest.Step.Sort;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of an answer as scripts have them. */
record Values(int columns, List<List<String>> rows) {

  /** Brings each value into the form of its column's letter. */
  static Values of(Reply.Rows reply, String types) {
    List<List<String>> rows = new ArrayList<>();
    for (List<@Nullable String> row : reply.rows()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(format(row.get(i), i < types.length() ? types.charAt(i) : 'T'));
      }
      rows.add(values);
    }
    return new Values(reply.columns(), rows);
  }

  private static String format(@Nullable String value, char type) {
    if (value == null) {
      return "NULL";
    }
    if (value.isEmpty()) {
      return "(empty)";
    }
    return switch (type) {
      case 'I' -> integer(value);
      case 'R' -> real(value);
      default -> printable(value);
    };
  }

  private static String integer(String value) {
    if (value.equals("t") || value.equals("f")) {
      return value.equals("t") ? "1" : "0";
    }
    try {
      return new BigDecimal(value).setScale(0, RoundingMode.DOWN).toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }

  private static String real(String value) {
    try {
      return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }

  /** A value is a part of a line, so line ends and tabs must be visible in it. */
  private static String printable(String value) {
    return value.replace("\n", "\\n").replace("\t", "\\t");
  }

  /** All values in the order that a record asks for. */
  List<String> sorted(Sort sort) {
    List<List<String>> ordered = new ArrayList<>(rows);
    if (sort == Sort.ROWSORT) {
      ordered.sort(Values::compareRows);
    }
    List<String> values = new ArrayList<>();
    ordered.forEach(values::addAll);
    if (sort == Sort.VALUESORT) {
      Collections.sort(values);
    }
    return values;
  }

  /** The rows as lines with tabs, in the order that a record asks for. */
  List<String> lines(Sort sort) {
    List<String> values = sorted(sort);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i += columns) { // without columns there are no values
      lines.add(String.join("\t", values.subList(i, i + columns)));
    }
    return lines;
  }

  private static int compareRows(List<String> left, List<String> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = Comparator.<String>naturalOrder().compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The short form of long answers: {@code 30 values hashing to ...}. */
  static String hash(List<String> values) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (String value : values) {
        md5.update(value.getBytes(StandardCharsets.UTF_8));
        md5.update((byte) '\n');
      }
      return values.size() + " values hashing to " + HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether they are what a record expects, in any of the three forms. */
  boolean match(Step.Query query) {
    List<String> expected = query.expected();
    List<String> values = sorted(query.sort());
    if (expected.size() == 1 && expected.getFirst().contains(" values hashing to ")) {
      return hash(values).equals(expected.getFirst());
    }
    return values.equals(expected) || (columns > 1 && lines(query.sort()).equals(expected));
  }
}
