package dev.headrace.codegen;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tables that an aggregating unit works on, and their contents as text. */
final class GroupTables {
  private final End.Aggregate end;
  private final RowLayout accumulators;
  private final GroupTable groups;
  private final GroupTable[] values;

  GroupTables(End.Aggregate end, List<SqlType> types) {
    this.end = end;
    this.accumulators = new RowLayout(end.accumulatorTypes());
    List<Supplier<Object>> objects = new ArrayList<>();
    for (Accumulator accumulator : end.accumulators()) {
      if (accumulator.kind() == Accumulator.Kind.SUM_DOUBLE) {
        objects.add(ExactSum::new);
      } else if (accumulator.kind() == Accumulator.Kind.SUM_DECIMAL) {
        objects.add(DecimalSum::new);
      }
    }
    List<SqlType> keyTypes = end.keys().stream().map(types::get).toList();
    MemoryBudget budget = MemoryBudget.unlimited();
    this.groups = new GroupTable(accumulators, new RowLayout(keyTypes), budget, objects);
    this.values = new GroupTable[end.values().size()];
    for (int i = 0; i < values.length; i++) {
      ValueSet set = end.values().get(i);
      List<SqlType> valueTypes = new ArrayList<>(keyTypes);
      valueTypes.add(set.type());
      RowLayout weight = new RowLayout(List.of(SqlType.BIGINT));
      values[i] = new GroupTable(weight, new RowLayout(valueTypes), budget, List.of());
    }
  }

  GroupTable groups() {
    return groups;
  }

  GroupTable[] values() {
    return values;
  }

  /** Groups, then single values, each with its key. */
  Map<String, String> dump() {
    Map<String, String> result = new TreeMap<>();
    RowReader keys = new RowReader(groups.key());
    groups.forEach(
        address -> {
          byte[] page = groups.page(address);
          int at = GroupTable.offset(address);
          result.put(
              "group " + keyText(keys.get(page, at + groups.keyOffset())), accumulators(page, at));
        });
    for (int i = 0; i < values.length; i++) {
      GroupTable table = values[i];
      String name = "value " + i + " ";
      RowReader reader = new RowReader(table.key());
      table.forEach(
          address -> {
            byte[] page = table.page(address);
            int at = GroupTable.offset(address);
            long weight = Rows.getLong(page, at + table.accumulators().offset(0));
            result.put(name + keyText(reader.get(page, at + table.keyOffset())), "" + weight);
          });
    }
    return result;
  }

  private String accumulators(byte[] page, int at) {
    List<String> texts = new ArrayList<>();
    int column = 0;
    int object = 0;
    for (Accumulator accumulator : end.accumulators()) {
      switch (accumulator.kind()) {
        case ROWS, COUNT, SUM_LONG, GREATEST, LEAST -> texts.add("" + at(page, at, column));
        case SUM_WIDE -> {
          BigInteger high = BigInteger.valueOf(at(page, at, column + 1)).shiftLeft(64);
          BigInteger low = new BigInteger(Long.toUnsignedString(at(page, at, column)));
          texts.add("" + high.add(low));
        }
        case SUM_DOUBLE -> {
          ExactSum sum = (ExactSum) groups.object(page, at, object++);
          texts.add(text(sum::value));
        }
        case SUM_DECIMAL -> {
          DecimalSum sum = (DecimalSum) groups.object(page, at, object++);
          texts.add(text(sum::value));
        }
      }
      column += accumulator.kind().columns();
    }
    return texts.toString();
  }

  private long at(byte[] page, int at, int column) {
    return Rows.getLong(page, at + accumulators.offset(column));
  }

  /** A key as text, different for different keys. */
  static String keyText(List<@Nullable Object> key) {
    return key.stream().map(GroupTables::valueText).toList().toString();
  }

  private static String valueText(@Nullable Object value) {
    return value instanceof Slice slice
        ? "x'" + HexFormat.of().formatHex(slice.toBytes()) + "'"
        : "" + value;
  }

  /** A sum, or why there is none: too large, or more was taken back than was there. */
  static String text(Supplier<Object> value) {
    try {
      return "" + value.get();
    } catch (SqlException | ArithmeticException e) {
      return "" + e.getMessage();
    }
  }
}
