package dev.headrace.codegen.spec;

import dev.headrace.model.SqlType;
import java.util.List;

/** Where a pipeline's records go. Columns are those behind its last step. */
public sealed interface End {
  /**
   * Appends rows to batches.
   *
   * @param outputTypes types of the rows: those of the columns, or such as are stored alike
   * @param partitionKeys columns whose key row's hash picks the output ({@link
   *     dev.headrace.runtime.state.Shards#of}); empty: always the first output
   */
  record Emit(List<SqlType> outputTypes, List<Integer> partitionKeys) implements End {
    public Emit {
      outputTypes = List.copyOf(outputTypes);
      partitionKeys = List.copyOf(partitionKeys);
    }
  }

  /**
   * Updates accumulators by key.
   *
   * @param keys columns of the key row
   * @param accumulators what to update in the group's accumulator row, in the order of its columns
   * @param values the tables of single values
   */
  record Aggregate(List<Integer> keys, List<Accumulator> accumulators, List<ValueSet> values)
      implements End {
    public Aggregate {
      keys = List.copyOf(keys);
      accumulators = List.copyOf(accumulators);
      values = List.copyOf(values);
    }

    /** Types of the accumulator row: of all accumulators, then the objects' index if any. */
    public List<SqlType> accumulatorTypes() {
      List<SqlType> types = new java.util.ArrayList<>();
      for (Accumulator accumulator : accumulators) {
        types.addAll(java.util.Collections.nCopies(accumulator.kind().columns(), SqlType.BIGINT));
      }
      if (accumulators.stream().anyMatch(a -> a.kind().isObject())) {
        types.add(SqlType.INTEGER);
      }
      return List.copyOf(types);
    }
  }

  /** One side of a join. */
  record Join(JoinSpec spec) implements End {}
}
