package dev.headrace.model.template;

import dev.headrace.model.template.NumberTemplate.Flag;
import dev.headrace.model.template.NumberTemplate.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * TO_CHAR of numbers. The places of a template are filled from the left: first those that the
 * number does not need, then its digits, one by one; the sign comes before the first place in use.
 */
final class NumberWriter {
  private final NumberTemplate template;
  private final char sign;
  private final String number;
  private final int sparePlaces;
  private final int behind;
  private final StringBuilder out = new StringBuilder();

  // of the digits behind the point the last one that must be shown; -1 if that does not matter
  private final int lastRelevant;
  private final boolean signBehind;
  private int places;
  private int place;
  private int next;
  private boolean signWritten;
  private boolean inNumber;

  /**
   * @param number without a sign
   * @param before places before the point
   * @param behind digits behind it: as many as the template has, or as a float has
   */
  private NumberWriter(
      NumberTemplate template, boolean negative, String number, int before, int behind) {
    this.template = template;
    this.behind = behind;
    this.sign = negative ? '-' : '+';
    int point = number.indexOf('.');
    int digits = point < 0 ? number.length() : point;
    this.sparePlaces = Math.max(0, before - digits);
    this.number = digits <= before ? number : "#".repeat(before) + "." + "#".repeat(behind);
    this.places = behind + before - 1;
    this.signBehind = !template.signBefore();
    if (template.is(Flag.PLUS) || template.is(Flag.MINUS)) {
      signWritten = !template.is(Flag.PLUS) || template.is(Flag.MINUS);
    } else {
      signWritten = sign == '+' && template.is(Flag.FILL) && !template.is(Flag.SIGN);
    }
    this.lastRelevant = template.is(Flag.FILL) && template.is(Flag.DECIMAL) ? lastRelevant() : -1;
    if (!signWritten && sparePlaces == 0) {
      places++;
    }
  }

  private int lastRelevant() {
    int point = number.indexOf('.');
    if (point < 0) {
      return -1;
    }
    int last = point;
    for (int i = point + 1; i < number.length(); i++) {
      last = number.charAt(i) == '0' ? last : i;
    }
    if (template.lastZero() > sparePlaces) {
      last = Math.max(last, Math.min(number.length() - 1, template.lastZero() - sparePlaces));
    }
    return last;
  }

  /** A number as a template without EEEE and RN shows it. */
  static String write(NumberTemplate template, BigDecimal value) {
    BigDecimal shown = value.movePointRight(template.multiplier());
    shown = shown.setScale(template.digitsBehind(), RoundingMode.HALF_UP);
    return write(
        template, shown.signum() < 0, shown.abs().toPlainString(), template.digitsBehind());
  }

  /** Digits as a template without EEEE and RN shows them. */
  static String write(NumberTemplate template, boolean negative, String digits, int behind) {
    int before = template.digitsBefore() + template.multiplier();
    return new NumberWriter(template, negative, digits, before, behind).write();
  }

  private String write() {
    for (Part part : template.parts()) {
      if (part.name().isEmpty()) {
        out.append(part.text());
      } else {
        write(part);
      }
    }
    return out.toString();
  }

  private void write(Part part) {
    boolean fill = template.is(Flag.FILL);
    switch (part.name()) {
      case "9", "0", ".", "D" -> place(part.name());
      case ",", "G" -> {
        if (inNumber) {
          out.append(',');
        } else if (!fill) {
          out.append(' ');
        }
      }
      case "L" -> out.append(' ');
      case "MI" -> {
        if (sign == '-' || !fill) {
          out.append(sign == '-' ? '-' : ' ');
        }
      }
      case "PL" -> {
        if (sign == '+' || !fill) {
          out.append(sign == '+' ? '+' : ' ');
        }
      }
      case "SG" -> out.append(sign);
      case "TH" -> {
        if (number.charAt(0) != '#' && sign != '-' && !template.is(Flag.DECIMAL)) {
          out.append(Ordinals.suffix(number, part.text()));
        }
      }
      default -> {}
    }
  }

  private boolean hasDigit(int index) {
    return index < number.length();
  }

  /** A leading 0 that is not shown, for 9.9 is " .1" of 0.1. */
  private boolean isHiddenZero() {
    return !template.is(Flag.LEADING_ZEROS) && next == 0 && number.charAt(0) == '0' && behind != 0;
  }

  private boolean endsWithPoint() {
    return lastRelevant >= 0 && number.charAt(lastRelevant) == '.';
  }

  private void place(String name) {
    inNumber = false;
    boolean zeros = template.is(Flag.LEADING_ZEROS);
    boolean inUse = place >= sparePlaces || (zeros && template.firstZero() == place);
    if (!signWritten && inUse && (!isHiddenZero() || endsWithPoint())) {
      writeSign();
    }
    if (place < sparePlaces && (!zeros || template.firstZero() > place)) {
      if (!template.is(Flag.FILL)) {
        out.append(' ');
      }
    } else if (zeros && place < sparePlaces) {
      out.append('0');
      inNumber = true;
    } else {
      if (hasDigit(next)) {
        digit(name);
        next++;
      }
    }
    int end = places + (sparePlaces > 0 ? 1 : 0) + (template.is(Flag.DECIMAL) ? 1 : 0);
    if (lastRelevant >= 0 && lastRelevant == next) {
      end = place;
    }
    if (place + 1 == end) {
      writeSignBehind();
    }
    place++;
  }

  private void writeSign() {
    if (template.is(Flag.SIGN)) {
      if (!signBehind) {
        out.append(sign);
        signWritten = true;
      }
    } else if (template.is(Flag.BRACKETS) && !(sign == '+' && template.is(Flag.FILL))) {
      out.append(sign == '+' ? ' ' : '<');
      signWritten = true;
    } else {
      if (sign == '-' || !template.is(Flag.FILL)) {
        out.append(sign == '+' ? ' ' : '-');
      }
      signWritten = true;
    }
  }

  private void digit(String name) {
    if (number.charAt(next) == '.') {
      out.append('.');
    } else if (lastRelevant >= 0 && next > lastRelevant && !name.equals("0")) {
      return;
    } else if (isHiddenZero()) {
      if (!template.is(Flag.FILL)) {
        out.append(' ');
      } else if (endsWithPoint()) {
        out.append('0');
      }
    } else {
      out.append(number.charAt(next));
      inNumber = true;
    }
  }

  private void writeSignBehind() {
    boolean brackets = template.is(Flag.BRACKETS) && !(sign == '+' && template.is(Flag.FILL));
    if (signWritten && brackets) {
      out.append(sign == '+' ? ' ' : '>');
    } else if (template.is(Flag.SIGN) && signBehind) {
      out.append(sign);
    }
  }

  /** As EEEE shows it. */
  static String exponential(NumberTemplate template, BigDecimal value) {
    String mantissa = String.format(Locale.ROOT, "%." + template.digitsBehind() + "e", value.abs());
    return (value.signum() < 0 ? "-" : " ") + mantissa;
  }
}
