package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.util.List;

/**
 * Writes conditions as jumps to one of three targets: TRUE, FALSE, NULL. One of them may be named
 * as the next: the caller binds it right behind, so reaching it needs no jump.
 */
final class Conditions {
  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;
  private final Predicates predicates;

  Conditions(Frame frame, Expressions expressions) {
    this.frame = frame;
    this.code = frame.code();
    this.expressions = expressions;
    this.predicates = new Predicates(frame, expressions, this);
  }

  void branch(Expr condition, Target isTrue, Target isFalse, Target isNull, Target next) {
    if (expressions.isShared(condition)) {
      value(condition, isTrue, isFalse, isNull, next);
    } else {
      branchAnew(condition, isTrue, isFalse, isNull, next);
    }
  }

  /** As {@link #branch}, but evaluates a condition whose value is shared. */
  void branchAnew(Expr condition, Target isTrue, Target isFalse, Target isNull, Target next) {
    switch (condition) {
      case Expr.Comparison comparison ->
          predicates.branch(comparison, isTrue, isFalse, isNull, next);
      case Expr.DistinctFrom distinct -> predicates.branch(distinct, isTrue, isFalse, next);
      case Expr.In in -> predicates.branch(in, isTrue, isFalse, isNull, next);
      case Expr.And and -> all(and.operands(), true, isTrue, isFalse, isNull, next);
      case Expr.Or or -> all(or.operands(), false, isFalse, isTrue, isNull, next);
      case Expr.Not not -> branch(not.operand(), isFalse, isTrue, isNull, next);
      case Expr.IsNull isNullTest -> nullTest(isNullTest, isTrue, isFalse, next);
      case Expr.Case choice -> choice(choice, isTrue, isFalse, isNull, next);
      case Expr.Coalesce coalesce -> coalesce(coalesce, isTrue, isFalse, isNull, next);
      case Expr.Literal literal when literal.value() != null ->
          jumpUnlessNext((Boolean) literal.value() ? isTrue : isFalse, next);
      case Expr.Column _,
          Expr.Literal _,
          Expr.Parameter _,
          Expr.Call _,
          Expr.Cast _,
          Expr.Arithmetic _ ->
          value(condition, isTrue, isFalse, isNull, next);
    }
  }

  private void value(Expr condition, Target isTrue, Target isFalse, Target isNull, Target next) {
    frame.push(expressions.evaluate(condition, isNull));
    jump(Opcode.IFNE, Opcode.IFEQ, isTrue, isFalse, next);
  }

  /** Jumps by the int on the stack. */
  void jump(Opcode whenTrue, Opcode whenFalse, Target isTrue, Target isFalse, Target next) {
    if (next == isTrue) {
      frame.jump(whenFalse, isFalse);
    } else {
      frame.jump(whenTrue, isTrue);
      jumpUnlessNext(isFalse, next);
    }
  }

  void jumpUnlessNext(Target target, Target next) {
    if (target != next) {
      frame.jump(target);
    }
  }

  /**
   * AND, and OR with TRUE and FALSE exchanged.
   *
   * @param expected what operands have to be for the next one to be evaluated
   * @param all where to go if all are
   * @param stop where to go if one is not
   */
  private void all(
      List<Expr> operands, boolean expected, Target all, Target stop, Target isNull, Target next) {
    int lastFailing = Expressions.lastFailing(operands);
    int last = operands.size() - 1;
    int sawNull = -1;
    for (int i = 0; i < last; i++) {
      Expr operand = operands.get(i);
      // NULL decides only if nothing behind can raise an error, and NULL and stop are the same
      boolean decides = !operand.nullable() || (isNull == stop && i >= lastFailing);
      if (!decides && sawNull < 0) {
        sawNull = startFlag();
      }
      Target proceed = frame.newTarget();
      if (decides) {
        branchExpecting(operand, expected, proceed, stop, isNull, proceed);
      } else {
        Target noteNull = frame.newTarget();
        branchExpecting(operand, expected, proceed, stop, noteNull, noteNull);
        frame.bind(noteNull);
        code.iconst_1().istore(sawNull);
      }
      frame.bind(proceed);
    }
    if (sawNull < 0) {
      branchExpecting(operands.get(last), expected, all, stop, isNull, next);
      return;
    }
    Target lastHolds = frame.newTarget();
    branchExpecting(operands.get(last), expected, lastHolds, stop, isNull, lastHolds);
    frame.bind(lastHolds);
    code.iload(sawNull);
    frame.jump(Opcode.IFNE, isNull);
    jumpUnlessNext(all, next);
  }

  private int startFlag() {
    int flag = frame.newLocal(Types.INT);
    code.iconst_0().istore(flag);
    return flag;
  }

  private void branchExpecting(
      Expr operand, boolean expected, Target met, Target stop, Target isNull, Target next) {
    branch(operand, expected ? met : stop, expected ? stop : met, isNull, next);
  }

  private void nullTest(Expr.IsNull test, Target isTrue, Target isFalse, Target next) {
    Expr operand = test.operand();
    if (ExprProperties.isTrivial(operand)) {
      frame.pushNullFlag(expressions.nullness(operand));
      jump(Opcode.IFNE, Opcode.IFEQ, isTrue, isFalse, next);
    } else {
      expressions.evaluate(operand, isTrue);
      jumpUnlessNext(isFalse, next);
    }
  }

  private void choice(Expr.Case choice, Target isTrue, Target isFalse, Target isNull, Target next) {
    for (Expr.Case.Branch branch : choice.branches()) {
      Target otherwise = frame.newTarget();
      Target body = frame.newTarget();
      branch(branch.condition(), body, otherwise, otherwise, body);
      frame.bind(body);
      Target end = frame.newTarget();
      branch(branch.result(), isTrue, isFalse, isNull, end);
      frame.bind(otherwise);
    }
    branch(choice.otherwise(), isTrue, isFalse, isNull, next);
  }

  private void coalesce(
      Expr.Coalesce coalesce, Target isTrue, Target isFalse, Target isNull, Target next) {
    List<Expr> operands = coalesce.operands();
    for (Expr operand : operands.subList(0, operands.size() - 1)) {
      Target otherwise = frame.newTarget();
      branch(operand, isTrue, isFalse, otherwise, otherwise);
      frame.bind(otherwise);
    }
    branch(operands.getLast(), isTrue, isFalse, isNull, next);
  }
}
