package dev.headrace.ir;

import dev.headrace.model.Field;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions and the operator-local parts of relational nodes as bytes that are the same in
 * every JVM and every release: one tag per node, fixed-width big-endian numbers, a length before
 * everything of variable size. So two trees have the same bytes only if they are equal.
 *
 * <p>Never change the meaning of a tag; add a new one.
 */
final class StableBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static byte[] of(Expr expr) {
    return new StableBytes().expr(expr).toBytes();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  StableBytes tag(int tag) {
    bytes.write(tag);
    return this;
  }

  StableBytes flag(boolean value) {
    return tag(value ? 1 : 0);
  }

  StableBytes number(int value) {
    bytes.write(value >>> 24);
    bytes.write(value >>> 16);
    bytes.write(value >>> 8);
    bytes.write(value);
    return this;
  }

  StableBytes number(long value) {
    return number((int) (value >>> 32)).number((int) value);
  }

  StableBytes bytes(byte[] value) {
    number(value.length);
    bytes.writeBytes(value);
    return this;
  }

  StableBytes text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  StableBytes numbers(List<Integer> values) {
    number(values.size());
    values.forEach(this::number);
    return this;
  }

  /** Types and nullability; names do not count. */
  StableBytes fields(List<Field> fields) {
    number(fields.size());
    for (Field field : fields) {
      type(field.type()).flag(field.nullable());
    }
    return this;
  }

  StableBytes type(SqlType type) {
    tag(tag(type.kind())).number(type.precision()).number(type.scale());
    if (type.kind() == SqlType.Kind.ENUM) {
      number(type.enumType().oid());
    }
    SqlType element = type.element();
    flag(element != null);
    return element == null ? this : type(element);
  }

  StableBytes exprs(List<? extends Expr> exprs) {
    number(exprs.size());
    exprs.forEach(this::expr);
    return this;
  }

  StableBytes optional(@Nullable Expr expr) {
    flag(expr != null);
    return expr == null ? this : expr(expr);
  }

  StableBytes expr(Expr expr) {
    return switch (expr) {
      case Expr.Column node -> tag(1).number(node.index()).type(node.type()).flag(node.nullable());
      case Expr.Literal node -> tag(2).type(node.type()).value(node.value());
      case Expr.Parameter node -> tag(3).number(node.index()).type(node.type());
      case Expr.Call node ->
          tag(4).text(node.function().signature()).type(node.type()).exprs(node.arguments());
      case Expr.Arithmetic node ->
          tag(5).tag(tag(node.operator())).type(node.type()).exprs(node.operands());
      case Expr.Comparison node -> tag(6).tag(tag(node.operator())).exprs(node.operands());
      case Expr.DistinctFrom node -> tag(7).exprs(node.operands());
      case Expr.And node -> tag(8).exprs(node.operands());
      case Expr.Or node -> tag(9).exprs(node.operands());
      case Expr.Not node -> tag(10).expr(node.operand());
      case Expr.IsNull node -> tag(11).expr(node.operand());
      case Expr.Cast node -> tag(12).type(node.type()).expr(node.operand());
      case Expr.Case node -> tag(13).type(node.type()).exprs(node.operands());
      case Expr.Coalesce node -> tag(14).type(node.type()).exprs(node.operands());
      case Expr.In node -> tag(15).expr(node.operand()).exprs(node.values());
    };
  }

  /** A carrier. The type stands before it, so carriers need no tags of their own. */
  private StableBytes value(@Nullable Object value) {
    flag(value != null);
    return switch (value) {
      case null -> this;
      case Boolean b -> flag(b);
      case Integer i -> number(i);
      case Long l -> number(l);
      case Float f -> number(Float.floatToIntBits(f));
      case Double d -> number(Double.doubleToLongBits(d));
      case BigDecimal d -> number(d.scale()).bytes(d.unscaledValue().toByteArray());
      case Interval i -> number(i.months()).number(i.days()).number(i.micros());
      case UUID u -> number(u.getMostSignificantBits()).number(u.getLeastSignificantBits());
      case Slice s -> bytes(s.toBytes());
      default -> throw new IllegalArgumentException("no carrier: " + value.getClass());
    };
  }

  private static int tag(SqlType.Kind kind) {
    return switch (kind) {
      case BOOLEAN -> 1;
      case SMALLINT -> 2;
      case INTEGER -> 3;
      case BIGINT -> 4;
      case REAL -> 5;
      case DOUBLE -> 6;
      case NUMERIC -> 7;
      case TEXT -> 8;
      case VARCHAR -> 9;
      case CHAR -> 10;
      case BYTEA -> 11;
      case DATE -> 12;
      case TIME -> 13;
      case TIMESTAMP -> 14;
      case TIMESTAMPTZ -> 15;
      case INTERVAL -> 16;
      case UUID -> 17;
      case JSONB -> 18;
      case ARRAY -> 19;
      case ENUM -> 20;
    };
  }

  private static int tag(Expr.Arithmetic.Operator operator) {
    return switch (operator) {
      case ADD -> 1;
      case SUBTRACT -> 2;
      case MULTIPLY -> 3;
      case DIVIDE -> 4;
      case REMAINDER -> 5;
    };
  }

  private static int tag(Expr.Comparison.Operator operator) {
    return switch (operator) {
      case EQUAL -> 1;
      case NOT_EQUAL -> 2;
      case LESS -> 3;
      case LESS_OR_EQUAL -> 4;
      case GREATER -> 5;
      case GREATER_OR_EQUAL -> 6;
    };
  }

  /** What the node itself does, without its inputs. */
  StableBytes local(Rel rel) {
    return switch (rel) {
      case Rel.Scan node -> tag(1).text(node.identity()).fields(node.fields());
      case Rel.Values node -> {
        tag(2).fields(node.fields()).number(node.rows().size());
        node.rows().forEach(this::exprs);
        yield this;
      }
      case Rel.Filter node -> tag(3).expr(node.predicate());
      case Rel.Project node -> tag(4).exprs(node.expressions()).fields(node.fields());
      case Rel.Join node -> join(node);
      case Rel.Aggregate node -> aggregate(node);
      case Rel.Union node -> tag(7).number(node.inputs().size()).fields(node.fields());
      case Rel.SetOperation node ->
          tag(8)
              .tag(
                  switch (node.operator()) {
                    case EXCEPT -> 1;
                    case INTERSECT -> 2;
                  })
              .flag(node.all())
              .fields(node.fields());
      case Rel.Sort node -> sort(node);
      case Rel.Window node -> window(node);
      case Rel.Expand node -> expand(node);
      case Rel.Recursive node ->
          tag(12).text(node.working()).flag(node.all()).fields(node.fields());
      case Rel.Working node -> tag(13).text(node.name()).fields(node.fields());
      case Rel.Once node -> tag(14).text(node.name());
    };
  }

  private StableBytes join(Rel.Join node) {
    tag(5)
        .tag(
            switch (node.kind()) {
              case INNER -> 1;
              case LEFT -> 2;
              case RIGHT -> 3;
              case FULL -> 4;
              case SEMI -> 5;
              case ANTI -> 6;
            })
        .number(node.keys().size());
    for (Rel.Join.Key key : node.keys()) {
      number(key.left()).number(key.right()).flag(key.nullsMatch());
    }
    return optional(node.residual());
  }

  private StableBytes aggregate(Rel.Aggregate node) {
    tag(6).numbers(node.keys()).number(node.calls().size());
    node.calls().forEach(this::call);
    return fields(node.fields());
  }

  private StableBytes call(Rel.AggregateCall call) {
    tag(switch (call.function()) {
          case COUNT -> 1;
          case SUM -> 2;
          case AVG -> 3;
          case MIN -> 4;
          case MAX -> 5;
          case BOOL_AND -> 6;
          case BOOL_OR -> 7;
          case SINGLE_VALUE -> 8;
          case STRING_AGG -> 9;
          case ARRAY_AGG -> 10;
          case JSONB_AGG -> 11;
          case JSONB_OBJECT_AGG -> 12;
          case BIT_AND -> 13;
          case BIT_OR -> 14;
          case BIT_XOR -> 15;
          case VAR_POP -> 16;
          case VAR_SAMP -> 17;
          case STDDEV_POP -> 18;
          case STDDEV_SAMP -> 19;
          case CORR -> 20;
          case COVAR_POP -> 21;
          case COVAR_SAMP -> 22;
          case REGR_COUNT -> 23;
          case REGR_AVGX -> 24;
          case REGR_AVGY -> 25;
          case REGR_SXX -> 26;
          case REGR_SYY -> 27;
          case REGR_SXY -> 28;
          case REGR_SLOPE -> 29;
          case REGR_INTERCEPT -> 30;
          case REGR_R2 -> 31;
          case PERCENTILE_CONT -> 32;
          case PERCENTILE_DISC -> 33;
          case MODE -> 34;
          case RANK -> 35;
          case DENSE_RANK -> 36;
          case PERCENT_RANK -> 37;
          case CUME_DIST -> 38;
        })
        .number(call.argument())
        .flag(call.distinct())
        .number(call.filter())
        .type(call.type());
    return call.function().isCollected() ? numbers(call.more()).order(call.order()) : this;
  }

  private StableBytes order(List<Rel.SortKey> order) {
    number(order.size());
    for (Rel.SortKey key : order) {
      number(key.column()).flag(key.descending()).flag(key.nullsFirst());
    }
    return this;
  }

  private StableBytes window(Rel.Window node) {
    tag(10).numbers(node.partition()).order(node.order()).number(node.calls().size());
    for (WindowCall call : node.calls()) {
      tag(switch (call.function()) {
            case ROW_NUMBER -> 1;
            case RANK -> 2;
            case DENSE_RANK -> 3;
            case PERCENT_RANK -> 4;
            case CUME_DIST -> 5;
            case NTILE -> 6;
            case LAG -> 7;
            case LEAD -> 8;
            case FIRST_VALUE -> 9;
            case LAST_VALUE -> 10;
            case NTH_VALUE -> 11;
            case AGGREGATE -> 12;
          })
          .numbers(call.arguments())
          .type(call.type());
      if (call.aggregate() != null) {
        call(call.aggregate());
      }
      tag(switch (call.frame().unit()) {
            case ROWS -> 1;
            case RANGE -> 2;
            case GROUPS -> 3;
          })
          .bound(call.frame().start())
          .bound(call.frame().end());
      switch (call.frame().exclusion()) {
        case NO_OTHERS -> {}
        case CURRENT_ROW -> tag(4);
        case GROUP -> tag(5);
        case TIES -> tag(6);
      }
    }
    return fields(node.fields());
  }

  private StableBytes expand(Rel.Expand node) {
    tag(11).number(node.calls().size());
    for (TableCall call : node.calls()) {
      tag(switch (call.function()) {
            case LONG_SERIES -> 1;
            case DECIMAL_SERIES -> 2;
            case TIMESTAMP_SERIES -> 3;
            case UNNEST -> 4;
            case GENERATE_SUBSCRIPTS -> 5;
            case JSONB_ARRAY_ELEMENTS -> 6;
            case JSONB_ARRAY_ELEMENTS_TEXT -> 7;
            case JSONB_EACH -> 8;
            case JSONB_EACH_TEXT -> 9;
            case JSONB_OBJECT_KEYS -> 10;
            case STRING_TO_TABLE -> 11;
            case REGEXP_SPLIT_TO_TABLE -> 12;
            case REGEXP_MATCHES -> 17;
            case NO_ROWS -> 15;
            case NUMBERED_ELEMENTS -> 16;
            case OPTIONS -> 18;
            case INTEGER_SERIES -> 13;
            case TIMESTAMPTZ_SERIES -> 14;
          })
          .numbers(call.arguments())
          .type(call.argument())
          .number(call.types().size());
      call.types().forEach(this::type);
    }
    return flag(node.ordinality()).flag(node.outer()).fields(node.fields());
  }

  private StableBytes bound(WindowFrame.Bound bound) {
    return switch (bound) {
      case WindowFrame.Bound.Unbounded node -> tag(1).flag(node.following());
      case WindowFrame.Bound.CurrentRow _ -> tag(2);
      case WindowFrame.Bound.Offset node -> tag(3).expr(node.count()).flag(node.following());
      case WindowFrame.Bound.Value node -> tag(4).number(node.value()).number(node.column());
    };
  }

  private StableBytes sort(Rel.Sort node) {
    return tag(9).order(node.order()).optional(node.limit()).optional(node.offset());
  }
}
