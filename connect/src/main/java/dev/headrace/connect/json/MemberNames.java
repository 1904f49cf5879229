package dev.headrace.connect.json;

import dev.headrace.model.Field;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.JsonText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which column a member of an object is for. Objects of a file mostly have the same members in the
 * same order, so the name that stood in the same place last time is tried first; other names are
 * looked up as they are written, quotes and escapes included.
 */
final class MemberNames {
  /** Files with ever new names must not fill the memory. */
  private static final int MAX_KNOWN = 10_000;

  private static final int MAX_MEMBERS = 1_600;

  private final List<Field> fields;
  private final Map<Slice, Integer> columns = new HashMap<>();
  private final Slice probe = new Slice();
  private byte[][] lastNames = new byte[0][];
  private int[] lastColumns = new int[0];

  MemberNames(List<Field> fields) {
    this.fields = fields;
  }

  /**
   * The column of a member, or -1 if it is for none.
   *
   * @param member its number within its object
   * @param start where its name starts, with the quote
   * @param end where its name ends, with the quote
   */
  int column(int member, byte[] bytes, int start, int end) {
    if (member < lastNames.length) {
      byte[] name = lastNames[member];
      if (Arrays.equals(name, 0, name.length, bytes, start, end)) {
        return lastColumns[member];
      }
    }
    int column = lookUp(probe.set(bytes, start, end - start));
    if (member < MAX_MEMBERS) {
      remember(member, Arrays.copyOfRange(bytes, start, end), column);
    }
    return column;
  }

  private int lookUp(Slice written) {
    Integer known = columns.get(written);
    if (known != null) {
      return known;
    }
    int column = columnOf(written);
    if (columns.size() < MAX_KNOWN) {
      columns.put(written.copy(), column);
    }
    return column;
  }

  private int columnOf(Slice written) {
    try {
      return find(
          JsonText.unquote(written.base(), written.offset(), written.length(), new Slice())
              .toString());
    } catch (SqlException e) {
      // No column's name has a NUL or half a surrogate pair in it.
      return -1;
    }
  }

  private int find(String name) {
    int found = -1;
    for (int column = fields.size() - 1; column >= 0; column--) {
      String candidate = fields.get(column).name();
      if (candidate.equals(name)) {
        return column;
      }
      found = candidate.equalsIgnoreCase(name) ? column : found;
    }
    return found;
  }

  private void remember(int member, byte[] name, int column) {
    if (member >= lastNames.length) {
      int before = lastNames.length;
      lastNames = Arrays.copyOf(lastNames, member + 1);
      lastColumns = Arrays.copyOf(lastColumns, member + 1);
      Arrays.fill(lastNames, before, member + 1, new byte[0]);
    }
    lastNames[member] = name;
    lastColumns[member] = column;
  }
}
