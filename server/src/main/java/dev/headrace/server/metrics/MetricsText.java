package dev.headrace.server.metrics;

import java.util.List;
import java.util.Map;

/**
 * Writes numbers in Prometheus' text format, version 0.0.4: for each metric what it is, then its
 * samples.
 */
final class MetricsText {
  private final StringBuilder text = new StringBuilder();

  /** A number that goes up and down. */
  void gauge(String name, String help, double value) {
    describe(name, help, "gauge");
    sample(name, "", value);
  }

  /** A number that only goes up. */
  void counter(String name, String help, double value) {
    describe(name, help, "counter");
    sample(name, "", value);
  }

  /** Numbers of one kind that only go up, told apart by a label. */
  void counters(String name, String help, String label, Map<String, ? extends Number> values) {
    many(name, help, "counter", label, values);
  }

  /** The same, told apart by two labels. */
  void counters(
      String name,
      String help,
      List<String> labels,
      Map<String, ? extends Map<String, ? extends Number>> values) {
    describe(name, help, "counter");
    values.forEach(
        (first, inner) ->
            inner.forEach(
                (second, value) ->
                    sample(
                        name,
                        "{"
                            + label(labels.get(0), first)
                            + ","
                            + label(labels.get(1), second)
                            + "}",
                        value.doubleValue())));
  }

  private static String label(String name, String value) {
    return name + "=\"" + escape(value) + "\"";
  }

  /** Numbers of one kind, told apart by a label. */
  void gauges(String name, String help, String label, Map<String, ? extends Number> values) {
    many(name, help, "gauge", label, values);
  }

  private void many(
      String name, String help, String type, String label, Map<String, ? extends Number> values) {
    describe(name, help, type);
    values.forEach(
        (key, value) -> sample(name, "{" + label(label, key) + "}", value.doubleValue()));
  }

  /**
   * A distribution.
   *
   * @param counts by upper bound, each without those below; the last bound is infinity
   */
  void histogram(String name, String help, Map<Double, Long> counts, double sum) {
    describe(name, help, "histogram");
    long total = 0;
    for (Map.Entry<Double, Long> bucket : counts.entrySet()) {
      total += bucket.getValue();
      sample(name + "_bucket", "{le=\"" + number(bucket.getKey()) + "\"}", (double) total);
    }
    sample(name + "_sum", "", sum);
    sample(name + "_count", "", (double) total);
  }

  private void describe(String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, String labels, double value) {
    text.append(name).append(labels).append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
