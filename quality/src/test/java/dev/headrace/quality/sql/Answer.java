package dev.headrace.quality.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a database says to a statement.
 *
 * @param types names of the columns' types, without lengths
 * @param rows values as text, in the order of the answer
 * @param sqlState the error, if it was one
 * @param message of the error
 */
record Answer(
    List<String> types,
    List<List<@Nullable String>> rows,
    @Nullable String sqlState,
    String message) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+$");

  static Answer rows(List<String> types, List<List<@Nullable String>> rows) {
    return new Answer(types, rows, null, "");
  }

  static Answer error(String sqlState, String message) {
    return new Answer(List.of(), List.of(), sqlState, message);
  }

  boolean isError() {
    return sqlState != null;
  }

  /** Whether the error is one that a value causes, so that whether it occurs is up to the plan. */
  boolean isDataError() {
    return sqlState != null && (sqlState.startsWith("22") || sqlState.equals("21000"));
  }

  /** Whether the database says that it cannot do this, though the statement may be right. */
  boolean isRefusal() {
    return Objects.equals(sqlState, "0A000");
  }

  /**
   * The rows as a bag.
   *
   * @param exact whether 1.0 and 1.00 are different, as they are unless one was chosen of several
   *     equal values
   */
  List<String> bag(boolean exact) {
    List<String> bag = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      List<@Nullable String> values = new ArrayList<>();
      for (String value : row) {
        values.add(exact || value == null ? value : withoutZeros(value));
      }
      bag.add(values.toString());
    }
    Collections.sort(bag);
    return bag;
  }

  private static String withoutZeros(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return value;
    }
    String shorter =
        value.indexOf('.') < 0 ? value : TRAILING_ZEROS.matcher(value).replaceFirst("");
    return shorter.equals("-0") ? "0" : shorter;
  }

  @Override
  public String toString() {
    return isError() ? sqlState + " " + message : types + " " + bag(true);
  }
}
