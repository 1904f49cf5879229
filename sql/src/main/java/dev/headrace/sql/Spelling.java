package dev.headrace.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds the names that a misspelled one may have meant. */
final class Spelling {
  private static final int MAX_NAME = 64;

  private Spelling() {}

  /**
   * The closest candidates, none if even those are too far away, as PostgreSQL decides it: at most
   * half of the characters may differ. Of more than two that are equally close, none is named.
   */
  static List<String> closest(
      String wanted, Collection<String> candidates, UnaryOperator<String> name) {
    int best = wanted.length() / 2;
    List<String> closest = new ArrayList<>();
    for (String candidate : candidates) {
      int distance = distance(wanted, name.apply(candidate));
      if (distance == 0 || distance > best) {
        continue;
      }
      if (distance < best) {
        best = distance;
        closest.clear();
      }
      closest.add(candidate);
    }
    return closest.size() > 2 ? List.of() : closest;
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    if (a.length() > MAX_NAME || b.length() > MAX_NAME) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
