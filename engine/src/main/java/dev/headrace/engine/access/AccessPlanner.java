package dev.headrace.engine.access;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the access paths that the shape of a plan allows. */
public final class AccessPlanner {
  private final Catalog catalog;
  private final Map<String, Rel.Scan> originals = new HashMap<>();
  private final IdentityHashMap<Rel, Integer> parents = new IdentityHashMap<>();
  private final Map<String, List<AccessPath>> special = new HashMap<>();
  private final Map<String, List<AccessPath>> general = new HashMap<>();
  private int joins;

  private AccessPlanner(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The accesses of a plan that is run once. */
  public static Accesses plan(Rel rel, Catalog catalog) {
    return new AccessPlanner(catalog).plan(rel);
  }

  private Accesses plan(Rel rel) {
    // every scan gets an identity of its own, so that it may have other rows than its like
    Rel separated = mapScans(rel, this::separate, new IdentityHashMap<>());
    countParents(separated);
    visit(separated, new IdentityHashMap<>());
    IdentityHashMap<Rel, Rel> done = new IdentityHashMap<>();
    Rel result = joinedBack(separated, done);
    Map<String, ScanAccess> scans = new HashMap<>();
    for (Map.Entry<String, Rel.Scan> entry : originals.entrySet()) {
      String identity = entry.getKey();
      if (hasAccess(identity)) {
        scans.put(
            identity,
            new ScanAccess(
                entry.getValue().relation(),
                special.getOrDefault(identity, List.of()),
                general.getOrDefault(identity, List.of()).stream()
                    .map(path -> joinedBack(path, done))
                    .toList()));
      }
    }
    return new Accesses(result, scans);
  }

  private Rel.Scan separate(Rel.Scan scan) {
    String identity = scan.identity() + " access " + originals.size();
    originals.put(identity, scan);
    return new Rel.Scan(scan.relation(), identity, scan.fields());
  }

  private boolean hasAccess(String identity) {
    return special.containsKey(identity) || general.containsKey(identity);
  }

  /** Scans that have to read everything are like their like again. */
  private Rel joinedBack(Rel rel, IdentityHashMap<Rel, Rel> done) {
    return mapScans(
        rel,
        scan -> hasAccess(scan.identity()) ? scan : originals.getOrDefault(scan.identity(), scan),
        done);
  }

  private AccessPath joinedBack(AccessPath path, IdentityHashMap<Rel, Rel> done) {
    return path instanceof AccessPath.Joined joined
        ? new AccessPath.Joined(
            joined.order(),
            joined.join(),
            joinedBack(joined.outer(), done),
            joined.innerRight(),
            joined.columns())
        : path;
  }

  private static Rel mapScans(
      Rel rel, Function<Rel.Scan, Rel.Scan> map, IdentityHashMap<Rel, Rel> done) {
    Rel known = done.get(rel);
    if (known != null) {
      return known;
    }
    Rel mapped =
        RelTransformer.mapInputs(
            rel,
            input -> input instanceof Rel.Scan scan ? map.apply(scan) : mapScans(input, map, done));
    if (rel instanceof Rel.Scan scan) {
      mapped = map.apply(scan);
    }
    done.put(rel, mapped);
    return mapped;
  }

  private void countParents(Rel rel) {
    if (parents.merge(rel, 1, Integer::sum) == 1) {
      rel.inputs().forEach(this::countParents);
    }
  }

  private boolean isPrivate(Rel rel) {
    return parents.getOrDefault(rel, 0) == 1;
  }

  private void visit(Rel rel, IdentityHashMap<Rel, Boolean> visited) {
    if (visited.put(rel, true) != null) {
      return;
    }
    if (rel instanceof Rel.Sort sort && sort.limit() != null && isPrivate(sort.input())) {
      Chain.of(sort.input(), this::isPrivate)
          // the first rows of all, in no order, are had without an index
          .filter(chain -> !sort.order().isEmpty() || !chain.conjuncts().isEmpty())
          .ifPresent(chain -> addSpecial(chain, FirstRows.ofSort(sort, chain, orders(chain))));
    } else if (rel instanceof Rel.Aggregate aggregate && isPrivate(aggregate.input())) {
      Chain.of(aggregate.input(), this::isPrivate)
          .ifPresent(
              chain -> addSpecial(chain, FirstRows.ofAggregate(aggregate, chain, orders(chain))));
    } else if (rel instanceof Rel.Filter) {
      Chain.of(rel, this::isPrivate).ifPresent(this::addLookups);
    } else if (rel instanceof Rel.Join join) {
      int number = joins++;
      new JoinPaths(number, join, this::isPrivate, this::orders)
          .find((scan, path) -> add(general, scan, path));
    }
    rel.inputs().forEach(input -> visit(input, visited));
  }

  private List<KeyOrder> orders(Chain chain) {
    return orders(chain.scan());
  }

  private List<KeyOrder> orders(Rel.Scan scan) {
    Relation relation = catalog.require(scan.relation());
    return relation.store() == null ? List.of() : catalog.orders(relation);
  }

  private void addSpecial(Chain chain, List<? extends AccessPath> paths) {
    paths.forEach(path -> add(special, chain.scan(), path));
  }

  private void addLookups(Chain chain) {
    String identity = chain.scan().identity();
    // of several filters the topmost knows all
    boolean known =
        general.getOrDefault(identity, List.of()).stream()
            .anyMatch(AccessPath.Lookup.class::isInstance);
    if (known) {
      return;
    }
    List<AccessPath.Lookup> lookups = new ArrayList<>();
    for (KeyOrder order : orders(chain)) {
      KeyConditions.find(order, chain.conjuncts())
          .filter(condition -> !condition.columns().isEmpty() || order.predicate() != null)
          .ifPresent(condition -> lookups.add(new AccessPath.Lookup(order, condition)));
    }
    lookups.forEach(lookup -> add(general, chain.scan(), lookup));
  }

  private static void add(Map<String, List<AccessPath>> paths, Rel.Scan scan, AccessPath path) {
    paths.computeIfAbsent(scan.identity(), identity -> new ArrayList<>()).add(path);
  }
}
