package dev.headrace.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.testkit.Outcome;
import dev.headrace.ir.testkit.RandomValues;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TotalFunctionsTest {
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final RandomValues values = new RandomValues(random);

  private void neverFails(Expr.Call call) {
    assertThat(Outcome.of(call, RowSource.EMPTY).error())
        .as(() -> "seed " + seed + ": " + Explain.explain(call, List.of()))
        .isNull();
  }

  private Expr.Literal literal(Kind kind) {
    SqlType type = values.type(kind);
    return new Expr.Literal(values.value(type), type);
  }

  @Test
  void listedFunctionsExistAndNeverFail() {
    for (String name : TotalFunctions.NAMES) {
      assertThat(ScalarFunctions.named(name)).as(name).isNotEmpty();
      for (ScalarFunction function : ScalarFunctions.named(name)) {
        for (int i = 0; i < 500; i++) {
          List<Expr> arguments = new ArrayList<>();
          function.parameters().forEach(kind -> arguments.add(literal(kind)));
          neverFails(new Expr.Call(function, arguments, values.type(function.result())));
        }
      }
    }
  }

  @Test
  void likeFailsOnlyForABrokenEscape() {
    Expr text = Exprs.text(0);
    assertThat(canFail(ScalarFunctions.LIKE, text, Exprs.constant("a%_b"))).isFalse();
    assertThat(canFail(ScalarFunctions.LIKE, text, Exprs.constant("a\\"))).isTrue();
    assertThat(canFail(ScalarFunctions.LIKE, text, Exprs.text(1))).isTrue();
    for (int i = 0; i < 2_000; i++) {
      Expr.Call like = call(ScalarFunctions.LIKE, literal(Kind.TEXT), literal(Kind.TEXT));
      if (TotalFunctions.contains(like)) {
        neverFails(like);
      }
    }
  }

  private Expr.Call call(ScalarFunction function, Expr... arguments) {
    return new Expr.Call(function, List.of(arguments), values.type(function.result()));
  }

  private boolean canFail(ScalarFunction function, Expr... arguments) {
    return ExprProperties.canFail(call(function, arguments));
  }
}
