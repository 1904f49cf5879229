package dev.headrace.codegen;

import dev.headrace.codegen.generate.CompilationRefused;
import dev.headrace.ir.ContentHash;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiled units by the hash of their specification: those that somebody uses and, beside them, the
 * latest that were asked for. Others go, their classes with them, so that statements that come and
 * go do not fill the metaspace, which no collector of the heap looks after. A refusal to compile is
 * remembered like a unit. Thread-safe.
 */
final class UnitCache {
  /** Some megabytes of classes. */
  private static final int RECENT = 512;

  private final ConcurrentMap<ContentHash, Slot> slots = new ConcurrentHashMap<>();
  private final ReferenceQueue<CompiledUnitFactory> cleared = new ReferenceQueue<>();

  /** Keeps units that nobody uses at the moment; guarded by itself. */
  private final SequencedMap<ContentHash, CompiledUnitFactory> recent =
      new LinkedHashMap<>(16, 0.75f, true);

  /** Makes a unit that is not kept. */
  interface Maker {
    CompiledUnitFactory make() throws CompilationRefused;
  }

  /** Where one unit is kept. Its lock is held while the unit is made. */
  private static final class Slot {
    private @Nullable Kept kept;
    private @Nullable CompilationRefused refusal;

    synchronized boolean keeps(Reference<?> reference) {
      return kept == reference;
    }

    synchronized @Nullable CompiledUnitFactory unit() {
      return kept == null ? null : kept.get();
    }
  }

  private static final class Kept extends WeakReference<CompiledUnitFactory> {
    private final ContentHash hash;

    Kept(
        ContentHash hash,
        CompiledUnitFactory unit,
        ReferenceQueue<? super CompiledUnitFactory> queue) {
      super(unit, queue);
      this.hash = hash;
    }
  }

  /** The unit of a hash, made if it is not kept. Others that want the same one wait for it. */
  CompiledUnitFactory unit(ContentHash hash, Maker maker) throws CompilationRefused {
    removeCleared();
    CompiledUnitFactory unit = find(hash, maker);
    synchronized (recent) {
      recent.put(hash, unit);
      if (recent.size() > RECENT) {
        recent.pollFirstEntry();
      }
    }
    return unit;
  }

  private CompiledUnitFactory find(ContentHash hash, Maker maker) throws CompilationRefused {
    Slot slot = slots.computeIfAbsent(hash, _ -> new Slot());
    synchronized (slot) {
      CompiledUnitFactory unit = slot.unit();
      if (unit != null) {
        return unit;
      }
      if (slot.refusal != null) {
        throw slot.refusal;
      }
      try {
        unit = maker.make();
        slot.kept = new Kept(hash, unit, cleared);
        return unit;
      } catch (CompilationRefused e) {
        slot.refusal = e;
        throw e;
      }
    }
  }

  /** The unit of a hash if it is kept. */
  @Nullable CompiledUnitFactory known(ContentHash hash) {
    Slot slot = slots.get(hash);
    return slot == null ? null : slot.unit();
  }

  /** The hashes of which a unit or a refusal may be kept. */
  Set<ContentHash> hashes() {
    return slots.keySet();
  }

  private void removeCleared() {
    for (Reference<?> reference = cleared.poll(); reference != null; reference = cleared.poll()) {
      ContentHash hash = ((Kept) reference).hash;
      Reference<?> gone = reference;
      slots.computeIfPresent(hash, (_, slot) -> slot.keeps(gone) ? null : slot);
    }
  }
}
