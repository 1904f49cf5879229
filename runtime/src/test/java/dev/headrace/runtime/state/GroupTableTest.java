package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class GroupTableTest {
  private static final RowLayout SUM = new RowLayout(List.of(SqlType.BIGINT));
  private static final RowLayout SUM_AND_OBJECTS =
      new RowLayout(List.of(SqlType.BIGINT, SqlType.INTEGER));

  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final Keys keys = new Keys();

  private GroupTable sums() {
    return new GroupTable(SUM, Keys.LAYOUT, budget, List.of());
  }

  private long locate(GroupTable table, long key) {
    long hash = keys.hash(key);
    return table.locateRecord(hash, keys.slab(), keys.row(key));
  }

  private long find(GroupTable table, long key) {
    long hash = keys.hash(key);
    return table.find(hash, keys.slab(), keys.row(key));
  }

  private static long sum(GroupTable table, long address) {
    return Rows.getLong(table.page(address), GroupTable.offset(address) + SUM.offset(0));
  }

  private static void add(GroupTable table, long address, long value) {
    int at = GroupTable.offset(address) + SUM.offset(0);
    Rows.putLong(table.page(address), at, sum(table, address) + value);
  }

  private static Map<Long, Long> contents(GroupTable table) {
    Map<Long, Long> found = new HashMap<>();
    table.forEach(
        address -> {
          int key = GroupTable.offset(address) + table.keyOffset();
          Long before = found.put(Keys.key(table.page(address), key), sum(table, address));
          assertThat(before).isNull();
        });
    return found;
  }

  @RepeatedTest(6)
  void behavesLikeAMap() {
    Random random = Seeds.random("groups");
    List<Long> pool =
        random.nextBoolean()
            ? Keys.colliding(1 + random.nextInt(300))
            : random.longs(1 + random.nextInt(20_000)).boxed().toList();
    GroupTable table = sums();
    Map<Long, Long> model = new HashMap<>();
    int removals = random.nextInt(60);
    for (int i = 0; i < 40_000; i++) {
      long key = pool.get(random.nextInt(pool.size()));
      if (random.nextInt(100) < removals) {
        long address = find(table, key);
        assertThat(address != 0).isEqualTo(model.containsKey(key));
        if (address != 0) {
          assertThat(sum(table, address)).isEqualTo(model.remove(key));
          table.remove(keys.hash(key), address);
          assertThat(find(table, key)).isZero();
        }
      } else {
        long address = locate(table, key);
        assertThat(table.inserted()).isEqualTo(!model.containsKey(key));
        assertThat(table.page()).isSameAs(table.page(address));
        add(table, address, i);
        model.merge(key, (long) i, Long::sum);
      }
      if (random.nextInt(15_000) == 0) {
        table.clear();
        model.clear();
      }
      assertThat(table.size()).isEqualTo(model.size());
      assertThat(budget.used()).isEqualTo(table.bytes());
    }
    assertThat(contents(table)).isEqualTo(model);
  }

  @Test
  void addressesStayWhileTheTableGrows() {
    GroupTable table = sums();
    Map<Long, Long> addresses = new HashMap<>();
    for (long key = 0; key < 10_000; key++) {
      addresses.put(key, locate(table, key));
    }
    addresses.forEach((key, address) -> assertThat(find(table, key)).isEqualTo(address));
  }

  @Test
  void aRecordIsAppendedAsTwoRowsWithTheAccumulatorsInFront() {
    GroupTable table = sums();
    long address = locate(table, 42);
    add(table, address, 7);
    Batch batch = new Batch();
    table.append(address, -1, batch);
    assertThat(batch.rows()).isEqualTo(1);
    assertThat(Rows.weight(batch.bytes(), 0)).isEqualTo(-1);
    assertThat(Rows.getLong(batch.bytes(), SUM.offset(0))).isEqualTo(7);
    int key = batch.next(0);
    assertThat(Keys.key(batch.bytes(), key)).isEqualTo(42);
    assertThat(batch.next(key)).isEqualTo(batch.end());
  }

  @Test
  void everyRecordHasItsOwnObjects() {
    List<Supplier<Object>> factories = List.of(ArrayList<Object>::new, StringBuilder::new);
    GroupTable table = new GroupTable(SUM_AND_OBJECTS, Keys.LAYOUT, budget, factories);
    Random random = Seeds.random("objects");
    Map<Long, String> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long key = random.nextInt(300);
      long address = locate(table, key);
      int record = GroupTable.offset(address);
      byte[] page = table.page();
      assertThat(table.object(page, record, 0)).isInstanceOf(ArrayList.class);
      StringBuilder text = (StringBuilder) table.object(page, record, 1);
      assertThat(text.toString()).isEqualTo(model.getOrDefault(key, ""));
      if (random.nextInt(3) == 0) {
        table.remove(keys.hash(key), address);
        model.remove(key);
      } else {
        text.append(i % 10);
        model.put(key, text.toString());
      }
    }
    table.clear();
    locate(table, 1);
    int record = GroupTable.offset(find(table, 1));
    assertThat(((StringBuilder) table.object(table.page(), record, 1)).length()).isZero();
  }

  @Test
  void aTableThatMayNotGrowStaysAsItIs() {
    MemoryBudget small = new MemoryBudget(20_000);
    GroupTable table = new GroupTable(SUM, Keys.LAYOUT, small, List.of());
    assertThatThrownBy(
            () -> {
              for (long key = 0; key < 100_000; key++) {
                locate(table, key);
              }
            })
        .isInstanceOf(SqlException.class);
    int size = table.size();
    for (long key = 200_000; key < 201_000; key++) {
      long refused = key;
      assertThat(find(table, refused)).isZero();
      try {
        locate(table, refused);
        size++;
      } catch (SqlException e) {
        assertThat(e.sqlState()).isEqualTo("53200");
      }
    }
    assertThat(table.size()).isEqualTo(size);
    assertThat(contents(table)).hasSize(size);
    assertThat(small.used()).isEqualTo(table.bytes());
  }

  @Test
  void removingARecordThatIsNotThereIsADefect() {
    GroupTable table = sums();
    long address = locate(table, 1);
    table.remove(keys.hash(1), address);
    assertThatThrownBy(() -> table.remove(keys.hash(1), address))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void roomThatIsMadeAtOnceNeedsNoMoreSlots() {
    GroupTable table = sums();
    table.reserve(10_000);
    long slots = table.bytes();
    for (long key = 0; key < 10_000; key++) {
      locate(table, key);
    }

    GroupTable grown = sums();
    for (long key = 0; key < 10_000; key++) {
      locate(grown, key);
    }
    assertThat(table.bytes()).as("as if grown").isEqualTo(grown.bytes());
    assertThat(slots).isGreaterThan(10_000L * Long.BYTES);
    table.reserve(5_000);
    assertThat(table.bytes()).as("no less").isEqualTo(grown.bytes());
    assertThat(contents(table)).hasSize(10_000);
  }
}
