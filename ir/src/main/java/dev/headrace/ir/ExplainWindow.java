package dev.headrace.ir;

import dev.headrace.ir.WindowFrame.Bound;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints window and set-returning functions for {@link Explain}. */
final class ExplainWindow {
  private ExplainWindow() {}

  static String line(Rel.Expand expand, List<String> names) {
    StringJoiner calls = new StringJoiner(", ");
    for (TableCall call : expand.calls()) {
      StringJoiner arguments = new StringJoiner(", ");
      call.arguments().forEach(column -> arguments.add(names.get(column)));
      calls.add(call.function().name().toLowerCase(Locale.ROOT) + "(" + arguments + ")");
    }
    return (expand.outer() ? "Left expand: " : "Expand: ")
        + calls
        + (expand.ordinality() ? " WITH ORDINALITY" : "");
  }

  static String line(Rel.Window window, List<String> names) {
    StringJoiner over = new StringJoiner(" ");
    StringJoiner partition = new StringJoiner(", ");
    window.partition().forEach(column -> partition.add(names.get(column)));
    if (!window.partition().isEmpty()) {
      over.add("PARTITION BY " + partition);
    }
    if (!window.order().isEmpty()) {
      over.add("ORDER BY " + Explain.order(window.order(), names));
    }
    StringJoiner calls = new StringJoiner(", ");
    window.calls().forEach(call -> calls.add(call(call, names)));
    return "Window (" + over + "): " + calls;
  }

  private static String call(WindowCall call, List<String> names) {
    StringJoiner arguments = new StringJoiner(", ");
    call.arguments().forEach(column -> arguments.add(names.get(column)));
    String text =
        call.aggregate() == null
            ? call.function().name().toLowerCase(Locale.ROOT) + "(" + arguments + ")"
            : Explain.call(call.aggregate(), names);
    return call.function().isFramed() && !call.frame().equals(WindowFrame.DEFAULT)
        ? text + " " + frame(call.frame(), names)
        : text;
  }

  private static String frame(WindowFrame frame, List<String> names) {
    return frame.unit()
        + " BETWEEN "
        + bound(frame.start(), names)
        + " AND "
        + bound(frame.end(), names)
        + (frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
            ? ""
            : " EXCLUDE " + frame.exclusion().name().replace('_', ' '));
  }

  private static String bound(Bound bound, List<String> names) {
    return switch (bound) {
      case Bound.Unbounded node -> "UNBOUNDED" + direction(node.following());
      case Bound.CurrentRow _ -> "CURRENT ROW";
      case Bound.Offset node ->
          Explain.explain(node.count(), List.of()) + direction(node.following());
      case Bound.Value node -> names.get(node.column()) + " AT " + names.get(node.value());
    };
  }

  private static String direction(boolean following) {
    return following ? " FOLLOWING" : " PRECEDING";
  }
}
