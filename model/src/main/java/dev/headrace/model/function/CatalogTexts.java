package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.text.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Functions on what system catalogs hold that need no catalog, and those about what there is none
 * of here: rules, triggers, comments, partitions, privileges.
 */
public final class CatalogTexts {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};
  private static final int UTF8 = 6;
  private static final int MAX_NAME_BYTES = 63;

  private CatalogTexts() {}

  private static Slice text(String text, Slice out) {
    return out.set(Slice.of(text));
  }

  /** {@code pg_get_expr}: what stands for an expression is its text. */
  public static Slice expression(Slice expression, int relation, Slice out) {
    return expression;
  }

  public static Slice quotedIdentifier(Slice name, Slice out) {
    return text(Identifiers.quoted(name.toString()), out);
  }

  public static Slice quotedLiteral(Slice value, Slice out) {
    String plain = value.toString();
    String quoted = "'" + plain.replace("'", "''").replace("\\", "\\\\") + "'";
    return text(plain.indexOf('\\') >= 0 ? "E" + quoted : quoted, out);
  }

  /** {@code nameconcatoid}: what tells routines of one name apart. */
  public static Slice nameWithOid(Slice name, int oid, Slice out) {
    String suffix = "_" + Integer.toUnsignedString(oid);
    String start = name.toString();
    while (Slice.of(start).length() + suffix.length() > MAX_NAME_BYTES) {
      start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
    }
    return text(start + suffix, out);
  }

  /** {@code pg_encoding_to_char}: there is one encoding. */
  public static Slice encodingName(int encoding, Slice out) {
    return text(encoding == UTF8 ? "UTF8" : "", out);
  }

  public static Slice encoding(Slice out) {
    return text("UTF8", out);
  }

  public static int encodingNumber(Slice name) {
    String plain = name.toString().replace("-", "");
    return plain.equalsIgnoreCase("utf8") || plain.equalsIgnoreCase("unicode") ? UTF8 : -1;
  }

  /** {@code pg_size_pretty}: the largest unit that leaves less than 10,240 of it. */
  public static Slice prettySize(long bytes, Slice out) {
    if (Math.abs(bytes) < 10 * 1024) {
      return text(bytes + " bytes", out);
    }
    // half a unit more, so that the last shift rounds
    long halves = bytes >> 9;
    int unit = 0;
    while (unit < UNITS.length - 1 && Math.abs(halves) >= 20 * 1024 - 1) {
      halves >>= 10;
      unit++;
    }
    return text(((halves + (halves < 0 ? 0 : 1)) / 2) + " " + UNITS[unit], out);
  }

  public static boolean no() {
    return false;
  }

  public static boolean no(int oid) {
    return false;
  }

  public static int zero() {
    return 0;
  }

  public static Slice empty(int oid, Slice out) {
    return text("", out);
  }

  public static boolean yes(int oid) {
    return true;
  }

  public static boolean yes(int oid, Slice privilege) {
    return true;
  }

  public static boolean yes(Slice object, Slice privilege) {
    return true;
  }

  public static boolean yes(Slice user, Slice object, Slice privilege) {
    return true;
  }

  public static boolean yes(Slice user, int oid, Slice privilege) {
    return true;
  }

  public static boolean yes(int user, int oid, Slice privilege) {
    return true;
  }

  public static @Nullable Slice none(Slice out) {
    return null;
  }

  public static @Nullable Slice none(int oid, Slice out) {
    return null;
  }

  public static @Nullable Slice none(Slice kind, int owner, Slice out) {
    return null;
  }

  public static @Nullable Slice none(int oid, Slice catalog, Slice out) {
    return null;
  }

  public static @Nullable Slice none(int oid, int column, Slice out) {
    return null;
  }

  public static @Nullable Slice none(int oid, boolean pretty, Slice out) {
    return null;
  }

  public static @Nullable Slice none(Slice table, Slice column, Slice out) {
    return null;
  }

  public static @Nullable Integer noNumber() {
    return null;
  }

  public static @Nullable Long noCount(int oid) {
    return null;
  }
}
