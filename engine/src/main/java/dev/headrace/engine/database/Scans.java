package dev.headrace.engine.database;

import dev.headrace.ir.Rel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds the scans in a tree. */
public final class Scans {
  private Scans() {}

  /** One scan for every identity that is scanned, in the order in which they are met. */
  public static List<Rel.Scan> of(Rel rel) {
    List<Rel.Scan> scans = new ArrayList<>();
    collect(rel, scans, Collections.newSetFromMap(new IdentityHashMap<>()));
    return scans;
  }

  private static void collect(Rel rel, List<Rel.Scan> scans, Set<Rel> seen) {
    if (!seen.add(rel)) {
      return;
    }
    if (rel instanceof Rel.Scan scan
        && scans.stream().noneMatch(s -> s.identity().equals(scan.identity()))) {
      scans.add(scan);
    }
    rel.inputs().forEach(input -> collect(input, scans, seen));
  }
}
