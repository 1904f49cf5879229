package dev.headrace.engine;

import dev.headrace.model.Notice;
import java.util.List;

/**
 * The result of a statement without rows.
 *
 * @param tag as PostgreSQL's, for example {@code UPDATE 2}
 * @param rows how many rows were changed
 * @param notices what there is to say besides
 */
public record Command(String tag, long rows, List<Notice> notices) implements Result {
  public Command {
    notices = List.copyOf(notices);
  }
}
