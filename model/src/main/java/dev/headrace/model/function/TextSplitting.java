package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** STRING_TO_ARRAY. */
public final class TextSplitting {
  private TextSplitting() {}

  /** The parts between separators; the whole for an empty one, nothing of an empty text. */
  public static Slice toArray(Slice text, Slice separator, Slice out) {
    return toArray(text, separator, null, out);
  }

  /** The same, where one of the parts stands for NULL. */
  public static Slice toArray(Slice text, Slice separator, @Nullable Slice nulls, Slice out) {
    List<@Nullable Object> parts = new ArrayList<>();
    String whole = text.toString();
    String between = separator.toString();
    int from = 0;
    for (int at = between.isEmpty() ? -1 : whole.indexOf(between);
        at >= 0;
        at = whole.indexOf(between, from)) {
      parts.add(part(whole.substring(from, at), nulls));
      from = at + between.length();
    }
    if (!whole.isEmpty()) {
      parts.add(part(whole.substring(from), nulls));
    }
    return out.set(ArrayValues.encode(SqlType.array(SqlType.TEXT), parts));
  }

  private static @Nullable Slice part(String text, @Nullable Slice nulls) {
    Slice part = Slice.of(text);
    return nulls != null && part.equals(nulls) ? null : part;
  }

  /** Of no separator at all: the characters. */
  public static Slice characters(Slice text, Slice out) {
    return characters(text, null, out);
  }

  /** The same, where one of the characters stands for NULL. */
  public static Slice characters(Slice text, @Nullable Slice nulls, Slice out) {
    List<@Nullable Object> parts = new ArrayList<>();
    text.toString().codePoints().forEach(c -> parts.add(part(Character.toString(c), nulls)));
    return out.set(ArrayValues.encode(SqlType.array(SqlType.TEXT), parts));
  }
}
