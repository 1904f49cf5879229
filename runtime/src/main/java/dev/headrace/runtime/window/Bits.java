package dev.headrace.runtime.window;

/** BIT_AND, BIT_OR and BIT_XOR of integers. */
final class Bits extends Accumulation {
  /** Which one. */
  enum Operator {
    AND,
    OR,
    XOR
  }

  private final Operator operator;
  private final int argument;
  private long value;
  private boolean any;

  Bits(Operator operator, int argument) {
    this.operator = operator;
    this.argument = argument;
  }

  @Override
  void clear() {
    any = false;
  }

  @Override
  void add(Partition rows, int index) {
    if (rows.isNull(index, argument)) {
      return;
    }
    long next = rows.integer(index, argument);
    value = any ? combined(next) : next;
    any = true;
  }

  private long combined(long next) {
    return switch (operator) {
      case AND -> value & next;
      case OR -> value | next;
      case XOR -> value ^ next;
    };
  }

  @Override
  boolean givesNumbers() {
    return true;
  }

  @Override
  void result(ResultColumn results, int index) {
    if (any) {
      results.setNumber(index, value);
    } else {
      results.setNull(index);
    }
  }
}
