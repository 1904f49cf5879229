package dev.headrace.codegen.generate;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes the loop over the records of a slab. The method's first parameters are slab, from and to.
 * A record whose code throws a SqlException goes to the unit's {@link
 * dev.headrace.runtime.unit.RowErrors}, and the loop goes on.
 */
final class RecordLoop {
  static final int SLAB = 1;
  static final int RECORD = 2;
  private static final int TO = 3;

  private RecordLoop() {}

  /**
   * Writes the loop.
   *
   * @param body writes what happens to a record; gets the segments and where to go on with the next
   *     one
   */
  static void write(Frame frame, List<RowLayout> layouts, BiConsumer<List<Segment>, Target> body) {
    CodeBuilder code = frame.code();
    List<Segment> segments = new ArrayList<>();
    int column = 0;
    for (RowLayout layout : layouts) {
      int row = segments.isEmpty() ? RECORD : frame.newLocal(Types.INT);
      segments.add(new Segment(layout, column, SLAB, row));
      column += layout.columns();
    }
    int next = frame.newLocal(Types.INT);
    Label head = code.newBoundLabel();
    Target exit = frame.newTarget();
    Target skip = frame.newTarget();
    code.iload(RECORD).iload(TO);
    frame.jump(Opcode.IF_ICMPGE, exit);
    for (int i = 0; i < segments.size(); i++) {
      int row = segments.get(i).row();
      code.aload(SLAB).iload(row).loadConstant(Rows.LENGTH_OFFSET).iadd();
      Calls.GET_INT.call(code);
      code.iload(row).iadd().istore(i + 1 < segments.size() ? segments.get(i + 1).row() : next);
    }
    Label start = code.newBoundLabel();
    code.nop();
    body.accept(segments, skip);
    Label end = code.newBoundLabel();
    frame.bind(skip);
    code.iload(next).istore(RECORD).goto_(head);
    Label handler = code.newBoundLabel();
    int error = frame.newLocal(Types.OBJECT);
    code.astore(error);
    frame.unit().pushErrors(code);
    code.aload(error).aload(SLAB).iload(RECORD);
    Calls.FAILED.call(code);
    code.iload(next).istore(RECORD).goto_(head);
    code.exceptionCatch(start, end, handler, Types.of(SqlException.class));
    frame.bind(exit);
    code.return_();
  }
}
