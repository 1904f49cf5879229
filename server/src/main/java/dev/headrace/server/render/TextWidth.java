package dev.headrace.server.render;

import org.jline.utils.WCWidth;

/** How wide text is on a terminal. */
final class TextWidth {
  private TextWidth() {}

  /** Columns that a text takes; control characters take none. */
  static int of(String text) {
    int width = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      width += character < 0x7f && character >= 0x20 ? 1 : Math.max(0, WCWidth.wcwidth(character));
      at += Character.charCount(character);
    }
    return width;
  }

  /** The text with blanks on one side up to a width. */
  static String pad(String text, int width, boolean right) {
    String blanks = " ".repeat(Math.max(0, width - of(text)));
    return right ? blanks + text : text + blanks;
  }
}
