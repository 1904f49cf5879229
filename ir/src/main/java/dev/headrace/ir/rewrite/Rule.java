package dev.headrace.ir.rewrite;

import dev.headrace.ir.Rel;

/** A local rewrite of one node and what is directly below it. */
@FunctionalInterface
interface Rule {
  /**
   * The node in its better form: the same columns (types and order; names may differ), the same
   * rows. The same object if the rule does not apply.
   */
  Rel apply(Rel rel);
}
