package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random concurrent transactions that append to lists and read them, checked as by Elle (K.
 * Kingsbury, P. Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations",
 * 2020): a list that is read tells the order of the transactions that wrote it, and these orders
 * together must not have a cycle that the level forbids.
 */
final class RandomHistoryTest extends DatabaseTestBase {
  private static final int SESSIONS = 4;
  private static final int TRANSACTIONS = 150;
  private static final int LISTS = 5;

  /** What a committed transaction did: lists as they were read, and elements that it appended. */
  private record Committed(
      Map<Integer, List<Integer>> reads, Map<Integer, List<Integer>> appends) {}

  private enum Dependency {
    /** The later one wrote over, or read, what the earlier one wrote. */
    FOLLOWS,
    /** The later one wrote over what the earlier one read. */
    OVERWRITES
  }

  private record Edge(int to, Dependency dependency) {}

  private final List<Committed> history = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger nextElement = new AtomicInteger(1);

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void historiesHaveNoForbiddenCycles(String level) {
    long seed = System.nanoTime();
    System.out.println("RandomHistoryTest " + level + " seed " + seed);
    run("CREATE TABLE lists (id integer PRIMARY KEY, elements text NOT NULL)");
    for (int i = 0; i < LISTS; i++) {
      run("INSERT INTO lists VALUES ($1, '')", i);
    }
    run("CREATE MATERIALIZED VIEW mirror AS SELECT id, elements FROM lists");
    // a thread for each: the common pool of a small machine would run one after the other
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      CompletableFuture<?>[] sessions = new CompletableFuture<?>[SESSIONS];
      for (int i = 0; i < SESSIONS; i++) {
        Random random = new Random(seed + i);
        sessions[i] = CompletableFuture.runAsync(() -> transactions(level, random), threads);
      }
      CompletableFuture.allOf(sessions).join();
    }

    assertThat(history).hasSizeGreaterThan(SESSIONS * TRANSACTIONS / 4);
    Map<Integer, List<Integer>> last = new HashMap<>();
    for (int i = 0; i < LISTS; i++) {
      last.put(i, elements(session, "lists", i));
      assertThat(elements(session, "mirror", i)).isEqualTo(known(last, i));
    }
    checkNothingIsLostOrTorn(last);
    if (!level.equals("READ COMMITTED")) {
      // snapshot isolation forbids cycles with fewer than two overwrites, serializability all
      int overwrites = level.equals("SERIALIZABLE") ? Integer.MAX_VALUE : 1;
      assertThat(cycle(dependencies(last), overwrites)).as("cycle, seed %d", seed).isEmpty();
    }
  }

  private void transactions(String level, Random random) {
    try (Session session = db.connect()) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        Map<Integer, List<Integer>> reads = new HashMap<>();
        Map<Integer, List<Integer>> appends = new HashMap<>();
        try {
          session.execute("BEGIN ISOLATION LEVEL " + level);
          transaction(session, random, reads, appends);
          session.execute("COMMIT");
          history.add(new Committed(reads, appends));
        } catch (SqlException e) {
          assertThat(e.sqlState()).as(e.message()).isIn("40001", "40P01");
          session.execute("ROLLBACK");
        }
      }
    }
  }

  private void transaction(
      Session session,
      Random random,
      Map<Integer, List<Integer>> reads,
      Map<Integer, List<Integer>> appends) {
    boolean undone = random.nextInt(5) == 0;
    if (undone) {
      session.execute("SAVEPOINT s");
      append(session, random.nextInt(LISTS), -1);
      session.execute("ROLLBACK TO s");
    }
    int operations = 1 + random.nextInt(4);
    for (int i = 0; i < operations; i++) {
      int list = random.nextInt(LISTS);
      if (random.nextBoolean()) {
        int element = nextElement.getAndIncrement();
        append(session, list, element);
        appends.computeIfAbsent(list, l -> new ArrayList<>()).add(element);
      } else if (!appends.containsKey(list)) {
        // what it has appended itself is not what others see
        String relation = random.nextBoolean() ? "lists" : "mirror";
        reads.putIfAbsent(list, elements(session, relation, list));
      }
    }
  }

  private static void append(Session session, int list, int element) {
    session.execute(
        "UPDATE lists SET elements = elements || $2 WHERE id = $1", list, element + " ");
  }

  private static List<Integer> elements(Session session, String relation, int list) {
    String text =
        rows(session, "SELECT elements FROM " + relation + " WHERE id = $1", list).getFirst();
    List<Integer> elements = new ArrayList<>();
    for (String element : text.split(" ", -1)) {
      if (!element.isEmpty()) {
        elements.add(Integer.parseInt(element));
      }
    }
    return elements;
  }

  private void checkNothingIsLostOrTorn(Map<Integer, List<Integer>> last) {
    Map<Integer, Set<Integer>> appended = new HashMap<>();
    for (Committed transaction : history) {
      transaction
          .appends()
          .forEach(
              (list, some) -> appended.computeIfAbsent(list, l -> new HashSet<>()).addAll(some));
      transaction
          .reads()
          .forEach(
              (list, read) ->
                  assertThat(known(last, list).subList(0, read.size()))
                      .as("prefix")
                      .isEqualTo(read));
    }
    last.forEach(
        (list, elements) ->
            assertThat(elements)
                .as("list " + list)
                .containsExactlyInAnyOrderElementsOf(appended.getOrDefault(list, Set.of())));
  }

  private static <V> V known(Map<Integer, V> map, int key) {
    return Objects.requireNonNull(map.get(key), "of " + key);
  }

  private List<Set<Edge>> dependencies(Map<Integer, List<Integer>> last) {
    Map<Integer, Integer> writers = new HashMap<>();
    List<Set<Edge>> edges = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      edges.add(new HashSet<>());
      for (List<Integer> some : history.get(i).appends().values()) {
        for (int element : some) {
          writers.put(element, i);
        }
      }
    }
    for (List<Integer> elements : last.values()) {
      for (int i = 1; i < elements.size(); i++) {
        add(
            edges,
            known(writers, elements.get(i - 1)),
            known(writers, elements.get(i)),
            Dependency.FOLLOWS);
      }
    }
    for (int i = 0; i < history.size(); i++) {
      for (Map.Entry<Integer, List<Integer>> read : history.get(i).reads().entrySet()) {
        List<Integer> seen = read.getValue();
        List<Integer> all = known(last, read.getKey());
        if (!seen.isEmpty()) {
          add(edges, known(writers, seen.getLast()), i, Dependency.FOLLOWS);
        }
        if (seen.size() < all.size()) {
          add(edges, i, known(writers, all.get(seen.size())), Dependency.OVERWRITES);
        }
      }
    }
    return edges;
  }

  private static void add(List<Set<Edge>> edges, int from, int to, Dependency dependency) {
    if (from != to) {
      edges.get(from).add(new Edge(to, dependency));
    }
  }

  /** A cycle with at most so many overwrites, as the transactions on it; empty if there is none. */
  private static List<Integer> cycle(List<Set<Edge>> edges, int overwrites) {
    for (int start = 0; start < edges.size(); start++) {
      // breadth first over transactions and the overwrites on the way, one being as many as needed
      int most = Math.min(overwrites, edges.size());
      Map<Integer, Integer> fewest = new HashMap<>(Map.of(start, 0));
      List<List<Integer>> paths = new ArrayList<>(List.of(List.of(start)));
      List<Integer> costs = new ArrayList<>(List.of(0));
      for (int next = 0; next < paths.size(); next++) {
        List<Integer> path = paths.get(next);
        for (Edge edge : edges.get(path.getLast())) {
          int cost = costs.get(next) + (edge.dependency() == Dependency.OVERWRITES ? 1 : 0);
          if (cost > most) {
            continue;
          }
          if (edge.to() == start) {
            return path;
          }
          if (cost < fewest.getOrDefault(edge.to(), Integer.MAX_VALUE)) {
            fewest.put(edge.to(), cost);
            List<Integer> longer = new ArrayList<>(path);
            longer.add(edge.to());
            paths.add(longer);
            costs.add(cost);
          }
        }
      }
    }
    return List.of();
  }
}
