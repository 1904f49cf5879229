package dev.headrace.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.InputStatus;
import dev.headrace.engine.Statistics;
import dev.headrace.engine.statement.StatementTimes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.pgwire.ServerStatistics;
import dev.headrace.runtime.state.PageCache;
import dev.headrace.server.wire.StatementStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers {@code GET /metrics} with the numbers of a server and its database, and {@code GET
 * /health} as long as it is there. It tells numbers and names of relations, never data.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final HttpServer http;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Headrace database;
  private final PgWireServer server;
  private final StatementStatistics statements;

  private MetricsServer(
      HttpServer http, Headrace database, PgWireServer server, StatementStatistics statements) {
    this.http = http;
    this.database = database;
    this.server = server;
    this.statements = statements;
    http.setExecutor(executor);
    http.createContext("/metrics", exchange -> answer(exchange, "/metrics", metrics()));
    http.createContext("/health", exchange -> answer(exchange, "/health", "ok\n"));
  }

  /**
   * Listens and answers until closed.
   *
   * @param port 0 for any free one
   * @throws SqlException {@link ErrorCode#IO_ERROR} if it cannot listen there
   */
  public static MetricsServer start(
      InetAddress address,
      int port,
      Headrace database,
      PgWireServer server,
      StatementStatistics statements) {
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
      MetricsServer metrics = new MetricsServer(http, database, server, statements);
      http.start();
      return metrics;
    } catch (IOException e) {
      throw new SqlException(
          ErrorCode.IO_ERROR,
          "cannot listen on " + address.getHostAddress() + " port " + port + ": " + e.getMessage(),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return http.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String path, String text) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange
            .getResponseHeaders()
            .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private String metrics() {
    MetricsText text = new MetricsText();
    connections(text, server.statistics());
    statements(text);
    text.histogram(
        "headrace_statement_seconds",
        "How long statements took until their rows could be sent.",
        statements.durations(),
        statements.seconds());
    database(text, database.statistics());
    inputs(text);
    database.pageCache().ifPresent(pages -> pages(text, pages));
    jvm(text);
    return text.toString();
  }

  private void statements(MetricsText text) {
    Map<String, StatementTimes.Sum> commands = statements.commands();
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Map<String, Double>> phases = new LinkedHashMap<>();
    commands.forEach(
        (command, sum) -> {
          counts.put(command, sum.count());
          Map<String, Double> seconds = new LinkedHashMap<>();
          sum.seconds().forEach((phase, spent) -> seconds.put(phase.text(), spent));
          phases.put(command, seconds);
        });
    text.counters(
        "headrace_statements_total",
        "Statements that clients ran without an error.",
        "command",
        counts);
    text.counters(
        "headrace_statement_phase_seconds_total",
        "Where the time of statements went.",
        List.of("command", "phase"),
        phases);
    text.counters(
        "headrace_statement_cache_total",
        "How often syntax trees and plans were found, and not.",
        "event",
        cacheEvents());
  }

  private Map<String, Long> cacheEvents() {
    Map<String, Long> events = new LinkedHashMap<>(database.cacheCounts());
    events.keySet().removeIf(name -> name.endsWith("_size"));
    return events;
  }

  private void connections(MetricsText text, ServerStatistics statistics) {
    text.gauge("headrace_connections", "Connections there are.", (double) server.connections());
    text.counter(
        "headrace_connections_accepted_total",
        "Connections that were let in.",
        (double) statistics.connectionsAccepted());
    text.counter(
        "headrace_connections_refused_total",
        "Connections that were not let in.",
        (double) statistics.connectionsRefused());
    text.counter(
        "headrace_cancel_requests_total", "Cancel requests.", (double) statistics.cancelRequests());
    text.counters(
        "headrace_errors_total", "Errors sent to clients.", "sqlstate", statistics.errors());
  }

  private static void database(MetricsText text, Statistics statistics) {
    text.counter(
        "headrace_commits_total", "Commits, which are steps.", (double) statistics.steps());
    text.gauges(
        "headrace_view_rows", "Rows of materialized views.", "view", statistics.rowsPerView());
    text.counter(
        "headrace_units_compiled_total", "Units compiled.", (double) statistics.compiledUnits());
    text.counter(
        "headrace_compile_seconds_total",
        "Time that compiling took.",
        statistics.compileNanos() / 1e9);
  }

  private void inputs(MetricsText text) {
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, Long> bad = new LinkedHashMap<>();
    for (InputStatus input : database.inputs()) {
      rows.put(input.name(), input.rows());
      bad.put(input.name(), input.badRecords());
    }
    text.counters("headrace_input_rows_total", "Rows that inputs brought.", "input", rows);
    text.counters("headrace_input_bad_records_total", "Records that are no rows.", "input", bad);
  }

  private static void pages(MetricsText text, PageCache.Statistics pages) {
    text.counters(
        "headrace_row_cache_total",
        "How often a page of a table was in memory when it was needed, was read, and left memory.",
        "event",
        Map.of("hits", pages.hits(), "misses", pages.misses(), "evictions", pages.evictions()));
    text.gauge(
        "headrace_row_cache_bytes",
        "Memory that rows of tables take.",
        (double) pages.residentBytes());
    text.gauge(
        "headrace_row_cache_limit_bytes",
        "Memory that rows of tables may take.",
        (double) pages.limit());
    text.gauge(
        "headrace_row_cache_file_bytes",
        "Pages of tables in the page file.",
        (double) pages.fileBytes());
  }

  private static void jvm(MetricsText text) {
    Runtime runtime = Runtime.getRuntime();
    text.gauge(
        "headrace_heap_used_bytes",
        "Heap in use, garbage included.",
        (double) (runtime.totalMemory() - runtime.freeMemory()));
    text.gauge("headrace_heap_max_bytes", "The heap's limit.", (double) runtime.maxMemory());
  }

  @Override
  public void close() {
    http.stop(0);
    executor.close();
  }
}
