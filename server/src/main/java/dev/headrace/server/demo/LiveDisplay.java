package dev.headrace.server.demo;

import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** Draws frames in place, below the cursor. Used by one thread. */
public final class LiveDisplay {
  private final Terminal terminal;
  private final Display display;

  public LiveDisplay(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
  }

  /** Replaces the last frame; what does not fit the window is cut off. */
  public void draw(List<String> frame) {
    Size size = terminal.getSize();
    display.resize(size.getRows(), size.getColumns());
    List<AttributedString> lines =
        frame.stream()
            .limit(Math.max(1, size.getRows() - 1))
            .map(line -> new AttributedString(line).columnSubSequence(0, size.getColumns() - 1))
            .toList();
    display.update(lines, size.cursorPos(lines.size() - 1, lines.getLast().columnLength()));
    terminal.flush();
  }

  /** Removes the last frame. */
  public void clear() {
    display.update(List.of(), 0);
    terminal.flush();
  }
}
