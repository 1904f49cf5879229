package dev.headrace.ir;

import dev.headrace.ir.testkit.RandomRel;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random queries that depend on nothing but a seed. */
final class HashedQueries {
  private HashedQueries() {}

  static List<Rel> make(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Rel> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<SqlType> types =
          IntStream.range(0, 4).mapToObj(column -> RandomRel.columnType(random)).toList();
      Rel.Scan scan = new Rel.Scan("t", "t", new RandomRows(random).fields(types));
      queries.add(new RandomRel(random, List.of(scan)).next(5));
    }
    return queries;
  }
}
