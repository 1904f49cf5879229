package dev.headrace.connect.generator;

import dev.headrace.connect.io.RateLimitedInput;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes up rows. */
public final class GeneratorConnector implements Connector {
  private static final Set<String> COMMON = Set.of("rows", "rate", "seed");
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  @Override
  public String name() {
    return "generator";
  }

  @Override
  public Input open(ConnectorOptions options, List<Field> fields) {
    options.allowOnly(known(fields));
    long seed = options.number("seed", 0).orElse(0);
    ColumnGenerator[] columns = new ColumnGenerator[fields.size()];
    for (int column = 0; column < columns.length; column++) {
      SplittableRandom random = new SplittableRandom(seed + SEED_STEP * (column + 1));
      columns[column] = generator(options, new GeneratorSpec(column, fields.get(column), random));
    }
    long rows = options.number("rows", 0).orElse(Progress.UNKNOWN);
    return RateLimitedInput.of(new GeneratorInput(RowLayout.of(fields), columns, rows), options);
  }

  private static Set<String> known(List<Field> fields) {
    Set<String> known = new HashSet<>(COMMON);
    for (Field field : fields) {
      known.add(ConnectorOptions.ofColumn("columns", field.name()));
      known.add(ConnectorOptions.ofColumn("nulls", field.name()));
    }
    return known;
  }

  private static ColumnGenerator generator(ConnectorOptions options, GeneratorSpec spec) {
    String option = ConnectorOptions.ofColumn("columns", spec.field().name());
    ColumnGenerator values =
        options.text(option).map(text -> spec.parse(option, text)).orElseGet(spec::byType);
    String nullsOption = ConnectorOptions.ofColumn("nulls", spec.field().name());
    double nulls = options.fraction(nullsOption);
    if (nulls > 0 && !spec.field().nullable()) {
      throw ConnectorOptions.invalid(
          nullsOption, options.text(nullsOption, ""), "the column is not nullable");
    }
    return nulls > 0 ? spec.withNulls(values, nulls) : values;
  }
}
