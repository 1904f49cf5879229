package dev.headrace.ir;

import java.util.IdentityHashMap;
import java.util.function.UnaryOperator;

/**
 * Marks what a tree reads in several places and must not compute for each of them: nodes with
 * several parents whose rows depend on VOLATILE functions. A query of WITH is one node however
 * often it is named; equal queries that stand apart are as many nodes, and each has its own rows.
 */
public final class OnceMarker {
  private final Determinism determinism;
  private final IdentityHashMap<Rel, Integer> parents = new IdentityHashMap<>();
  private final IdentityHashMap<Rel, Rel> marked = new IdentityHashMap<>();
  private int names;

  private OnceMarker(Determinism determinism) {
    this.determinism = determinism;
  }

  /** The tree with its nodes marked. */
  public static Rel mark(Rel root, Determinism determinism) {
    if (determinism.of(root)) {
      return root;
    }
    OnceMarker marker = new OnceMarker(determinism);
    marker.count(root);
    return marker.visit(root);
  }

  /** The tree with other names for what is computed once, so that it is not that of another. */
  public static Rel renamed(Rel root, UnaryOperator<String> name) {
    return renamed(root, name, new IdentityHashMap<>());
  }

  private static Rel renamed(
      Rel rel, UnaryOperator<String> name, IdentityHashMap<Rel, Rel> renamed) {
    Rel result = renamed.get(rel);
    if (result == null) {
      result = RelTransformer.mapInputs(rel, input -> renamed(input, name, renamed));
      if (result instanceof Rel.Once(Rel input, String old)) {
        result = new Rel.Once(input, name.apply(old));
      }
      renamed.put(rel, result);
    }
    return result;
  }

  private void count(Rel rel) {
    if (parents.merge(rel, 1, Integer::sum) == 1) {
      rel.inputs().forEach(this::count);
    }
  }

  private Rel visit(Rel rel) {
    Rel result = marked.get(rel);
    if (result == null) {
      result = RelTransformer.mapInputs(rel, this::visit);
      if (parents.getOrDefault(rel, 0) > 1 && !determinism.of(rel)) {
        result = new Rel.Once(result, Integer.toString(++names));
      }
      marked.put(rel, result);
    }
    return result;
  }
}
