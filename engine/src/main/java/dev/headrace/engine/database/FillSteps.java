package dev.headrace.engine.database;

import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts what new views read into steps of about the same size. What is small comes first: once a
 * dimension is there, each fact finds its row at once, and an outer join takes little back.
 *
 * <p>Operators that compute much anew for a few rows more, as window functions do, get steps as
 * large as all before them: so they compute a row three times on average, however many rows there
 * are, and they keep all rows anyway.
 */
final class FillSteps {
  private final long stepBytes;
  private final boolean growing;
  private final long total;
  private final Deque<Source> left = new ArrayDeque<>();
  private long done;

  /** What is to be read of an operator, from one of its ranges on. */
  private static final class Source {
    private final Operator operator;
    private final Segments rows;
    private int next;

    Source(Operator operator, Segments rows) {
      this.operator = operator;
      this.rows = rows;
    }

    /** Takes whole ranges, at least one, until there are enough. */
    Segments take(long bytes) {
      Segments taken = new Segments();
      while (next < rows.size() && (taken.isEmpty() || taken.bytes() < bytes)) {
        taken.add(rows, next);
        next++;
      }
      return taken;
    }
  }

  /**
   * @param rows by the operators that have put them out
   * @param stepBytes about what a step is to have
   * @param growing whether steps are to be as large as all before them
   */
  FillSteps(Map<Operator, Segments> rows, long stepBytes, boolean growing) {
    this.stepBytes = stepBytes;
    this.growing = growing;
    List<Source> sources =
        rows.entrySet().stream()
            .map(entry -> new Source(entry.getKey(), entry.getValue()))
            .filter(source -> !source.rows.isEmpty())
            .sorted(Comparator.comparingLong(source -> source.rows.bytes()))
            .toList();
    left.addAll(sources);
    this.total = sources.stream().mapToLong(source -> source.rows.bytes()).sum();
  }

  boolean hasNext() {
    return !left.isEmpty();
  }

  /** What the next step reads; nothing if there is nothing left. */
  Map<Operator, Segments> next() {
    IdentityHashMap<Operator, Segments> step = new IdentityHashMap<>();
    long limit = growing ? Math.max(stepBytes, done) : stepBytes;
    long bytes = 0;
    while (!left.isEmpty() && bytes < limit) {
      Source source = left.getFirst();
      Segments taken = source.take(limit - bytes);
      step.put(source.operator, taken);
      bytes += taken.bytes();
      if (source.next == source.rows.size()) {
        left.removeFirst();
      }
    }
    done += bytes;
    return step;
  }

  /** How much has been handed out, of 100. */
  int percent() {
    return total == 0 ? 100 : (int) (100 * done / total);
  }
}
