package dev.headrace.engine.system;

import dev.headrace.codegen.Compilation;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has become of the units that views have asked for. */
final class CompilationRows {
  private static final long NANOS_PER_MICRO = 1_000;

  private CompilationRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("headrace.compilations", CompilationRows::add);
  }

  private static void add(RowBuilder rows, Context context) {
    for (Compilation each : context.database().compilations().latest()) {
      boolean waiting = each.state() == Compilation.State.WAITING;
      rows.set("number", each.number())
          .set("view", each.view())
          .set("kind", each.kind())
          .set("unit", textOrNull(each.unit()))
          .set("state", each.state().name().toLowerCase(Locale.ROOT))
          .set("bytes", each.bytes() == 0 ? null : each.bytes())
          .set("wait_us", waiting ? null : each.waitNanos() / NANOS_PER_MICRO)
          .set("generate_us", waiting ? null : each.generateNanos() / NANOS_PER_MICRO)
          .set("define_us", waiting ? null : each.defineNanos() / NANOS_PER_MICRO)
          .set("reason", textOrNull(each.reason()))
          .add();
    }
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
