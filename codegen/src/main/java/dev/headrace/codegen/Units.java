package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.CompilationRefused;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.ContentHash;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prepares units and remembers the compiled ones by the hash of their specification, so that equal
 * ones are compiled once. Thread-safe.
 */
public final class Units {
  /**
   * With fewer records than that to expect, a unit that is not compiled yet is interpreted: new
   * code is slow until the JIT compiler has seen it, the interpreter is already compiled.
   */
  public static final long WORTH_COMPILING = 100_000;

  private static final UnitCache PROCESS = new UnitCache();

  private final UnitCache units = new UnitCache();
  private final UnitCache store;
  private volatile UnitLibrary library = UnitLibrary.EMPTY;
  private volatile @Nullable Map<ContentHash, CompiledUnitFactory> held;
  private final LongAdder compilations = new LongAdder();
  private final LongAdder compileNanos = new LongAdder();

  private Units(UnitCache store) {
    this.store = store;
  }

  /** Units that compile whatever they have not compiled themselves. */
  public static Units isolated() {
    return new Units(new UnitCache());
  }

  /**
   * Units that share their classes, and what the JIT compiler made of them, with all others of this
   * process that are made this way. Which units are known, counted and listed is their own.
   */
  public static Units sharing() {
    return new Units(PROCESS);
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
        if (result instanceof CompiledUnitFactory unit) {
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
      CompiledUnitFactory unit = units.known(UnitHash.of(spec));
      return unit != null
          ? unit
          : new Interpreted(spec, "only " + expectedRecords + " records are expected");
    }
    Object result = compiled(spec);
    return result instanceof CompiledUnitFactory unit
        ? unit
        : new Interpreted(spec, (String) result);
  }

  /** The unit, or the reason why there is none. */
  private Object compiled(UnitSpec spec) {
    String reason = UnitCompiler.refusal(spec);
    if (reason != null) {
      return reason;
    }
    ContentHash hash = UnitHash.of(spec);
    try {
      CompiledUnitFactory unit =
          units.unit(hash, () -> store.unit(hash, () -> compile(spec, hash)));
      Map<ContentHash, CompiledUnitFactory> all = held;
      if (all != null) {
        all.put(hash, unit);
      }
      return unit;
    } catch (CompilationRefused e) {
      return e.reason();
    }
  }

  private CompiledUnitFactory compile(UnitSpec spec, ContentHash hash) throws CompilationRefused {
    long start = System.nanoTime();
    UnitLibrary.Loaded ready = library.find(hash);
    if (ready != null) {
      long nanos = System.nanoTime() - start;
      return new CompiledUnitFactory(hash, ready.image(), ready.constructor(), nanos);
    }
    ClassImage image = UnitCompiler.compile(spec);
    Function<UnitContext, Object> constructor = UnitLoader.load(image);
    long nanos = System.nanoTime() - start;
    compilations.increment();
    compileNanos.add(nanos);
    return new CompiledUnitFactory(hash, image, constructor, nanos);
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
    List<CompiledUnit> kept = new ArrayList<>();
    for (ContentHash hash : units.hashes()) {
      CompiledUnitFactory unit = units.known(hash);
      if (unit != null) {
        kept.add(new CompiledUnit(hash.toString(), unit.image().bytes().length, unit.nanos()));
      }
    }
    kept.sort(Comparator.comparing(CompiledUnit::hash));
    return kept;
  }

  /** Looks for units in a library from now on, before it compiles them. */
  public void use(UnitLibrary units) {
    library = units;
  }

  /** Keeps all units that it prepares from now on, also when nobody uses them any more. */
  public void hold() {
    held = new ConcurrentHashMap<>();
  }

  /** The classes of the units that are held. */
  public Map<ContentHash, ClassImage> images() {
    Map<ContentHash, ClassImage> images = new HashMap<>();
    Objects.requireNonNull(held, "call hold() first")
        .forEach((hash, unit) -> images.put(hash, unit.image()));
    return images;
  }

  /** How long all compilations took together, for metrics. */
  public long compileNanos() {
    return compileNanos.sum();
  }

  /** How many units have been compiled here and not found elsewhere, for metrics. */
  public long compilations() {
    return compilations.sum();
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
