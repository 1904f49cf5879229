package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.CompilationRefused;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.store.UnitFile;
import dev.headrace.codegen.store.UnitStore;
import dev.headrace.ir.ContentHash;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final Logger LOG = System.getLogger(Units.class.getName());

  private static final UnitCache PROCESS = new UnitCache();

  private final UnitCache units = new UnitCache();
  private final UnitCache process;
  private final @Nullable UnitStore store;
  private volatile UnitLibrary library = UnitLibrary.EMPTY;
  private volatile @Nullable Map<ContentHash, CompiledUnitFactory> held;
  private final LongAdder compilations = new LongAdder();
  private final LongAdder compileNanos = new LongAdder();

  private Units(UnitCache process, @Nullable UnitStore store) {
    this.process = process;
    this.store = store;
  }

  /** Units that compile whatever they have not compiled themselves. */
  public static Units isolated() {
    return new Units(new UnitCache(), null);
  }

  /**
   * Units that share their classes, and what the JIT compiler made of them, with all others of this
   * process that are made this way. Which units are known, counted and listed is their own.
   */
  public static Units sharing() {
    return new Units(PROCESS, null);
  }

  /** The same, with a store for what this process has not compiled. */
  public static Units sharing(UnitStore store) {
    return new Units(PROCESS, store);
  }

  /** Units that compile whatever is not in a store. */
  public static Units isolated(UnitStore store) {
    return new Units(new UnitCache(), store);
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
      case OFF -> new InterpretedUnit(spec, "compilation is off");
      case AUTO -> auto(spec, expectedRecords);
      case ALWAYS -> {
        UnitFactory unit = compile(spec).unit();
        if (unit instanceof InterpretedUnit refused) {
          throw new SqlException(
              ErrorCode.STATEMENT_TOO_COMPLEX, "cannot compile this query: " + refused.reason());
        }
        yield unit;
      }
    };
  }

  private UnitFactory auto(UnitSpec spec, long expectedRecords) {
    String refusal = UnitCompiler.refusal(spec);
    if (refusal != null) {
      return new InterpretedUnit(spec, refusal);
    }
    if (expectedRecords < WORTH_COMPILING) {
      return known(spec, "only " + expectedRecords + " records are expected");
    }
    return compile(spec).unit();
  }

  private UnitFactory known(UnitSpec spec, String reason) {
    CompiledUnitFactory unit = units.known(UnitHash.of(spec));
    if (unit == null) {
      return new InterpretedUnit(spec, reason);
    }
    try {
      requireSameCode(unit, spec);
      return unit;
    } catch (CompilationRefused e) {
      return new InterpretedUnit(spec, e.reason());
    }
  }

  /**
   * A unit, and where it came from.
   *
   * @param unit compiled, or interpreted for a reason
   */
  record Prepared(UnitFactory unit, Compilation.State state) {}

  /** Compiles a unit if it is not there, and if it can be. */
  Prepared compile(UnitSpec spec) {
    String reason = UnitCompiler.refusal(spec);
    if (reason != null) {
      return refused(spec, reason);
    }
    ContentHash hash = UnitHash.of(spec);
    Compilation.State[] state = {Compilation.State.REUSED};
    try {
      CompiledUnitFactory unit =
          units.unit(
              hash,
              () ->
                  process.unit(
                      hash,
                      () -> {
                        Made made = make(spec, hash);
                        state[0] = made.state();
                        return made.unit();
                      }));
      if (state[0] == Compilation.State.REUSED) {
        requireSameCode(unit, spec);
      }
      Map<ContentHash, CompiledUnitFactory> all = held;
      if (all != null) {
        all.put(hash, unit);
      }
      return new Prepared(unit, state[0]);
    } catch (CompilationRefused e) {
      return refused(spec, e.reason());
    }
  }

  /** A unit that walks its expressions. */
  public static UnitFactory interpreted(UnitSpec spec, String reason) {
    return new InterpretedUnit(spec, reason);
  }

  private static Prepared refused(UnitSpec spec, String reason) {
    return new Prepared(interpreted(spec, reason), Compilation.State.INTERPRETED);
  }

  /**
   * Refuses a unit that was made for another specification with the same hash, unless that gives
   * the same code: the hash would have to cover more.
   */
  static void requireSameCode(CompiledUnitFactory unit, UnitSpec spec) throws CompilationRefused {
    if (unit.spec().equals(spec)) {
      return;
    }
    byte[] code = UnitFile.encode(unit.hash(), UnitCompiler.compile(spec));
    // a class from a library has another name than the one that would be generated
    if (!Arrays.equals(code, UnitFile.encode(unit.hash(), unit.image()))
        && !Arrays.equals(code, UnitFile.encode(unit.hash(), UnitCompiler.compile(unit.spec())))) {
      throw new IllegalStateException(
          "different units have the same hash, " + unit.hash() + ": " + unit.spec() + ", " + spec);
    }
  }

  private record Made(CompiledUnitFactory unit, Compilation.State state) {}

  private Made make(UnitSpec spec, ContentHash hash) throws CompilationRefused {
    CompiledUnitFactory ready = find(spec, hash);
    if (ready == null) {
      ready = load(spec, hash);
    }
    if (ready != null) {
      return new Made(ready, Compilation.State.LOADED);
    }
    long start = System.nanoTime();
    ClassImage image = UnitCompiler.compile(spec);
    CompiledUnitFactory unit = define(spec, hash, image, System.nanoTime() - start);
    compilations.increment();
    compileNanos.add(unit.nanos());
    if (store != null) {
      store.keep(hash, image);
    }
    return new Made(unit, Compilation.State.COMPILED);
  }

  private @Nullable CompiledUnitFactory find(UnitSpec spec, ContentHash hash) {
    long start = System.nanoTime();
    UnitLibrary.Loaded found = library.find(hash);
    return found == null
        ? null
        : new CompiledUnitFactory(
            spec, hash, found.image(), found.constructor(), 0, System.nanoTime() - start);
  }

  private @Nullable CompiledUnitFactory load(UnitSpec spec, ContentHash hash) {
    if (store == null) {
      return null;
    }
    long start = System.nanoTime();
    ClassImage image = store.find(hash);
    if (image == null) {
      return null;
    }
    try {
      return define(spec, hash, image, System.nanoTime() - start);
    } catch (LinkageError e) {
      LOG.log(Level.WARNING, "A unit from the store does not load and is compiled again", e);
      return null;
    }
  }

  private static CompiledUnitFactory define(
      UnitSpec spec, ContentHash hash, ClassImage image, long generateNanos) {
    long start = System.nanoTime();
    Function<UnitContext, Object> constructor = UnitLoader.load(image);
    return new CompiledUnitFactory(
        spec, hash, image, constructor, generateNanos, System.nanoTime() - start);
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

  /** Looks for units in a library from now on, before the store and before it compiles them. */
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
}
