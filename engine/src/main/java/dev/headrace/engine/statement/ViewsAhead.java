package dev.headrace.engine.statement;

import dev.headrace.codegen.CompilerThreads;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.model.Field;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Plans the views of a program before their turn, on all processors: in rounds, of which each takes
 * the views that read only what earlier rounds have planned. What cannot be planned is left for the
 * time when its turn comes, which is also when its error is due.
 */
final class ViewsAhead {
  private final Map<Statement.CreateView, AheadPlan> planned =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** The plan of a view if there is one that holds, which is then forgotten. */
  @Nullable AheadPlan take(Statement.CreateView create, Names names) {
    AheadPlan known = planned.remove(create);
    return known != null && known.holdsIn(names) ? known : null;
  }

  /** Forgets the plans that nobody has taken. */
  void clear() {
    planned.clear();
  }

  /** Plans views that are to be created one after the other. */
  void plan(List<Statement.CreateView> views, Names now) {
    Catalog current = now.catalog();
    for (List<Statement.CreateView> round : rounds(views)) {
      Names names = new Names(current, now.path());
      inParallel(round, view -> planOne(view, names));
      List<Relation> definitions = new ArrayList<>();
      for (Statement.CreateView view : round) {
        AheadPlan known = planned.get(view);
        if (known != null) {
          definitions.add(known.definition());
        }
      }
      current = current.withAll(definitions);
    }
  }

  private static List<List<Statement.CreateView>> rounds(List<Statement.CreateView> views) {
    List<List<Statement.CreateView>> rounds = new ArrayList<>();
    Map<String, Integer> roundOf = new HashMap<>();
    for (Statement.CreateView view : views) {
      int round = 0;
      for (String name : view.query().names()) {
        round = Math.max(round, roundOf.getOrDefault(name, -1) + 1);
      }
      roundOf.put(ObjectName.simple(view.name()), round);
      while (rounds.size() <= round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(view);
    }
    return rounds;
  }

  private void planOne(Statement.CreateView create, Names names) {
    if (create.temporary() || create.orReplace() || names.isTemporary(create.name())) {
      return;
    }
    AheadPlan.Recording recording = new AheadPlan.Recording(names);
    ViewPlanner planner = new ViewPlanner(names, recording);
    try {
      PlannedQuery query = planner.query(create.name(), create.query());
      List<Field> fields = DefinitionRunner.renamed(query.fields(), create.columnNames());
      String name = names.ofNew(create.name());
      String text = BoundText.of(create.queryText(), create.queryStart(), query.references());
      Relation definition =
          create.materialized()
              ? planner.materialized(0, name, fields, query, text)
              : planner.view(0, name, fields, query, text);
      planned.put(create, new AheadPlan(query, definition, recording.lookups(), names.catalog()));
    } catch (RuntimeException | StackOverflowError _) {
      // it fails again when it is its turn, or it does not
    }
  }

  private interface Work {
    void on(Statement.CreateView view);
  }

  /** Does something with each view, with the help of the threads that have nothing else to do. */
  private static void inParallel(List<Statement.CreateView> views, Work work) {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(views.size());
    Runnable loop =
        () -> {
          for (int i = next.getAndIncrement(); i < views.size(); i = next.getAndIncrement()) {
            try {
              work.on(views.get(i));
            } finally {
              done.countDown();
            }
          }
        };
    for (int helper = 1; helper < Math.min(CompilerThreads.count(), views.size()); helper++) {
      CompilerThreads.run(loop);
    }
    loop.run();
    try {
      done.await();
    } catch (InterruptedException _) {
      // what is not there yet is planned when its turn comes
      Thread.currentThread().interrupt();
    }
  }
}
