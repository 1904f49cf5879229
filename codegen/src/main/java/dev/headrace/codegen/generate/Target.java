package dev.headrace.codegen.generate;

import java.lang.classfile.Label;

/**
 * A place to jump to. It remembers what was known in its {@link Scope} when it was made: what has
 * been learned since does not hold where jumps arrive. So make it before the code that jumps to it.
 */
final class Target {
  private final Label label;
  private final int mark;
  private boolean used;

  Target(Label label, int mark) {
    this.label = label;
    this.mark = mark;
  }

  /** The label, for a jump. */
  Label use() {
    used = true;
    return label;
  }

  Label label() {
    return label;
  }

  int mark() {
    return mark;
  }

  /** Whether anything jumps here. */
  boolean isUsed() {
    return used;
  }
}
