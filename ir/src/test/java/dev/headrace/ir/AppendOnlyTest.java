package dev.headrace.ir;

import static dev.headrace.ir.Exprs.bool;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppendOnlyTest {
  private static final List<Field> FIELDS = List.of(Field.of("a", SqlType.INTEGER));
  private static final Rel STREAM = new Rel.Scan("stream", "stream", FIELDS);
  private static final Rel TABLE = new Rel.Scan("table", "table", FIELDS);

  private final AppendOnly appendOnly = new AppendOnly("stream"::equals);

  private static Rel join(Join.Kind kind, Rel left, Rel right) {
    return new Join(kind, left, right, List.of(new Join.Key(0, 0, false)), null);
  }

  @Test
  void scansSayThemselves() {
    assertThat(appendOnly.of(STREAM)).isTrue();
    assertThat(appendOnly.of(TABLE)).isFalse();
  }

  @Test
  void filtersProjectionsAndUnionsKeepIt() {
    Rel filter = new Rel.Filter(STREAM, equal(integer(0), constant(1)));
    Rel project = new Rel.Project(filter, List.of(integer(0)), FIELDS);
    assertThat(appendOnly.of(project)).isTrue();
    assertThat(appendOnly.of(new Rel.Union(List.of(project, STREAM), FIELDS))).isTrue();
    assertThat(appendOnly.of(new Rel.Union(List.of(project, TABLE), FIELDS))).isFalse();
  }

  @Test
  void aFilterThatChangesItsMindLosesIt() {
    Expr tossed = new Expr.Call(TestFunctions.TOSSED, List.of(), SqlType.BOOLEAN);
    assertThat(appendOnly.of(new Rel.Filter(STREAM, tossed))).isFalse();
    assertThat(appendOnly.of(new Rel.Filter(STREAM, new Expr.Or(List.of(bool(0), tossed)))))
        .isFalse();
  }

  @Test
  void onlyJoinsWithoutUnmatchedRowsKeepIt() {
    assertThat(appendOnly.of(join(Join.Kind.INNER, STREAM, STREAM))).isTrue();
    assertThat(appendOnly.of(join(Join.Kind.SEMI, STREAM, STREAM))).isTrue();
    assertThat(appendOnly.of(join(Join.Kind.INNER, STREAM, TABLE))).isFalse();
    assertThat(appendOnly.of(join(Join.Kind.LEFT, STREAM, STREAM))).isFalse();
    assertThat(appendOnly.of(join(Join.Kind.ANTI, STREAM, STREAM))).isFalse();
  }

  @Test
  void aggregatesReplaceTheirRowsButDistinctDoesNot() {
    AggregateCall count =
        new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    List<Field> counted = List.of(FIELDS.getFirst(), Field.notNull("count", SqlType.BIGINT));
    assertThat(appendOnly.of(new Rel.Aggregate(STREAM, List.of(0), List.of(count), counted)))
        .isFalse();
    assertThat(appendOnly.of(new Rel.Aggregate(STREAM, List.of(0), List.of(), FIELDS))).isTrue();
  }
}
