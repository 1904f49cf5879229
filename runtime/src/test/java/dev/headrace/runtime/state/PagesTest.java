package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class PagesTest {
  private record Allocated(long address, int length, byte mark) {}

  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final Pages pages = new Pages(budget);

  private Allocated allocate(int length, int mark) {
    long address = pages.allocate(length);
    assertThat(address).isPositive().isLessThan(1L << Pages.ADDRESS_BITS);
    assertThat(Pages.offset(address) % 8).isZero();
    Arrays.fill(
        pages.page(address), Pages.offset(address), Pages.offset(address) + length, (byte) mark);
    return new Allocated(address, length, (byte) mark);
  }

  private void verify(Allocated record) {
    byte[] page = pages.page(record.address);
    int offset = Pages.offset(record.address);
    byte[] expected = new byte[record.length];
    Arrays.fill(expected, record.mark);
    assertThat(Arrays.equals(page, offset, offset + record.length, expected, 0, record.length))
        .isTrue();
  }

  @RepeatedTest(3)
  void recordsDoNotOverlap() {
    Random random = Seeds.random("pages");
    List<Allocated> records = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) == 0 && !records.isEmpty()) {
        Allocated record = records.remove(random.nextInt(records.size()));
        verify(record);
        pages.release(record.address, record.length);
      } else {
        int eighths = random.nextInt(100) == 0 ? random.nextInt(1, 4_000) : random.nextInt(1, 30);
        records.add(allocate(8 * eighths, i));
      }
    }
    records.forEach(this::verify);
    assertThat(budget.used()).isEqualTo(pages.bytes());
  }

  @Test
  void aRecordMayBeLongerThanAnyPage() {
    List<Allocated> records = new ArrayList<>();
    records.add(allocate(8, 1));
    records.add(allocate(40 << 20, 2));
    records.add(allocate(8, 3));
    records.forEach(this::verify);
  }

  @Test
  void aReleasedRecordIsUsedAgain() {
    long address = allocate(64, 1).address;
    pages.release(address, 64);
    assertThat(allocate(72, 2).address).isNotEqualTo(address);
    assertThat(allocate(64, 3).address).isEqualTo(address);
  }

  @Test
  void clearingGivesMemoryBack() {
    pages.clear();
    for (int i = 0; i < 100_000; i++) {
      allocate(64, i);
    }
    long full = pages.bytes();
    pages.clear();
    assertThat(pages.bytes()).isLessThan(full);
    assertThat(budget.used()).isEqualTo(pages.bytes());
    verify(allocate(64, 1));
  }

  @Test
  void doesNotGoBeyondItsBudget() {
    MemoryBudget small = new MemoryBudget(10_000);
    Pages limited = new Pages(small);
    limited.allocate(4_000);
    assertThatThrownBy(() -> limited.allocate(4_000)).isInstanceOf(SqlException.class);
    assertThat(small.used()).isEqualTo(limited.bytes());
  }
}
