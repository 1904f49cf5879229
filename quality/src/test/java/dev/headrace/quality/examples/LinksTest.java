package dev.headrace.quality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links from page to page lead to files and headings that exist. */
final class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static List<Path> pages() {
    Path root = Checkout.root();
    List<Path> pages =
        new ArrayList<>(Page.in(root.resolve("docs")).stream().map(Page::file).toList());
    Stream.of("README.md", "ARCHITECTURE.md", "pgwire/TRANSPORT.md")
        .map(root::resolve)
        .filter(Files::exists)
        .forEach(pages::add);
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void leadSomewhere(Path page) {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(Page.read(page));
    while (links.find()) {
      if (!links.group(1).contains(":") && !exists(page, links.group(1), links.group(2))) {
        broken.add(links.group());
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean exists(Path page, String file, @Nullable String anchor) {
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target) && (anchor == null || anchors(target).contains(anchor));
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(Page.read(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
