package dev.headrace.check.source;

import dev.headrace.check.postgres.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Reads from a plan of PostgreSQL which columns are never NULL: those that show a NOT NULL column
 * of a table that no outer join between can leave out. All else counts as nullable, and so does
 * everything in a plan with a node that this class does not know.
 */
final class PlanNulls {
  /** Nodes whose rows are those of their children, or of a table. */
  private static final Set<String> KNOWN =
      Set.of(
          "Seq Scan",
          "Index Scan",
          "Index Only Scan",
          "Bitmap Heap Scan",
          "Bitmap Index Scan",
          "BitmapAnd",
          "BitmapOr",
          "Tid Scan",
          "Nested Loop",
          "Hash Join",
          "Merge Join",
          "Hash",
          "Sort",
          "Incremental Sort",
          "Limit",
          "Materialize",
          "Memoize",
          "Gather",
          "Gather Merge",
          "Unique",
          "LockRows",
          "Aggregate",
          "Group",
          "WindowAgg",
          "Subquery Scan",
          "Function Scan",
          "Result");

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)";
  private static final Pattern COLUMN = Pattern.compile(NAME + "\\." + NAME);

  /** Tables by alias, as {@code schema.table}. */
  private final Map<String, String> tables = new HashMap<>();

  private final Set<String> missing = new HashSet<>();
  private boolean known = true;

  private PlanNulls() {}

  /** The columns, from 0, that are never NULL. */
  static Set<Integer> neverNull(Reply plan, LiveCatalog catalog) {
    Element root = PlanXml.root(plan);
    PlanNulls nulls = new PlanNulls();
    if (root == null) {
      return Set.of();
    }
    nulls.read(root, false);
    if (!nulls.known) {
      return Set.of();
    }
    Set<String> notNull = new HashSet<>();
    for (LiveCatalog.Column column : catalog.columns()) {
      if (column.notNull() && column.kind().equals("r")) {
        notNull.add(column.schema() + "." + column.relation() + "." + column.name());
      }
    }
    Set<Integer> found = new HashSet<>();
    List<String> output = nulls.output(root);
    for (int i = 0; i < output.size(); i++) {
      Matcher column = COLUMN.matcher(output.get(i));
      if (column.matches()) {
        String alias = plain(column.group(1));
        String table = nulls.tables.get(alias);
        if (table != null
            && !nulls.missing.contains(alias)
            && notNull.contains(table + "." + plain(column.group(2)))) {
          found.add(i);
        }
      }
    }
    return found;
  }

  /**
   * @param outer whether an outer join above may leave its rows out
   */
  private void read(Element plan, boolean outer) {
    String type = PlanXml.text(plan, "Node-Type");
    known &= KNOWN.contains(type) && PlanXml.child(plan, "Grouping-Sets") == null;
    String alias = PlanXml.text(plan, "Alias");
    if (!alias.isEmpty()) {
      known &=
          tables.put(
                  alias, PlanXml.text(plan, "Schema") + "." + PlanXml.text(plan, "Relation-Name"))
              == null;
      if (outer) {
        missing.add(alias);
      }
    }
    String join = PlanXml.text(plan, "Join-Type");
    known &=
        join.isEmpty() || Set.of("Inner", "Left", "Right", "Full", "Semi", "Anti").contains(join);
    Element plans = PlanXml.child(plan, "Plans");
    for (Element each : plans == null ? List.<Element>of() : PlanXml.children(plans, "Plan")) {
      String side = PlanXml.text(each, "Parent-Relationship");
      switch (side) {
        case "Outer" -> read(each, outer || join.equals("Right") || join.equals("Full"));
        // rows of what a semi or anti join looks for go no further
        case "Inner" -> read(each, outer || !join.equals("Inner") && !join.equals("Right"));
        case "Subquery", "Member" -> read(each, true); // its columns have the subquery's name
        case "InitPlan", "SubPlan" -> {} // gives values, not rows
        default -> known = false;
      }
    }
  }

  private List<String> output(Element plan) {
    Element output = PlanXml.child(plan, "Output");
    List<String> items = new ArrayList<>();
    if (output != null) {
      PlanXml.children(output, "Item").forEach(item -> items.add(item.getTextContent()));
    }
    return items;
  }

  private static String plain(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
