package dev.headrace.model.template;

import dev.headrace.model.Slice;
import dev.headrace.model.function.Conversions;
import dev.headrace.model.template.NumberTemplate.Flag;
import dev.headrace.model.template.NumberTemplate.Part;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** TO_CHAR of numbers, and TO_NUMBER. */
public final class NumberTemplates {
  private static final int DOUBLE_DIGITS = 15;
  private static final int FLOAT_DIGITS = 6;

  private NumberTemplates() {}

  /** TO_CHAR of an INTEGER. */
  public static Slice toChar(int value, Slice template, Slice out) {
    return toChar(BigDecimal.valueOf(value), template, out);
  }

  /** TO_CHAR of a BIGINT. */
  public static Slice toChar(long value, Slice template, Slice out) {
    return toChar(BigDecimal.valueOf(value), template, out);
  }

  /** TO_CHAR of a NUMERIC. */
  public static Slice toChar(BigDecimal value, Slice template, Slice out) {
    NumberTemplate parsed = NumberTemplate.of(template);
    if (parsed.is(Flag.ROMAN)) {
      return out.set(Slice.of(roman(parsed, value.setScale(0, RoundingMode.HALF_UP))));
    }
    return out.set(
        Slice.of(
            parsed.is(Flag.EXPONENT)
                ? NumberWriter.exponential(parsed, value)
                : NumberWriter.write(parsed, value)));
  }

  /** TO_CHAR of a DOUBLE PRECISION. */
  public static Slice toChar(double value, Slice template, Slice out) {
    return toChar(value, DOUBLE_DIGITS, template, out);
  }

  /** TO_CHAR of a REAL. */
  public static Slice toChar(float value, Slice template, Slice out) {
    return toChar(value, FLOAT_DIGITS, template, out);
  }

  private static Slice toChar(double value, int precision, Slice template, Slice out) {
    NumberTemplate parsed = NumberTemplate.of(template);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return out.set(Slice.of(notFinite(parsed, value)));
    }
    BigDecimal exact = new BigDecimal(value);
    if (parsed.is(Flag.ROMAN)) {
      return toChar(exact, template, out);
    }
    if (parsed.is(Flag.EXPONENT)) {
      // as printf rounds, and not as NUMERIC does
      MathContext digits = new MathContext(parsed.digitsBehind() + 1, RoundingMode.HALF_EVEN);
      return toChar(exact.round(digits), template, out);
    }
    // no more digits than the type has
    BigDecimal shown = exact.movePointRight(parsed.multiplier());
    int before = shown.abs().setScale(0, RoundingMode.HALF_EVEN).toPlainString().length();
    int behind = Math.max(0, Math.min(parsed.digitsBehind(), precision - before));
    BigDecimal rounded = shown.setScale(behind, RoundingMode.HALF_EVEN);
    String digits = rounded.abs().toPlainString();
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return out.set(Slice.of(NumberWriter.write(parsed, negative, digits, behind)));
  }

  private static String notFinite(NumberTemplate template, double value) {
    if (template.is(Flag.EXPONENT)) {
      int width = template.digitsBefore() + template.digitsBehind() + 6;
      StringBuilder hashes = new StringBuilder("#".repeat(width));
      hashes.setCharAt(0, ' ');
      hashes.setCharAt(template.digitsBefore() + 1, '.');
      return hashes.toString();
    }
    String name = Double.isNaN(value) ? "NaN" : "Infinity";
    int behind = Math.min(template.digitsBehind(), DOUBLE_DIGITS - name.length());
    return NumberWriter.write(template, value < 0, name, behind);
  }

  private static String roman(NumberTemplate template, BigDecimal value) {
    String numeral = RomanNumerals.of(value.precision() > 9 ? 0 : value.longValueExact());
    StringBuilder result = new StringBuilder();
    for (Part part : template.parts()) {
      if (part.name().isEmpty()) {
        result.append(part.text());
      } else if (part.name().equals("RN")) {
        String cased = part.text().equals("RN") ? numeral : numeral.toLowerCase(Locale.ROOT);
        result.append(template.is(Flag.FILL) ? cased : RomanNumerals.padded(cased));
      }
    }
    return result.toString();
  }

  /** TO_NUMBER. */
  public static BigDecimal toNumber(Slice text, Slice template) {
    NumberTemplate parsed = NumberTemplate.of(template);
    BigDecimal number = Conversions.toNumeric(Slice.of(NumberReader.read(parsed, text.toString())));
    return parsed.is(Flag.MULTIPLIED) ? number.movePointLeft(parsed.multiplier()) : number;
  }
}
