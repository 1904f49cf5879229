package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.ir.testkit.RandomExpr;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whole pipelines: records of one to three rows, filters and projections in any order, one or
 * several outputs. Compiled units emit the interpreted ones' bytes, to the same outputs, and report
 * the same errors of the same records.
 */
final class PipelinePropertyTest {
  private static final int PIPELINES = 300;
  private static final int RECORDS = 60;

  @Test
  void compiledEqualsInterpreted() {
    long seed = new Random().nextLong();
    System.out.println("PipelinePropertyTest: seed " + seed);
    int emitted = 0;
    for (int i = 0; i < PIPELINES; i++) {
      try {
        emitted += run(new Random(seed + i));
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
    assertThat(emitted).isGreaterThan(PIPELINES * 500);
  }

  private static int run(RandomGenerator random) {
    RandomPipeline pipeline = new RandomPipeline(random);
    List<SqlType> types = Step.outputTypes(pipeline.types(), pipeline.steps());
    List<Integer> keys = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(random.nextInt(types.size()));
    }
    UnitSpec spec = pipeline.spec(new End.Emit(types, keys));
    int outputs = keys.isEmpty() ? 1 : random.nextInt(1, 5);
    int bytes = 0;
    for (byte[] output : new Subject(spec).emit(pipeline.input(RECORDS), outputs)) {
      bytes += output.length;
    }
    return bytes;
  }

  /** A random input and random steps over it. */
  static final class RandomPipeline {
    private final RandomGenerator random;
    private final List<List<Field>> segments = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    RandomPipeline(RandomGenerator random) {
      this.random = random;
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        // some with more columns than a word of the bitmap has bits
        int columns = random.nextInt(10) == 0 ? random.nextInt(60, 140) : random.nextInt(1, 7);
        segments.add(new RandomRows(random).fields(columns));
        fields.addAll(segments.getLast());
      }
      List<Field> columns = fields;
      for (int i = random.nextInt(4); i > 0; i--) {
        columns = addStep(columns);
      }
    }

    private List<Field> addStep(List<Field> columns) {
      RandomExpr expressions = new RandomExpr(random, columns, List.of());
      if (random.nextInt(3) == 0) {
        steps.add(new Step.Filter(expressions.condition(random.nextInt(1, 5))));
        return columns;
      }
      List<Expr> projection = new ArrayList<>();
      List<Field> output = new ArrayList<>();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        Expr expr =
            random.nextInt(3) == 0
                ? column(random.nextInt(columns.size()), columns)
                : expressions.next(random.nextInt(1, 4));
        projection.add(expr);
        output.add(new Field("e" + i, expr.type(), expr.nullable()));
      }
      steps.add(new Step.Project(projection));
      return output;
    }

    private static Expr column(int index, List<Field> columns) {
      return new Expr.Column(index, columns.get(index).type(), columns.get(index).nullable());
    }

    List<SqlType> types() {
      return fields.stream().map(Field::type).toList();
    }

    List<Step> steps() {
      return steps;
    }

    UnitSpec spec(End end) {
      return new UnitSpec(
          segments.stream().map(RowLayout::of).toList(),
          fields.stream().map(Field::nullable).toList(),
          new RowLayout(List.of()),
          steps,
          end);
    }

    /** Records with weights of both signs. */
    Batch input(int records) {
      Batch batch = new Batch();
      RandomRows rows = new RandomRows(random);
      List<RowWriter> writers = segments.stream().map(RowLayout::of).map(RowWriter::new).toList();
      for (int i = 0; i < records; i++) {
        for (int segment = 0; segment < segments.size(); segment++) {
          int weight = segment == 0 ? random.nextInt(-3, 4) : 1;
          writers.get(segment).append(batch, weight, rows.row(segments.get(segment)).toArray());
        }
      }
      return batch;
    }
  }
}
