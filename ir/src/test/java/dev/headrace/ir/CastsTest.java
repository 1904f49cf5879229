package dev.headrace.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.ir.Casts.Context;
import dev.headrace.ir.testkit.RandomValues;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CastsTest {
  @Test
  void everyPossibleCastIsLoweredToItsType() {
    for (SqlType from : types()) {
      for (SqlType to : types()) {
        if (Casts.isPossible(from, to, Context.EXPLICIT)) {
          Expr cast = Casts.expand(new Expr.Cast(column(from), to));
          assertThat(cast.type()).as("%s to %s", from, to).isEqualTo(to);
          assertThat(Casts.assignment(column(from), to).type()).isEqualTo(to);
        } else {
          assertThatThrownBy(() -> Casts.expand(new Expr.Cast(column(from), to)))
              .as("%s to %s", from, to)
              .isInstanceOfSatisfying(
                  SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("42846"));
        }
      }
    }
  }

  private static List<SqlType> types() {
    List<SqlType> types =
        new java.util.ArrayList<>(
            List.of(
                SqlType.numeric(10, 2),
                SqlType.varchar(5),
                SqlType.character(5),
                SqlType.array(SqlType.TEXT),
                RandomValues.MOOD));
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ARRAY && kind != Kind.ENUM) {
        types.add(new SqlType(kind, SqlType.UNBOUNDED, 0, null));
      }
    }
    return types;
  }

  private static Expr column(SqlType type) {
    return new Expr.Column(0, type, true);
  }

  @Test
  void contextsAreThoseOfPostgresql() {
    assertThat(Casts.isPossible(SqlType.INTEGER, SqlType.BIGINT, Context.IMPLICIT)).isTrue();
    assertThat(Casts.isPossible(SqlType.BIGINT, SqlType.INTEGER, Context.IMPLICIT)).isFalse();
    assertThat(Casts.isPossible(SqlType.BIGINT, SqlType.INTEGER, Context.ASSIGNMENT)).isTrue();
    assertThat(Casts.isPossible(SqlType.INTEGER, SqlType.TEXT, Context.IMPLICIT)).isFalse();
    assertThat(Casts.isPossible(SqlType.INTEGER, SqlType.TEXT, Context.ASSIGNMENT)).isTrue();
    assertThat(Casts.isPossible(SqlType.TEXT, SqlType.INTEGER, Context.ASSIGNMENT)).isFalse();
    assertThat(Casts.isPossible(SqlType.TEXT, SqlType.INTEGER, Context.EXPLICIT)).isTrue();
    assertThat(Casts.isPossible(SqlType.DATE, SqlType.INTEGER, Context.EXPLICIT)).isFalse();
    assertThat(Casts.isPossible(SqlType.INTEGER, SqlType.BOOLEAN, Context.ASSIGNMENT)).isFalse();
    assertThat(Casts.isPossible(SqlType.BIGINT, SqlType.BOOLEAN, Context.EXPLICIT)).isFalse();
  }

  @Test
  void textKindsAreRelabelledWithoutACall() {
    assertThat(Casts.expand(new Expr.Cast(column(SqlType.varchar(3)), SqlType.TEXT)))
        .isEqualTo(column(SqlType.TEXT));
    assertThat(Casts.expand(new Expr.Cast(column(SqlType.varchar(3)), SqlType.varchar(5))))
        .isEqualTo(column(SqlType.varchar(5)));
  }

  @Test
  void castsCutAndAssignmentsRefuseLongText() {
    assertThat(function(Casts.expand(new Expr.Cast(column(SqlType.TEXT), SqlType.varchar(3)))))
        .isEqualTo("varchar_cast");
    assertThat(function(Casts.assignment(column(SqlType.TEXT), SqlType.varchar(3))))
        .isEqualTo("varchar_assign");
  }

  @Test
  void timeZoneDependentCastsTakeTheSessionsZone() {
    Expr.Call cast =
        (Expr.Call) Casts.expand(new Expr.Cast(column(SqlType.TIMESTAMPTZ), SqlType.TEXT));

    assertThat(function(cast.arguments().getLast())).isEqualTo("session_time_zone");
  }

  @Test
  void nullTakesAnyType() {
    assertThat(Casts.expand(new Expr.Cast(new Expr.Literal(null, SqlType.DATE), SqlType.INTEGER)))
        .isEqualTo(new Expr.Literal(null, SqlType.INTEGER));
  }

  private static String function(Expr call) {
    return ((Expr.Call) call).function().name();
  }
}
