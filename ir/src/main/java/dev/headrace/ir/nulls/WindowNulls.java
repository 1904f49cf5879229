package dev.headrace.ir.nulls;

import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.ir.WindowFrame.Bound;
import java.util.List;

/** Whether window functions can give NULL. */
final class WindowNulls {
  private WindowNulls() {}

  static Presence of(WindowCall call, List<Presence> input) {
    boolean never =
        switch (call.function()) {
          case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> true;
          case NTILE -> noneNullable(call, input);
          // with a value for where there is no such row
          case LAG, LEAD -> call.arguments().size() == 3 && noneNullable(call, input);
          case FIRST_VALUE, LAST_VALUE -> hasCurrentRow(call.frame()) && noneNullable(call, input);
          case NTH_VALUE -> false;
          case AGGREGATE ->
              !Nullability.ofFrame(call.requireAggregate(), input, hasCurrentRow(call.frame()))
                  .nullable();
        };
    return never ? Presence.Alone.NEVER_NULL : Presence.Alone.MAYBE_NULL;
  }

  private static boolean noneNullable(WindowCall call, List<Presence> input) {
    return call.arguments().stream().map(input::get).noneMatch(Presence::nullable);
  }

  /** Whether the frame certainly has the row itself in it, so that it is not empty. */
  private static boolean hasCurrentRow(WindowFrame frame) {
    boolean kept =
        switch (frame.exclusion()) {
          case NO_OTHERS, TIES -> true;
          case CURRENT_ROW, GROUP -> false;
        };
    return kept && reaches(frame.start(), false) && reaches(frame.end(), true);
  }

  private static boolean reaches(Bound bound, boolean following) {
    return switch (bound) {
      case Bound.Unbounded unbounded -> unbounded.following() == following;
      case Bound.CurrentRow _ -> true;
      case Bound.Offset offset -> offset.following() == following;
      // what the order's column is compared with may lie on either side
      case Bound.Value _ -> false;
    };
  }
}
