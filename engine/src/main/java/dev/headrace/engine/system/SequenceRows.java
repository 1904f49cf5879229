package dev.headrace.engine.system;

import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SequenceValues;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sequences, and what depends on what. */
final class SequenceRows {
  private SequenceRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_sequence", SequenceRows::sequences);
    sources.put("pg_catalog.pg_sequences", SequenceRows::list);
    InformationSchemaRows.put(sources, "sequences", SequenceRows::standard);
  }

  private static List<SystemClass> all(Context context) {
    return ListRows.classes(context, SystemClass.SEQUENCE);
  }

  private static Sequence sequence(SystemClass each) {
    return Objects.requireNonNull(each.sequence(), "a sequence");
  }

  private static int type(Sequence sequence) {
    return SystemTypes.named(sequence.options().type()).orElse(0);
  }

  private static void sequences(RowBuilder rows, Context context) {
    for (SystemClass each : all(context)) {
      Sequence.Options options = sequence(each).options();
      rows.set("seqrelid", each.oid())
          .set("seqtypid", type(sequence(each)))
          .set("seqstart", options.start())
          .set("seqincrement", options.increment())
          .set("seqmax", options.maximum())
          .set("seqmin", options.minimum())
          .set("seqcache", options.cache())
          .set("seqcycle", options.cycle())
          .add();
    }
  }

  private static void list(RowBuilder rows, Context context) {
    for (SystemClass each : all(context)) {
      Sequence.Options options = sequence(each).options();
      SequenceValues.Place place = sequence(each).values().place();
      rows.set("schemaname", each.schema().schemaName())
          .set("sequencename", each.name())
          .set("sequenceowner", ListRows.owner(context))
          .set("data_type", type(sequence(each)))
          .set("start_value", options.start())
          .set("min_value", options.minimum())
          .set("max_value", options.maximum())
          .set("increment_by", options.increment())
          .set("cycle", options.cycle())
          .set("cache_size", options.cache())
          .set("last_value", place.called() ? place.last() : null)
          .add();
    }
  }

  /** Those of identity columns are not in the standard's world. */
  private static void standard(RowBuilder rows, Context context) {
    for (SystemClass each : all(context)) {
      Sequence.Options options = sequence(each).options();
      if (sequence(each).owner().filter(Sequence.Owner::identity).isEmpty()) {
        rows.set("sequence_catalog", ClusterRows.DATABASE)
            .set("sequence_schema", each.schema().schemaName())
            .set("sequence_name", each.name())
            .set("data_type", options.type())
            .set("numeric_precision", precision(options.type()))
            .set("numeric_precision_radix", 2)
            .set("numeric_scale", 0)
            .set("start_value", options.start())
            .set("minimum_value", options.minimum())
            .set("maximum_value", options.maximum())
            .set("increment", options.increment())
            .set("cycle_option", InformationSchemaRows.yesOrNo(options.cycle()))
            .add();
      }
    }
  }

  private static int precision(String type) {
    return switch (type) {
      case "smallint" -> Short.SIZE;
      case "integer" -> Integer.SIZE;
      default -> Long.SIZE;
    };
  }
}
