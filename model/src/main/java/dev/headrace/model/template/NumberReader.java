package dev.headrace.model.template;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.template.NumberTemplate.Flag;
import dev.headrace.model.template.NumberTemplate.Part;

/** TO_NUMBER: picks a number's digits, point and sign out of a text. */
final class NumberReader {
  private final NumberTemplate template;
  private final String text;
  private final StringBuilder digits = new StringBuilder();
  private char sign = ' ';
  private int at;
  private int before;
  private int behind;
  private boolean pointRead;

  private NumberReader(NumberTemplate template, String text) {
    this.template = template;
    this.text = text;
  }

  /** The number's text. */
  static String read(NumberTemplate template, String text) {
    NumberReader reader = new NumberReader(template, text);
    reader.run();
    StringBuilder digits = reader.digits;
    if (!digits.isEmpty() && digits.charAt(digits.length() - 1) == '.') {
      digits.setLength(digits.length() - 1);
    }
    return reader.sign + digits.toString();
  }

  private void run() {
    if (template.is(Flag.EXPONENT)) {
      throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "\"EEEE\" not supported for input");
    }
    if (template.is(Flag.ROMAN)) {
      throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "\"RN\" not supported for input");
    }
    for (Part part : template.parts()) {
      if (isAtEnd()) {
        return;
      }
      if (part.name().isEmpty()) {
        at += Character.charCount(text.codePointAt(at));
      } else {
        read(part.name());
      }
    }
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }

  private boolean isAt(char character) {
    return !isAtEnd() && text.charAt(at) == character;
  }

  private void read(String name) {
    switch (name) {
      case "9", "0", ".", "D" -> {
        digit(name);
        at++;
      }
      case ",", "G" -> at += isAt(',') ? 1 : 0;
      case "L", "TH" -> skipOther(name.length());
      case "MI" -> signs("-");
      case "PL" -> signs("+");
      case "SG" -> signs("+-");
      default -> {}
    }
  }

  private void signs(String allowed) {
    if (allowed.indexOf(text.charAt(at)) >= 0) {
      sign = text.charAt(at++);
    } else {
      skipOther(1);
    }
  }

  /** Skips characters that cannot belong to a number. */
  private void skipOther(int count) {
    for (int i = 0; i < count && !isAtEnd(); i++) {
      if ("0123456789.,+-".indexOf(text.charAt(at)) >= 0) {
        return;
      }
      at += Character.charCount(text.codePointAt(at));
    }
  }

  private void digit(String name) {
    if (isAt(' ')) {
      at++;
    }
    if (isAtEnd()) {
      return;
    }
    boolean digitPlace = name.equals("9") || name.equals("0");
    if (sign == ' ' && digitPlace && before + behind == 0) {
      signBefore();
    }
    if (isAtEnd()) {
      return;
    }
    boolean read = false;
    char character = text.charAt(at);
    if (character >= '0' && character <= '9') {
      if (pointRead && behind == template.digitsBehind()) {
        return;
      }
      digits.append(character);
      before += pointRead ? 0 : 1;
      behind += pointRead ? 1 : 0;
      read = true;
    } else if (template.is(Flag.DECIMAL) && !pointRead && character == '.') {
      digits.append('.');
      pointRead = true;
      read = true;
    }
    if (sign == ' ' && before + behind > 0) {
      signBehind(read);
    }
  }

  private void signBefore() {
    if (template.is(Flag.SIGN) && template.signBefore()) {
      if (isAt('-') || isAt('+')) {
        sign = text.charAt(at++);
      }
    } else if (isAt('-') || (template.is(Flag.BRACKETS) && isAt('<'))) {
      sign = '-';
      at++;
    } else if (isAt('+')) {
      sign = '+';
      at++;
    }
  }

  private void signBehind(boolean read) {
    if (template.is(Flag.SIGN) && read) {
      if (at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0) {
        sign = text.charAt(++at);
      }
    } else if (!read
        && !template.is(Flag.SIGN)
        && (template.is(Flag.PLUS) || template.is(Flag.MINUS))
        && (isAt('-') || isAt('+'))) {
      sign = text.charAt(at);
    }
  }
}
