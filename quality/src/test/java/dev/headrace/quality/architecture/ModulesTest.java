package dev.headrace.quality.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Modules use each other in one direction, and packages within them do too. */
final class ModulesTest {
  /** Which modules each may use; a module that is not listed here has no place yet. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("ir", Set.of("model")),
          Map.entry("sql", Set.of("model", "ir")),
          Map.entry("runtime", Set.of("model")),
          Map.entry("codegen", Set.of("model", "ir", "runtime")),
          Map.entry("engine", Set.of("model", "ir", "sql", "runtime", "codegen")),
          Map.entry("jdbc", Set.of("model", "runtime", "engine")),
          Map.entry("storage", Set.of("model", "runtime")),
          Map.entry("connect", Set.of("model", "runtime")),
          Map.entry("pgwire", Set.of("model")),
          Map.entry("generator", Set.of("model", "runtime", "engine", "connect")),
          Map.entry(
              "server",
              Set.of(
                  "model", "ir", "sql", "runtime", "storage", "codegen", "engine", "connect",
                  "pgwire", "check")),
          // the annotations, in the package dev.headrace.check itself, use nothing
          Map.entry("check", Set.of("model", "runtime", "engine")));

  @Test
  void annotationsAreForProgramsThatHaveNoHeadrace() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.check")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.jspecify..", "dev.headrace.check")
        .check(ProductionClasses.ALL);
  }

  @Test
  void modulesUseOnlyWhatTheyMay() {
    List<String> violations = new ArrayList<>();
    for (JavaClass from : ProductionClasses.ALL) {
      String module = ProductionClasses.module(from.getName());
      Set<String> allowed = MAY_USE.get(module);
      assertNotNull(allowed, "the module of " + from.getName() + " has no place");
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getName();
        if (target.startsWith(ProductionClasses.ROOT)) {
          String used = ProductionClasses.module(target);
          if (!used.equals(module) && !allowed.contains(used)) {
            violations.add(module + " uses " + used + ": " + dependency.getDescription());
          }
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void listedModulesHaveNoCycle() {
    Set<String> placed = new TreeSet<>();
    while (placed.size() < MAY_USE.size()) {
      int before = placed.size();
      MAY_USE.forEach(
          (module, uses) -> {
            if (placed.containsAll(uses)) {
              placed.add(module);
            }
          });
      assertThat(placed.size()).as("modules above " + placed).isGreaterThan(before);
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.headrace.(**)").should().beFreeOfCycles().check(ProductionClasses.ALL);
  }
}
