package dev.headrace.bench;

import dev.headrace.model.RowLayout;
import dev.headrace.runtime.unit.EmitUnit;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.codehaus.janino.SimpleCompiler;

/**
 * {@link Trades#pipeline(double)} as Java source, compiled by compilers of Java: what units would
 * take that are generated as text.
 */
final class TradesSource {
  private static final RowLayout OUT = new RowLayout(Trades.OUTPUT);
  private static final String NAME = "dev.headrace.bench.CompiledTrades";

  /** {@link HandWrittenTrades} with numbers in the places of constants. */
  private static final String TEMPLATE =
      """
      package dev.headrace.bench;

      import dev.headrace.model.Batch;
      import dev.headrace.model.Hashing;
      import dev.headrace.model.Rows;
      import dev.headrace.model.function.Arithmetic;
      import dev.headrace.runtime.state.Shards;
      import dev.headrace.runtime.unit.EmitUnit;

      public final class CompiledTrades extends EmitUnit {
        public void run(byte[] slab, int from, int to, Batch[] outputs) {
          int next;
          for (int row = from; row < to; row = next) {
            next = row + Rows.getInt(slab, row);
            long nulls = Rows.getLong(slab, row + 8);
            if ((nulls & (1L << 2 | 1L << 7)) != 0) {
              continue;
            }
            double price = Rows.getDouble(slab, row + ${price});
            if (!(price > ${limit}) || Rows.getInt(slab, row + ${region}) >= 8) {
              continue;
            }
            int quantity = Rows.getInt(slab, row + ${quantity});
            double net = 0;
            long outNulls = 0;
            double gross = 0;
            boolean noQuantity = (nulls & 1L << 3) != 0;
            if (!noQuantity) {
              gross = Arithmetic.multiply(price, (double) quantity);
            }
            if (noQuantity || (nulls & 1L << 5) != 0) {
              outNulls |= 1L << 1;
            } else {
              net =
                  Arithmetic.multiply(
                      gross, Arithmetic.subtract(1.0, Rows.getDouble(slab, row + ${discount})));
            }
            long tier = 0;
            if (!noQuantity) {
              tier = quantity > 1000 ? 3 : quantity > 100 ? 2 : quantity > 10 ? 1 : 0;
            }
            long time = Rows.getLong(slab, row + ${ts});
            long minute = Arithmetic.subtract(time, Arithmetic.remainder(time, 60000L));
            long user = Rows.getLong(slab, row + ${user});
            int start = row + Rows.getInt(slab, row + ${symbol});
            int count = Rows.getInt(slab, row + ${symbol} + 4);
            outNulls |= (nulls & 1L << 9) >>> 6 | (nulls & 1L << 6) >>> 6;
            long hash = Hashing.mix(0, (nulls & 1L << 6) >>> 6);
            hash = Hashing.mix(Hashing.mix(hash, user), 16);
            Batch output = outputs[Shards.of(hash, outputs.length)];
            int length = ${length} + Rows.align(count);
            byte[] out = output.reserve(length);
            int at = output.end();
            Rows.putLong(out, at, length | (long) Rows.getInt(slab, row + 4) << 32);
            Rows.putLong(out, at + 8, outNulls);
            Rows.putDouble(out, at + ${out_net}, net);
            Rows.putLong(out, at + ${out_tier}, tier);
            Rows.putLong(out, at + ${out_minute}, minute);
            Rows.putLong(out, at + ${out_user}, user);
            Rows.putLong(
                out,
                at + ${out_symbol},
                (nulls & 1L << 9) != 0 ? 0 : ${length} | (long) count << 32);
            for (int i = 0; i < count; i += 8) {
              Rows.putLong(out, at + ${length} + i, Rows.getLong(slab, start + i));
            }
            output.commit(length);
          }
        }
      }
      """;

  private TradesSource() {}

  /** The source of the trades above some price. */
  static String of(double price) {
    String source = TEMPLATE.replace("${limit}", String.format(Locale.ROOT, "%.3f", price));
    for (Map.Entry<String, Integer> number : numbers().entrySet()) {
      source = source.replace("${" + number.getKey() + "}", number.getValue().toString());
    }
    return source;
  }

  private static Map<String, Integer> numbers() {
    return Map.ofEntries(
        Map.entry("ts", Trades.LAYOUT.offset(1)),
        Map.entry("price", Trades.LAYOUT.offset(2)),
        Map.entry("quantity", Trades.LAYOUT.offset(3)),
        Map.entry("discount", Trades.LAYOUT.offset(5)),
        Map.entry("user", Trades.LAYOUT.offset(6)),
        Map.entry("region", Trades.LAYOUT.offset(7)),
        Map.entry("symbol", Trades.LAYOUT.offset(9)),
        Map.entry("length", OUT.fixedLength()),
        Map.entry("out_user", OUT.offset(0)),
        Map.entry("out_net", OUT.offset(1)),
        Map.entry("out_tier", OUT.offset(2)),
        Map.entry("out_symbol", OUT.offset(3)),
        Map.entry("out_minute", OUT.offset(4)));
  }

  /** By Janino, with a class loader of its own. */
  static EmitUnit janino(double price) throws Exception {
    SimpleCompiler compiler = new SimpleCompiler();
    compiler.setParentClassLoader(TradesSource.class.getClassLoader());
    compiler.cook(of(price));
    return instance(compiler.getClassLoader().loadClass(NAME));
  }

  /** By the JDK's compiler, in this process and in memory, defined as units are. */
  static EmitUnit javac(double price) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  null,
                  new Memory(files, bytes),
                  null,
                  List.of("-proc:none", "-g:none"),
                  null,
                  List.of(new Text(of(price))))
              .call();
      if (!done) {
        throw new IllegalStateException("the source is wrong");
      }
    }
    return instance(
        MethodHandles.lookup().defineHiddenClass(bytes.toByteArray(), true).lookupClass());
  }

  private static EmitUnit instance(Class<?> type) throws ReflectiveOperationException {
    return (EmitUnit) type.getDeclaredConstructor().newInstance();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("memory:///CompiledTrades.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final OutputStream bytes;

    Memory(JavaFileManager files, OutputStream bytes) {
      super(files);
      this.bytes = bytes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }
}
