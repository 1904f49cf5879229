package dev.headrace.codegen.generate;

import dev.headrace.codegen.support.BytesSet;
import dev.headrace.codegen.support.JoinAlgorithm;
import dev.headrace.codegen.support.LongSet;
import dev.headrace.codegen.support.Numbers;
import dev.headrace.codegen.support.RowBytes;
import dev.headrace.codegen.support.RowFailures;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.Decimals;
import dev.headrace.model.Hashing;
import dev.headrace.model.Interval;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.Comparisons;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import dev.headrace.model.function.Extremes;
import dev.headrace.model.function.WideSum;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.state.Shards;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The methods that generated code calls. */
final class Calls {
  private static final Class<byte[]> BYTES = byte[].class;

  static final JavaMethod GET_LONG = get("getLong", long.class);
  static final JavaMethod GET_INT = get("getInt", int.class);
  static final JavaMethod GET_SHORT = get("getShort", short.class);
  static final JavaMethod GET_FLOAT = get("getFloat", float.class);
  static final JavaMethod GET_DOUBLE = get("getDouble", double.class);
  static final JavaMethod PUT_LONG = put("putLong", long.class);
  static final JavaMethod PUT_INT = put("putInt", int.class);
  static final JavaMethod PUT_SHORT = put("putShort", short.class);
  static final JavaMethod PUT_FLOAT = put("putFloat", float.class);
  static final JavaMethod PUT_DOUBLE = put("putDouble", double.class);
  static final JavaMethod HASH_WORDS =
      JavaMethod.ofStatic(
          Hashing.class, "words", long.class, BYTES, int.class, int.class, long.class);
  static final JavaMethod MIX =
      JavaMethod.ofStatic(Hashing.class, "mix", long.class, long.class, long.class);
  static final JavaMethod SHARD =
      JavaMethod.ofStatic(Shards.class, "of", int.class, long.class, int.class);

  static final JavaMethod READ_INTERVAL =
      JavaMethod.ofStatic(RowReader.class, "interval", Interval.class, BYTES, int.class);
  static final JavaMethod READ_UUID =
      JavaMethod.ofStatic(RowReader.class, "uuid", UUID.class, BYTES, int.class);
  static final JavaMethod WRITE_INTERVAL =
      JavaMethod.ofStatic(
          RowWriter.class, "putInterval", void.class, BYTES, int.class, Interval.class);
  static final JavaMethod WRITE_UUID =
      JavaMethod.ofStatic(RowWriter.class, "putUuid", void.class, BYTES, int.class, UUID.class);
  static final JavaMethod READ_DECIMAL =
      JavaMethod.ofStatic(Decimals.class, "decode", BigDecimal.class, BYTES, int.class, int.class);
  static final JavaMethod DECIMAL_LENGTH =
      JavaMethod.ofStatic(Decimals.class, "encodedLength", int.class, BigDecimal.class);
  static final JavaMethod WRITE_DECIMAL =
      JavaMethod.ofStatic(Decimals.class, "encode", void.class, BigDecimal.class, BYTES, int.class);

  static final JavaMethod SLICE_BASE = JavaMethod.ofVirtual(Slice.class, "base", BYTES);
  static final JavaMethod SLICE_OFFSET = JavaMethod.ofVirtual(Slice.class, "offset", int.class);
  static final JavaMethod SLICE_LENGTH = JavaMethod.ofVirtual(Slice.class, "length", int.class);
  static final JavaMethod SLICE_SET =
      JavaMethod.ofVirtual(Slice.class, "set", Slice.class, BYTES, int.class, int.class);

  static final JavaMethod CONTEXT_ERRORS =
      JavaMethod.ofVirtual(UnitContext.class, "errors", RowErrors.class);
  static final JavaMethod CONTEXT_PARAMETERS =
      JavaMethod.ofVirtual(UnitContext.class, "parameters", Slice.class);
  static final JavaMethod FAILED =
      JavaMethod.ofStatic(
          RowFailures.class,
          "handle",
          void.class,
          RowErrors.class,
          SqlException.class,
          BYTES,
          int.class);

  static final JavaMethod BATCH_RESERVE =
      JavaMethod.ofVirtual(Batch.class, "reserve", BYTES, int.class);
  static final JavaMethod BATCH_END = JavaMethod.ofVirtual(Batch.class, "end", int.class);
  static final JavaMethod BATCH_COMMIT =
      JavaMethod.ofVirtual(Batch.class, "commit", void.class, int.class);
  static final JavaMethod BATCH_CLEAR = JavaMethod.ofVirtual(Batch.class, "clear", void.class);
  static final JavaMethod BATCH_APPEND =
      JavaMethod.ofVirtual(Batch.class, "append", void.class, BYTES, int.class);

  static final JavaMethod EXTEND =
      JavaMethod.ofStatic(RowBytes.class, "extend", int.class, int.class, int.class);
  static final JavaMethod SLOT =
      JavaMethod.ofStatic(RowBytes.class, "slot", long.class, int.class, int.class);
  static final JavaMethod COPY_PADDED = copy("copyPadded");
  static final JavaMethod COPY = copy("copy");
  static final JavaMethod ALIGN = JavaMethod.ofStatic(Rows.class, "align", int.class, int.class);
  static final JavaMethod BYTES_EQUAL = ofRegions("equal", boolean.class);
  static final JavaMethod BYTES_COMPARE = ofRegions("compare", int.class);
  static final JavaMethod BYTES_COMPARE_PADDED = ofRegions("compareBlankPadded", int.class);

  static final JavaMethod COMPARE_DOUBLES =
      JavaMethod.ofStatic(Comparisons.class, "compare", int.class, double.class, double.class);
  static final JavaMethod COMPARE_FLOATS =
      JavaMethod.ofStatic(Comparisons.class, "compare", int.class, float.class, float.class);
  static final JavaMethod COMPARE_DECIMALS =
      JavaMethod.ofVirtual(BigDecimal.class, "compareTo", int.class, BigDecimal.class);
  static final JavaMethod COMPARE_INTERVALS =
      JavaMethod.ofVirtual(Interval.class, "compareTo", int.class, Interval.class);
  static final JavaMethod COMPARE_UUIDS =
      JavaMethod.ofStatic(Comparisons.class, "compare", int.class, UUID.class, UUID.class);
  static final JavaMethod COMPARE_JSON =
      JavaMethod.ofStatic(Comparisons.class, "compareJson", int.class, Slice.class, Slice.class);
  static final JavaMethod COMPARE_ARRAYS =
      JavaMethod.ofStatic(
          Comparisons.class, "compareArrays", int.class, SqlType.class, Slice.class, Slice.class);
  static final JavaMethod KEY_BITS_DOUBLE =
      JavaMethod.ofStatic(Numbers.class, "keyBits", long.class, double.class);
  static final JavaMethod KEY_BITS_FLOAT =
      JavaMethod.ofStatic(Numbers.class, "keyBits", int.class, float.class);
  static final JavaMethod KEY_FORM_DECIMAL =
      JavaMethod.ofStatic(Numbers.class, "keyForm", BigDecimal.class, BigDecimal.class);
  static final JavaMethod KEY_FORM_INTERVAL =
      JavaMethod.ofStatic(Numbers.class, "keyForm", Interval.class, Interval.class);

  static final JavaMethod LOCATE =
      JavaMethod.ofVirtual(GroupTable.class, "locate", int.class, long.class, BYTES, int.class);
  static final JavaMethod PAGE = JavaMethod.ofVirtual(GroupTable.class, "page", BYTES);
  static final JavaMethod GROUP_OBJECT =
      JavaMethod.ofVirtual(GroupTable.class, "object", Object.class, BYTES, int.class, int.class);
  static final JavaMethod WIDE_SUM_ADD =
      JavaMethod.ofStatic(
          WideSum.class, "addTo", void.class, BYTES, int.class, int.class, long.class, int.class);
  static final JavaMethod ENCODE_GREATEST =
      JavaMethod.ofStatic(Extremes.class, "encodeGreatest", long.class, long.class);
  static final JavaMethod ENCODE_LEAST =
      JavaMethod.ofStatic(Extremes.class, "encodeLeast", long.class, long.class);
  static final JavaMethod ORDERED =
      JavaMethod.ofStatic(Extremes.class, "ordered", long.class, double.class);
  static final JavaMethod FURTHER =
      JavaMethod.ofStatic(Extremes.class, "further", long.class, long.class, long.class);
  static final JavaMethod EXACT_SUM_ADD =
      JavaMethod.ofVirtual(ExactSum.class, "add", void.class, double.class, int.class);
  static final JavaMethod DECIMAL_SUM_ADD =
      JavaMethod.ofVirtual(DecimalSum.class, "add", void.class, BigDecimal.class, int.class);

  static final JavaMethod JOIN =
      JavaMethod.ofVirtual(
          JoinAlgorithm.class,
          "join",
          void.class,
          BYTES,
          long.class,
          BYTES,
          int.class,
          int.class,
          JoinIndex.class,
          JoinIndex.class,
          Batch.class,
          boolean.class);
  static final JavaMethod JOIN_NOTHING =
      JavaMethod.ofVirtual(
          JoinAlgorithm.class, "joinNothing", void.class, BYTES, int.class, int.class, Batch.class);

  static final JavaMethod LONG_SET_CONTAINS =
      JavaMethod.ofVirtual(LongSet.class, "contains", boolean.class, long.class);
  static final JavaMethod BYTES_SET_CONTAINS =
      JavaMethod.ofVirtual(BytesSet.class, "contains", boolean.class, BYTES, int.class, int.class);
  static final JavaMethod SET_CONTAINS =
      JavaMethod.ofVirtual(Set.class, "contains", boolean.class, Object.class);

  private Calls() {}

  private static JavaMethod get(String name, Class<?> type) {
    return JavaMethod.ofStatic(Rows.class, name, type, BYTES, int.class);
  }

  private static JavaMethod put(String name, Class<?> type) {
    return JavaMethod.ofStatic(Rows.class, name, void.class, BYTES, int.class, type);
  }

  private static JavaMethod copy(String name) {
    return JavaMethod.ofStatic(
        RowBytes.class, name, void.class, BYTES, int.class, BYTES, int.class, int.class);
  }

  private static JavaMethod ofRegions(String name, Class<?> result) {
    return JavaMethod.ofStatic(
        RowBytes.class, name, result, BYTES, int.class, int.class, BYTES, int.class, int.class);
  }

  /** The method of an operator on two numbers of a kind. */
  static JavaMethod arithmetic(Expr.Arithmetic.Operator operator, Kind kind) {
    String name = operator.name().toLowerCase(Locale.ROOT);
    Class<?> type = dev.headrace.ir.ScalarFunction.unboxed(kind);
    return JavaMethod.ofStatic(
        Arithmetic.class, kind == Kind.SMALLINT ? name + "Smallint" : name, type, type, type);
  }
}
