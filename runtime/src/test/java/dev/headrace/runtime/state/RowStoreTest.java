package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.StoredRows.LAYOUT;
import static dev.headrace.runtime.state.StoredRows.assertInconsistent;
import static dev.headrace.runtime.state.StoredRows.contents;
import static dev.headrace.runtime.state.StoredRows.key;
import static dev.headrace.runtime.state.StoredRows.keyed;
import static dev.headrace.runtime.state.StoredRows.ordered;
import static dev.headrace.runtime.state.StoredRows.read;
import static dev.headrace.runtime.state.StoredRows.total;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.StoredRows.Delta;
import dev.headrace.runtime.state.StoredRows.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class RowStoreTest {
  private final MemoryBudget budget = MemoryBudget.unlimited();

  @Test
  void aReaderSeesTheCommitsUpToItsSequence() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").add(1, 2, "two").commitTo(store, 10);
    new Delta().add(-1, 1, "one").add(1, 1, "uno").commitTo(store, 20);
    new Delta().add(-1, 2, "two").commitTo(store, 30);
    assertThat(contents(store.at(9))).isEmpty();
    assertThat(contents(store.at(10)))
        .isEqualTo(Map.of(new Row(1, "one"), 1, new Row(2, "two"), 1));
    assertThat(contents(store.at(19))).isEqualTo(contents(store.at(10)));
    assertThat(contents(store.at(20)))
        .isEqualTo(Map.of(new Row(1, "uno"), 1, new Row(2, "two"), 1));
    assertThat(contents(store.at(99))).isEqualTo(Map.of(new Row(1, "uno"), 1));
    assertThat(store.at(99).rows()).isEqualTo(1);
    assertThat(store.published()).isEqualTo(30);
  }

  @Test
  void whatIsNotPublishedIsNotSeen() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").commitTo(store, 1);
    new Delta().add(-1, 1, "one").add(1, 1, "uno").add(1, 2, "due").applyTo(store, 2);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(1, "one"), 1));
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(1, "one"));
    store.publish(2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(1, "uno"), new Row(2, "due"));
  }

  @Test
  void anUpdateMayInsertBeforeItDeletes() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").commitTo(store, 1);
    new Delta().add(1, 1, "uno").add(-1, 1, "one").commitTo(store, 2);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(1, "uno"), 1));
  }

  @Test
  void aRowMayBeMissingForAWhileWithinADelta() {
    RowStore keyed = keyed(budget);
    new Delta().add(1, 1, "here").commitTo(keyed, 1);
    new Delta()
        .add(-1, 1, "else")
        .add(-2, 5, "x")
        .add(3, 5, "x")
        .add(1, 1, "else")
        .commitTo(keyed, 2);
    assertThat(contents(keyed.at(2))).isEqualTo(Map.of(new Row(1, "here"), 1, new Row(5, "x"), 1));

    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(2, 1, "a").commitTo(bag, 1);
    new Delta().add(-3, 1, "a").add(2, 1, "a").commitTo(bag, 2);
    assertThat(contents(bag.at(2))).isEqualTo(Map.of(new Row(1, "a"), 1));
  }

  @Test
  void equalRowsOfABagAreOneWithAWeight() {
    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(1, 1, "a").add(2, 1, "a").commitTo(bag, 1);
    new Delta().add(4, 1, "a").commitTo(bag, 2);
    List<Integer> weights = new ArrayList<>();
    bag.at(2).scan((slab, from, to) -> weights.add(Rows.weight(slab, from)));
    assertThat(weights).containsExactly(7);
    assertThat(bag.at(1).rows()).isEqualTo(3);
    assertThat(bag.at(2).rows()).isEqualTo(7);
  }

  @Test
  void aBagThatOnlyGrowsKeepsRowsAsTheyCome() {
    RowStore store = RowStore.appendOnly(LAYOUT, budget);
    Map<Row, Integer> model = new HashMap<>();
    for (int commit = 1; commit <= 50; commit++) {
      Delta delta = new Delta();
      for (int i = 0; i < 200; i++) {
        Row row = new Row(i, "x".repeat(i % 37));
        delta.add(1 + i % 3, row);
        model.merge(row, 1 + i % 3, Integer::sum);
      }
      delta.commitTo(store, commit);
    }
    assertThat(contents(store.at(50))).isEqualTo(model);
    assertThat(store.at(50).rows()).isEqualTo(total(model));
    assertInconsistent(() -> new Delta().add(1, 7, "n").add(-1, 1, "").applyTo(store, 51));
    assertThat(contents(store.at(51))).isEqualTo(model);
  }

  @Test
  void rowsLongerThanAPageAreStoredToo() {
    RowStore store = keyed(budget);
    Map<Row, Integer> model = new HashMap<>();
    for (int i = 1; i < 40; i++) {
      Row row = new Row(i, "y".repeat(i % 3 == 0 ? 400_000 : i * 1_000));
      model.put(row, 1);
      new Delta().add(1, row).commitTo(store, i);
    }
    assertThat(contents(store.at(40))).isEqualTo(model);
    assertThat(ordered(store.at(40), true)).hasSize(39);
  }

  @Test
  void aDeltaThatDoesNotFitIsRefusedAndLeavesNothing() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").add(1, 2, "two").commitTo(store, 1);
    assertInconsistent(() -> new Delta().add(-1, 1, "one").add(1, 2, "b").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(1, 3, "c").add(-1, 4, "d").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(-1, 1, "not one").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(2, 3, "c").applyTo(store, 2));
    store.publish(2);
    assertThat(store.published()).isEqualTo(1);
    new Delta().add(-1, 1, "one").add(1, 3, "c").commitTo(store, 2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(2, "two"), new Row(3, "c"));
    assertThat(contents(store.at(1))).hasSize(2);

    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(2, 1, "a").commitTo(bag, 1);
    assertInconsistent(() -> new Delta().add(1, 2, "b").add(-3, 1, "a").applyTo(bag, 2));
    assertThat(contents(bag.at(2))).isEqualTo(Map.of(new Row(1, "a"), 2));
    new Delta().add(-2, 1, "a").commitTo(bag, 2);
    assertThat(contents(bag.at(2))).isEmpty();
  }

  @Test
  void rowsOfNoWeightAreNoRows() {
    for (RowStore store :
        List.of(keyed(budget), RowStore.bag(LAYOUT, budget), RowStore.appendOnly(LAYOUT, budget))) {
      new Delta()
          .add(0, 1, "a")
          .add(1, 2, "b")
          .add(0, 3, "c")
          .add(1, 4, "d")
          .add(0, 5, "e")
          .commitTo(store, 1);
      assertThat(contents(store.at(1))).isEqualTo(Map.of(new Row(2, "b"), 1, new Row(4, "d"), 1));
      assertThat(store.at(1).rows()).isEqualTo(2);
    }
  }

  @Test
  void sequencesMustGrow() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").commitTo(store, 5);
    assertThatThrownBy(() -> new Delta().add(1, 2, "two").applyTo(store, 5))
        .isInstanceOf(IllegalStateException.class);
    new Delta().add(1, 2, "two").applyTo(store, 6);
    assertThatThrownBy(() -> new Delta().add(1, 3, "three").applyTo(store, 7))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.publish(7)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.release(5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theWriterFindsRowsByKeyBeforeTheyArePublished() {
    RowStore store = keyed(budget);
    new Delta().add(1, 1, "one").applyTo(store, 1);
    List<Row> found = new ArrayList<>();
    assertThat(store.find(key(1), 0, 4, (slab, row) -> found.add(read(slab, row)))).isTrue();
    assertThat(store.find(key(2), 0, 4, (slab, row) -> found.add(read(slab, row)))).isFalse();
    assertThat(found).containsExactly(new Row(1, "one"));
    assertThat(store.at(1).get(key(1), 0, 4, (slab, row) -> found.clear())).isFalse();
    store.publish(1);
    assertThat(store.at(1).get(key(1), 0, 4, (slab, row) -> found.clear())).isTrue();
    assertThat(found).isEmpty();
  }

  @Test
  void aCursorWalksARangeInBothDirections() {
    RowStore store = keyed(budget);
    Delta delta = new Delta();
    for (int i = -500; i < 500; i++) {
      delta.add(1, i * 2, "v");
    }
    delta.commitTo(store, 1);
    IndexSnapshot rows = store.at(1).key();
    assertThat(keys(rows, at(-5), at(5), false)).containsExactly(-4, -2, 0, 2, 4);
    assertThat(keys(rows, at(-4), at(4), false)).containsExactly(-4, -2, 0, 2);
    assertThat(keys(rows, behind(-4), behind(4), false)).containsExactly(-2, 0, 2, 4);
    assertThat(keys(rows, at(-4), behind(4), true)).containsExactly(4, 2, 0, -2, -4);
    assertThat(keys(rows, behind(-4), at(4), true)).containsExactly(2, 0, -2);
    assertThat(keys(rows, at(996), KeyPosition.END, false)).containsExactly(996, 998);
    assertThat(keys(rows, KeyPosition.START, at(-996), true)).containsExactly(-998, -1000);
    assertThat(keys(rows, behind(998), KeyPosition.END, false)).isEmpty();
    assertThat(keys(rows, KeyPosition.START, at(-1000), true)).isEmpty();
    assertThat(keys(rows, at(5), at(-5), false)).isEmpty();
    assertThat(keys(rows, at(5), at(-5), true)).isEmpty();
  }

  private static KeyPosition at(int key) {
    return new KeyPosition(key(key), false);
  }

  private static KeyPosition behind(int key) {
    return new KeyPosition(key(key), true);
  }

  private static List<Integer> keys(
      IndexSnapshot rows, KeyPosition from, KeyPosition to, boolean descending) {
    RangeCursor cursor = rows.scan(new KeyRange(from, to), descending);
    List<Integer> keys = new ArrayList<>();
    while (cursor.next()) {
      keys.add(read(cursor.slab(), cursor.row()).key());
    }
    assertThat(cursor.next()).isFalse();
    return keys;
  }

  @Test
  void aStoreBeyondItsBudgetKeepsWhatItHas() {
    MemoryBudget small = new MemoryBudget(300_000);
    RowStore store = RowStore.keyed(LAYOUT, StoredRows::encode, small);
    new Delta().add(1, -1, "first").commitTo(store, 1);
    long used = small.used();
    Delta huge = new Delta();
    for (int i = 0; i < 10_000; i++) {
      huge.add(1, i, "some text");
    }
    assertThatThrownBy(() -> huge.applyTo(store, 2))
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(small.used()).isEqualTo(used);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(-1, "first"), 1));
    new Delta().add(-1, -1, "first").add(1, 2, "second").commitTo(store, 2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(2, "second"));
  }

  @Test
  void memoryOfDeletedRowsIsGivenBackOnceNobodyReadsThem() {
    for (RowStore store : List.of(keyed(budget), RowStore.bag(LAYOUT, budget))) {
      long sequence = 0;
      long once = 0;
      for (int round = 0; round < 30; round++) {
        Delta fill = new Delta();
        Delta empty = new Delta();
        for (int i = 0; i < 5_000; i++) {
          fill.add(1, i, "row " + round);
          empty.add(-1, i, "row " + round);
        }
        fill.commitTo(store, ++sequence);
        once = Math.max(once, round == 0 ? store.bytes() : 0);
        empty.commitTo(store, ++sequence);
        store.release(sequence);
        assertThat(store.at(sequence).rows()).isZero();
        assertThat(store.bytes()).isLessThan(once * 3 + 2 * RowPages.LARGEST_PAGE);
      }
    }
  }

  @Test
  void pagesThatAreMostlyDeadAreEmptied() {
    for (RowStore store : List.of(keyed(budget), RowStore.bag(LAYOUT, budget))) {
      Delta fill = new Delta();
      Delta thin = new Delta();
      Map<Row, Integer> model = new HashMap<>();
      for (int i = 0; i < 40_000; i++) {
        Row row = new Row(i, "r");
        fill.add(1, row);
        if (i % 10 == 0) {
          model.put(row, 1);
        } else {
          thin.add(-1, row);
        }
      }
      fill.commitTo(store, 1);
      long full = store.bytes();
      thin.commitTo(store, 2);
      RowSnapshot old = store.at(2);
      for (int sequence = 3; sequence < 60; sequence++) {
        new Delta().add(1, -sequence, "new").commitTo(store, sequence);
        model.put(new Row(-sequence, "new"), 1);
      }
      assertThat(contents(old)).hasSize(4_000);
      store.release(59);
      assertThat(store.bytes()).isLessThan(full / 2);
      assertThat(contents(store.at(59))).isEqualTo(model);
      assertThatThrownBy(() -> store.at(58)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void oneSlowReaderDoesNotHoldBackWhatComesAndGoes() {
    RowStore store = keyed(budget);
    Delta fill = new Delta();
    for (int key = 0; key < 1_000; key++) {
      fill.add(1, key, "1");
    }
    fill.commitTo(store, 1);
    RowSnapshot slow = store.at(1);
    long most = 0;
    for (long sequence = 2; sequence < 3_000; sequence++) {
      Delta delta = new Delta();
      for (int key = 0; key < 100; key++) {
        delta.add(-1, key, Long.toString(sequence - 1)).add(1, key, Long.toString(sequence));
      }
      delta.commitTo(store, sequence);
      store.release(new long[] {1});
      most = Math.max(most, store.bytes());
    }
    assertThat(most).isLessThan(10L * RowPages.LARGEST_PAGE);
    assertThat(contents(slow)).hasSize(1_000).containsEntry(new Row(7, "1"), 1);
    assertThat(contents(store.at(1))).isEqualTo(contents(slow));
    assertThat(contents(store.at(2_999))).containsEntry(new Row(7, "2999"), 1);
    RowSnapshot newest = store.at(2_999);
    assertThat(newest.previous).isSameAs(slow);
    assertThat(slow.previous).isNull();
  }
}
