package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.StoredRows.LAYOUT;
import static dev.headrace.runtime.state.StoredRows.contents;
import static dev.headrace.runtime.state.StoredRows.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.StoredRows.Delta;
import dev.headrace.runtime.state.StoredRows.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class PageCacheTest {
  private static final int LIMIT = 1 << 20;
  private static final int ROWS = 40_000;

  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final FakePageFile file = new FakePageFile();
  private final PageCache cache = new PageCache(LIMIT, file);

  private static Row row(int key) {
    return new Row(key, "the text of row " + key + ", which makes it longer than a few bytes");
  }

  /** A table of some four times the limit, in commits of a thousand rows. */
  private RowStore large() {
    RowStore store = RowStore.keyed(LAYOUT, StoredRows::encode, budget, cache);
    for (int from = 0; from < ROWS; from += 1_000) {
      insert(store, from, from + 1_000, 1 + from / 1_000);
    }
    return store;
  }

  private static void insert(RowStore store, int from, int to, long sequence) {
    Delta delta = new Delta();
    for (int key = from; key < to; key++) {
      delta.add(1, row(key));
    }
    delta.commitTo(store, sequence);
  }

  private static @Nullable Row find(RowStore store, int key) {
    Row[] found = new Row[1];
    store
        .at(Long.MAX_VALUE)
        .get(key(key), 0, 4, (slab, at) -> found[0] = StoredRows.read(slab, at));
    return found[0];
  }

  private static Map<Row, Integer> rows(int from, int to) {
    Map<Row, Integer> rows = new HashMap<>();
    for (int key = from; key < to; key++) {
      rows.put(row(key), 1);
    }
    return rows;
  }

  @Test
  void keepsMemoryWithinItsLimitAndReadsBackWhatLeft() {
    RowStore store = large();
    assertThat(cache.statistics().residentBytes()).isBetween(LIMIT / 2L, (long) LIMIT);
    assertThat(cache.statistics().fileBytes()).isGreaterThan(2L * LIMIT);
    assertThat(contents(store.at(Long.MAX_VALUE))).isEqualTo(rows(0, ROWS));
    for (int key = 0; key < ROWS; key += 997) {
      assertThat(find(store, key)).isEqualTo(row(key));
    }
    assertThat(find(store, ROWS)).isNull();
    assertThat(cache.statistics().residentBytes()).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void aPageIsWrittenOnceHoweverOftenItLeaves() {
    RowStore store = large();
    for (int round = 0; round < 3; round++) {
      for (int key = 0; key < ROWS; key += 500) {
        find(store, key);
      }
    }
    PageCache.Statistics statistics = cache.statistics();
    assertThat(statistics.evictions()).isGreaterThan(2L * file.writes.get());
    // pages of rows, and blocks with thirteen bytes for each, of which commits copy the last one
    assertThat(file.writes.get()).isLessThan(60 + ROWS * 13 / KeyBlock.LARGEST + ROWS / 1_000);
    assertThat(statistics.misses()).isEqualTo(file.reads.get());
  }

  @Test
  void whatIsLookedAtAgainAndAgainStaysWhileTablesAreScanned() {
    RowStore store = large();
    int hot = 20_000;
    for (int round = 0; round < 20; round++) {
      find(store, hot);
      contents(store.at(Long.MAX_VALUE));
    }
    int before = file.reads.get();
    assertThat(find(store, hot)).isEqualTo(row(hot));
    assertThat(file.reads.get()).isEqualTo(before);
  }

  @Test
  void aCommitThatNeedsRoomFailsWithTheDiskAndLeavesNothing() {
    RowStore store = large();
    file.writeFailure = ErrorCode.DISK_FULL;
    SqlException failed =
        catchThrowableOfType(SqlException.class, () -> insert(store, ROWS, 2 * ROWS, ROWS));
    assertThat(failed.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(contents(store.at(Long.MAX_VALUE))).as("reading goes on").isEqualTo(rows(0, ROWS));
    assertThat(find(store, 1)).isEqualTo(row(1));
    file.writeFailure = null;
    insert(store, ROWS, 2 * ROWS, ROWS);
    assertThat(contents(store.at(Long.MAX_VALUE))).isEqualTo(rows(0, 2 * ROWS));
  }

  @Test
  void aPageThatCannotBeReadIsAnErrorAndACommitThatNeedsItIsUndone() {
    for (RowStore store : List.of(large(), RowStore.bag(LAYOUT, budget, cache))) {
      if (store.at(Long.MAX_VALUE).rows() == 0) {
        insert(store, 0, ROWS, 1);
        insert(store, ROWS, ROWS + 1_000, 2);
      }
      Map<Row, Integer> before = contents(store.at(Long.MAX_VALUE));
      Delta delta = new Delta();
      // from the last, which is in memory, to the first, which is not
      for (int key = ROWS - 1; key >= 0; key -= 100) {
        delta.add(-1, row(key)).add(1, key, "changed");
      }
      file.readFailure = ErrorCode.IO_ERROR;
      SqlException failed =
          catchThrowableOfType(SqlException.class, () -> delta.commitTo(store, 1_000_000));
      assertThat(failed.code()).isEqualTo(ErrorCode.IO_ERROR);
      assertThat(
              catchThrowableOfType(SqlException.class, () -> contents(store.at(Long.MAX_VALUE)))
                  .code())
          .isEqualTo(ErrorCode.IO_ERROR);
      file.readFailure = null;
      assertThat(contents(store.at(Long.MAX_VALUE))).isEqualTo(before);
      delta.commitTo(store, 1_000_001);
      assertThat(contents(store.at(Long.MAX_VALUE)))
          .hasSize(before.size())
          .containsEntry(new Row(ROWS - 1, "changed"), 1)
          .doesNotContainKey(row(ROWS - 1));
    }
  }

  @Test
  void aDamagedPageIsAnErrorAndNoAnswer() {
    RowStore store = large();
    file.damage();
    SqlException failed =
        catchThrowableOfType(SqlException.class, () -> contents(store.at(Long.MAX_VALUE)));
    assertThat(failed.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(failed.message())
        .startsWith("a page of a table was read back wrong from the page file, at ");
  }

  @Test
  void whatIsDeletedGivesItsPlacesBack() {
    RowStore store = large();
    Map<Row, Integer> left = rows(0, ROWS);
    long sequence = 1_000;
    for (int round = 0; round < 3; round++) {
      for (int from = 0; from < ROWS; from += 1_000) {
        Delta delta = new Delta();
        for (int key = from; key < from + 1_000; key++) {
          delta.add(-1, row(key));
        }
        delta.commitTo(store, ++sequence);
        insert(store, from, from + 1_000, ++sequence);
        store.release(sequence);
      }
    }
    assertThat(contents(store.at(Long.MAX_VALUE))).isEqualTo(left);
    assertThat(cache.statistics().fileBytes()).isLessThan(8L * LIMIT);
    assertThat(cache.statistics().residentBytes()).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void whoLooksForRowsOfAPageThatWasFreedMeanwhileFindsNone() {
    RowStore store = large();
    Delta delta = new Delta();
    for (int key = 0; key < ROWS / 2; key++) {
      delta.add(-1, row(key));
    }
    delta.commitTo(store, 1_000);
    RowSnapshot snapshot = store.at(1_000);
    List<ColdRows> later = new ArrayList<>();
    snapshot.scanCold((slab, from, to) -> {}, later::add);
    store.release(1_000);
    // takes the places of what was freed
    insert(store, ROWS, 2 * ROWS, 1_001);
    Map<Row, Integer> found = new HashMap<>();
    for (ColdRows rows : later) {
      ColdRows.Slab slab = rows.load();
      for (int at = 0; at < slab.end(); at += Rows.length(slab.bytes(), at)) {
        found.merge(StoredRows.read(slab.bytes(), at), 1, Integer::sum);
      }
    }
    assertThat(found).containsEntry(row(ROWS / 2), 1).doesNotContainKey(row(0));
    assertThat(rows(ROWS / 2, ROWS)).containsAllEntriesOf(found);
    assertThat(contents(snapshot)).isEqualTo(rows(ROWS / 2, ROWS));
  }

  @Test
  void whatATableTookIsGivenBackWhenNobodyCanReadItAnyMore() throws InterruptedException {
    RowStore store = large();
    assertThat(store.at(Long.MAX_VALUE).rows()).isEqualTo(ROWS);
    assertThat(cache.statistics().fileBytes()).isPositive();
    store = null;
    // the collector tells after a while
    while (cache.statistics().fileBytes() > 0 || cache.statistics().residentBytes() > 0) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(large().at(Long.MAX_VALUE).rows()).isEqualTo(ROWS);
  }

  @Test
  void oneThatIsReadByManyIsStillWithinItsLimit() throws InterruptedException {
    RowStore store = large();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(i);
      readers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int look = 0; look < 2_000; look++) {
                        int key = random.nextInt(ROWS);
                        assertThat(find(store, key)).isEqualTo(row(key));
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failures).isEmpty();
    assertThat(cache.statistics().residentBytes()).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void rowsThatAreLookedUpAgainAndAgainNeedNotTheirPages() {
    RowStore store = large();
    for (int round = 0; round < 5; round++) {
      for (int key = 0; key < ROWS; key += 2_000) {
        assertThat(find(store, key)).isEqualTo(row(key));
      }
    }
    int before = file.reads.get();
    for (int key = 0; key < ROWS; key += 2_000) {
      assertThat(find(store, key)).isEqualTo(row(key));
    }
    // all but those that share a place
    assertThat(file.reads.get() - before).isLessThan(ROWS / 2_000 / 2);
    Delta delta = new Delta();
    delta.add(-1, row(0)).add(1, 0, "changed");
    delta.add(-1, row(2_000));
    RowSnapshot earlier = store.at(Long.MAX_VALUE);
    delta.commitTo(store, 1_000);
    assertThat(find(store, 0)).isEqualTo(new Row(0, "changed"));
    assertThat(find(store, 2_000)).isNull();
    Row[] found = new Row[1];
    earlier.get(key(0), 0, 4, (slab, at) -> found[0] = StoredRows.read(slab, at));
    assertThat(found[0]).isEqualTo(row(0));
  }
}
