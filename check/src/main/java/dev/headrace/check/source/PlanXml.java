package dev.headrace.check.source;

import dev.headrace.check.postgres.Reply;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The plan of a statement as PostgreSQL shows it in XML. */
final class PlanXml {
  private PlanXml() {}

  /** The statement that shows the plan of a prepared one. */
  static String explain(String name, int parameters) {
    String nulls = String.join(", ", Collections.nCopies(parameters, "NULL"));
    return "EXPLAIN (VERBOSE, COSTS OFF, FORMAT XML) EXECUTE "
        + name
        + (parameters == 0 ? "" : "(" + nulls + ")");
  }

  /** Null if it cannot be read. */
  static @Nullable Element root(Reply plan) {
    String xml =
        plan.rows().isEmpty()
            ? ""
            : Objects.requireNonNullElse(plan.rows().getFirst().getFirst(), "");
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element document =
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(xml)))
              .getDocumentElement();
      return child(child(document, "Query"), "Plan");
    } catch (SAXException | IOException | ParserConfigurationException _) {
      return null; // what cannot be read proves nothing
    }
  }

  static String text(Element plan, String name) {
    Element found = child(plan, name);
    return found == null ? "" : found.getTextContent();
  }

  static @Nullable Element child(@Nullable Element parent, String name) {
    if (parent == null) {
      return null;
    }
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
