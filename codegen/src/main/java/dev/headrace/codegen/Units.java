package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.CompilationRefused;
import dev.headrace.codegen.generate.Disassembly;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.ContentHash;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prepares units and remembers the compiled ones by the hash of their specification, so that equal
 * ones are compiled once. Unused ones go when memory gets tight, their classes with them.
 * Thread-safe.
 */
public final class Units {
  /**
   * With fewer records than that to expect, a unit that is not compiled yet is interpreted: new
   * code is slow until the JIT compiler has seen it, the interpreter is already compiled.
   */
  public static final long WORTH_COMPILING = 100_000;

  private final ConcurrentMap<ContentHash, Slot> slots = new ConcurrentHashMap<>();
  private final ReferenceQueue<Compiled> cleared = new ReferenceQueue<>();
  private final LongAdder compilations = new LongAdder();
  private final LongAdder compileNanos = new LongAdder();

  /** Where one unit is kept. Its lock is held while the unit is compiled. */
  private static final class Slot {
    private @Nullable Kept kept;
    private @Nullable String refusal;

    synchronized boolean keeps(Reference<?> reference) {
      return kept == reference;
    }
  }

  private static final class Kept extends SoftReference<Compiled> {
    private final ContentHash hash;

    Kept(Compiled unit, ReferenceQueue<Compiled> queue) {
      super(unit, queue);
      this.hash = unit.hash;
    }
  }

  /** Prepares a unit for any number of records. */
  public UnitFactory prepare(UnitSpec spec, UnitMode mode) {
    return prepare(spec, mode, Long.MAX_VALUE);
  }

  /**
   * Prepares a unit.
   *
   * @param expectedRecords how many records it is going to see, as far as known
   * @throws SqlException 54001 if it has to be compiled and cannot be
   */
  public UnitFactory prepare(UnitSpec spec, UnitMode mode, long expectedRecords) {
    return switch (mode) {
      case OFF -> new Interpreted(spec, "compilation is off");
      case AUTO -> auto(spec, expectedRecords);
      case ALWAYS -> {
        Object result = compiled(spec);
        if (result instanceof Compiled unit) {
          yield unit;
        }
        throw new SqlException(
            ErrorCode.STATEMENT_TOO_COMPLEX, "cannot compile this query: " + result);
      }
    };
  }

  private UnitFactory auto(UnitSpec spec, long expectedRecords) {
    String refusal = UnitCompiler.refusal(spec);
    if (refusal != null) {
      return new Interpreted(spec, refusal);
    }
    if (expectedRecords < WORTH_COMPILING) {
      Compiled unit = known(UnitHash.of(spec));
      return unit != null
          ? unit
          : new Interpreted(spec, "only " + expectedRecords + " records are expected");
    }
    Object result = compiled(spec);
    return result instanceof Compiled unit ? unit : new Interpreted(spec, (String) result);
  }

  /** The unit, or the reason why there is none. */
  private Object compiled(UnitSpec spec) {
    removeCleared();
    String reason = UnitCompiler.refusal(spec);
    if (reason != null) {
      return reason;
    }
    ContentHash hash = UnitHash.of(spec);
    Slot slot = slots.computeIfAbsent(hash, _ -> new Slot());
    synchronized (slot) {
      Compiled unit = slot.kept == null ? null : slot.kept.get();
      if (unit != null) {
        return unit;
      }
      if (slot.refusal != null) {
        return slot.refusal;
      }
      try {
        unit = compile(spec, hash);
        slot.kept = new Kept(unit, cleared);
        return unit;
      } catch (CompilationRefused e) {
        slot.refusal = e.reason();
        return e.reason();
      }
    }
  }

  private Compiled compile(UnitSpec spec, ContentHash hash) throws CompilationRefused {
    long start = System.nanoTime();
    ClassImage image = UnitCompiler.compile(spec);
    Function<UnitContext, Object> constructor = UnitLoader.load(image);
    long nanos = System.nanoTime() - start;
    compilations.increment();
    compileNanos.add(nanos);
    return new Compiled(hash, image, constructor, nanos);
  }

  private @Nullable Compiled known(ContentHash hash) {
    Slot slot = slots.get(hash);
    if (slot == null) {
      return null;
    }
    synchronized (slot) {
      return slot.kept == null ? null : slot.kept.get();
    }
  }

  private void removeCleared() {
    for (Reference<?> reference = cleared.poll(); reference != null; reference = cleared.poll()) {
      ContentHash hash = ((Kept) reference).hash;
      Reference<?> gone = reference;
      slots.computeIfPresent(hash, (_, slot) -> slot.keeps(gone) ? null : slot);
    }
  }

  /**
   * A unit that is compiled and kept.
   *
   * @param hash of its specification, in hexadecimal digits
   * @param bytes of its class
   * @param nanos that compiling and loading it took
   */
  public record CompiledUnit(String hash, int bytes, long nanos) {}

  /** The units that are kept, in the order of their hashes. */
  public List<CompiledUnit> compiledUnits() {
    List<CompiledUnit> units = new ArrayList<>();
    for (ContentHash hash : slots.keySet()) {
      Compiled unit = known(hash);
      if (unit != null) {
        units.add(new CompiledUnit(hash.toString(), unit.image.bytes().length, unit.nanos));
      }
    }
    units.sort(Comparator.comparing(CompiledUnit::hash));
    return units;
  }

  /** How long all compilations took together, for metrics. */
  public long compileNanos() {
    return compileNanos.sum();
  }

  /** How many units have been compiled, for metrics. */
  public long compilations() {
    return compilations.sum();
  }

  /** A unit with a class of its own. */
  private static final class Compiled implements UnitFactory {
    private final ContentHash hash;
    private final ClassImage image;
    private final Function<UnitContext, Object> constructor;
    private final long nanos;

    Compiled(
        ContentHash hash, ClassImage image, Function<UnitContext, Object> constructor, long nanos) {
      this.nanos = nanos;
      this.hash = hash;
      this.image = image;
      this.constructor = constructor;
    }

    @Override
    public Object instance(UnitContext context) {
      return constructor.apply(context);
    }

    @Override
    public String describe() {
      return "compiled, unit "
          + hash.toString().substring(0, 12)
          + ", "
          + image.bytes().length
          + " bytes";
    }

    @Override
    public String code() {
      return Disassembly.of(image.bytes());
    }
  }

  /** A unit that walks its expressions. */
  private record Interpreted(UnitSpec spec, String reason) implements UnitFactory {
    @Override
    public Object instance(UnitContext context) {
      return InterpretedUnits.instance(spec, context);
    }

    @Override
    public String describe() {
      return "interpreted: " + reason;
    }

    @Override
    public String code() {
      return "";
    }
  }
}
