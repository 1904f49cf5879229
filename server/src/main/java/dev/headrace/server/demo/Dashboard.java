package dev.headrace.server.demo;

import dev.headrace.engine.InputStatus;
import dev.headrace.server.client.Column;
import dev.headrace.server.client.ResultCollector;
import dev.headrace.server.client.SqlClient;
import dev.headrace.server.program.ProgressLine;
import dev.headrace.server.render.TableRenderer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the display: how far the inputs are, and what the views hold at this moment. Each
 * view is read by a query of its own, while the next step runs.
 */
public final class Dashboard {
  private static final int SHOWN_DECIMALS = 2;

  private final SqlClient client;
  private final List<Panel> panels;
  private final String hint;
  private final ProgressLine progress = new ProgressLine();

  /**
   * A view on display.
   *
   * @param title its heading
   * @param query what is shown of it
   */
  public record Panel(String title, String query) {}

  /**
   * Creates a dashboard.
   *
   * @param hint what else the user can do, shown at the end
   */
  public Dashboard(SqlClient client, List<Panel> panels, String hint) {
    this.client = client;
    this.hint = hint;
    this.panels = List.copyOf(panels);
  }

  /** A frame for a state of the inputs. */
  public List<String> frame(List<InputStatus> inputs, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    lines.add(progress.of(inputs, elapsed));
    lines.addAll(tables());
    lines.add("");
    lines.add(hint);
    return lines;
  }

  /** The views alone. */
  public List<String> tables() {
    List<String> lines = new ArrayList<>();
    for (Panel panel : panels) {
      ResultCollector result = new ResultCollector();
      client.execute(panel.query(), result);
      lines.add("");
      lines.add(panel.title());
      lines.addAll(TableRenderer.lines(result.columns(), rounded(result)));
    }
    return lines;
  }

  /** An average has sixteen digits; a display has room for two decimals. */
  private static List<List<@Nullable String>> rounded(ResultCollector result) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (List<@Nullable String> row : result.rows()) {
      List<@Nullable String> shown = new ArrayList<>(row.size());
      for (int column = 0; column < row.size(); column++) {
        String value = row.get(column);
        boolean number = result.columns().get(column).style() == Column.Style.NUMBER;
        shown.add(value != null && number ? rounded(value) : value);
      }
      rows.add(shown);
    }
    return rows;
  }

  private static String rounded(String number) {
    if (number.indexOf('.') < 0 || number.indexOf('e') >= 0) {
      return number;
    }
    return new BigDecimal(number).setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP).toPlainString();
  }
}
