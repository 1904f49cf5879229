package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.support.RowFailures;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loop over the records of a slab. */
final class Records {
  private final RowReaderSource source;
  private final int segments;
  private final RowErrors errors;

  /** What happens to a record; the source points at it. */
  @FunctionalInterface
  interface Body {
    void accept(byte[] slab, int record, int weight);
  }

  Records(UnitSpec spec, UnitContext context) {
    this.source = new RowReaderSource(spec.input(), parameters(spec, context));
    this.segments = spec.input().size();
    this.errors = context.errors();
  }

  /** The statement's parameters. */
  static List<@Nullable Object> parameters(UnitSpec spec, UnitContext context) {
    return spec.parameters().columns() == 0
        ? new ArrayList<>()
        : new RowReader(spec.parameters())
            .get(context.parameters().base(), context.parameters().offset());
  }

  RowReaderSource source() {
    return source;
  }

  /** Calls the body for each record; those that fail go to the handler of errors. */
  void forEach(byte[] slab, int from, int to, Body body) {
    int record = from;
    while (record < to) {
      source.atConsecutive(slab, record);
      int next = record;
      for (int segment = 0; segment < segments; segment++) {
        next += Rows.length(slab, next);
      }
      try {
        body.accept(slab, record, Rows.weight(slab, record));
      } catch (SqlException e) {
        RowFailures.handle(errors, e, slab, record);
      }
      record = next;
    }
  }
}
