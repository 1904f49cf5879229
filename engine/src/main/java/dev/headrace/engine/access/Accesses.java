package dev.headrace.engine.access;

import dev.headrace.ir.Rel;
import java.util.Map;

/**
 * A plan whose scans that need not read everything have identities of their own.
 *
 * @param rel the plan
 * @param scans what may be done instead, by the scans' identities
 */
public record Accesses(Rel rel, Map<String, ScanAccess> scans) {
  public Accesses {
    scans = Map.copyOf(scans);
  }

  /** A plan that reads everything. */
  public static Accesses none(Rel rel) {
    return new Accesses(rel, Map.of());
  }
}
