package dev.headrace.engine.access;

import java.util.List;

/**
 * What may be done instead of reading all rows of one scan.
 *
 * @param relation its name
 * @param special paths that suit the plan above the scan: all of them together, or none
 * @param general paths of which one is enough
 */
record ScanAccess(String relation, List<AccessPath> special, List<AccessPath> general) {
  ScanAccess {
    special = List.copyOf(special);
    general = List.copyOf(general);
  }
}
