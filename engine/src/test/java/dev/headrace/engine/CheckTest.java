package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.AdaptiveRadixTree;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.SecondaryIndex;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a check finds what is wrong: defects are planted behind the database's back. */
final class CheckTest {
  private final Headrace db = Headrace.inMemory(Options.defaults().withWorkers(1));

  @BeforeEach
  void define() {
    db.execute("CREATE TABLE t (id int PRIMARY KEY, x int)");
    db.execute("CREATE INDEX t_x ON t (x)");
    db.execute("CREATE MATERIALIZED VIEW v AS SELECT x, count(*) AS n FROM t GROUP BY x");
    db.execute("INSERT INTO t VALUES (1, 10), (2, 10), (3, 30)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  /** What is wrong, by relation. */
  private Map<String, String> wrong() {
    return db.check().stream()
        .filter(finding -> finding.outcome() == Finding.Outcome.WRONG)
        .collect(Collectors.toMap(Finding::relation, Finding::text));
  }

  private Relation relation(String name) {
    return db.database().catalog().require(name);
  }

  private RowStore store(String name) {
    return Objects.requireNonNull(relation(name).store());
  }

  /** The tree of an index of t, which no other class of the database lets out of its hands. */
  private AdaptiveRadixTree tree(String index) throws ReflectiveOperationException {
    Catalog catalog = db.database().catalog();
    SecondaryIndex secondary =
        catalog.orders(relation("t")).stream()
            .filter(order -> order.name().equals(index))
            .map(KeyOrder::index)
            .findFirst()
            .orElseThrow();
    Field keys = SecondaryIndex.class.getDeclaredField("tree");
    keys.setAccessible(true);
    Field tree = keys.getType().getDeclaredField("tree");
    tree.setAccessible(true);
    return (AdaptiveRadixTree) tree.get(keys.get(secondary));
  }

  /** The first key of a tree. */
  private static byte[] firstKey(AdaptiveRadixTree tree) {
    var cursor = tree.cursor();
    cursor.first();
    return Arrays.copyOfRange(
        cursor.keyBytes(), cursor.keyOffset(), cursor.keyOffset() + cursor.keyLength());
  }

  @Test
  void nothingIsWrongWithAGoodDatabase() {
    assertThat(wrong()).isEmpty();
    assertThat(db.check()).hasSize(2);
  }

  @Test
  void aMissingEntryOfAnIndexIsFound() throws ReflectiveOperationException {
    AdaptiveRadixTree tree = tree("t_x");
    byte[] key = firstKey(tree);
    tree.remove(key, 0, key.length);
    db.execute("INSERT INTO t VALUES (4, 40)"); // publishes the tree
    assertThat(wrong())
        .containsExactly(Map.entry("t", "index t_x has 3 entries, leads to 3 rows and not to 1"));
  }

  @Test
  void anEntryTooManyIsFound() throws ReflectiveOperationException {
    AdaptiveRadixTree tree = tree("t_x");
    byte[] key = firstKey(tree);
    long address = tree.get(key, 0, key.length);
    key[key.length - 1] ^= 0x40;
    tree.put(key, 0, key.length, address);
    db.execute("INSERT INTO t VALUES (4, 40)");
    assertThat(wrong())
        .containsExactly(Map.entry("t", "index t_x has 5 entries, leads to 4 rows and not to 0"));
  }

  @Test
  void anEntryThatLeadsToAnotherRowIsFound() throws ReflectiveOperationException {
    AdaptiveRadixTree tree = tree("t_x");
    byte[] key = firstKey(tree);
    var last = tree.cursor();
    last.last();
    tree.put(key, 0, key.length, last.value());
    db.execute("INSERT INTO t VALUES (4, 40)");
    assertThat(wrong())
        .containsExactly(Map.entry("t", "index t_x has 4 entries, leads to 3 rows and not to 1"));
  }

  @Test
  void aMissingRowOfAViewIsFound() {
    Batch rows = new Batch();
    assertThat(relation("v")).isInstanceOf(MaterializedView.class);
    RowStore store = store("v");
    store.at(Long.MAX_VALUE).scan((slab, from, to) -> rows.appendAll(slab, from, to));
    // without its first row
    Rows.setWeight(rows.bytes(), 0, -1);
    long sequence = db.database().sequence();
    db.execute("CREATE TABLE other (id int)");
    assertThat(db.database().sequence()).isGreaterThan(sequence);
    store.apply(rows.bytes(), 0, rows.next(0), db.database().sequence());
    store.publish(db.database().sequence());
    assertThat(wrong()).containsExactly(Map.entry("v", "1 rows differ from what its query gives"));
  }
}
