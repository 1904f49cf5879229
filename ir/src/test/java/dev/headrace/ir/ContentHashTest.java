package dev.headrace.ir;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.greater;
import static dev.headrace.ir.Exprs.integer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ContentHashTest {
  private static final int QUERIES = 200;

  /**
   * Prints the hashes of some queries, after hashing others that have nothing to do with them.
   *
   * @param arguments seed of the unrelated work
   */
  public static void main(String[] arguments) {
    for (Rel unrelated : HashedQueries.make(Long.parseLong(arguments[0]), QUERIES)) {
      ContentHash.global(unrelated);
    }
    for (Rel query : HashedQueries.make(42, QUERIES)) {
      System.out.println(ContentHash.global(query) + " " + ContentHash.local(query, 1));
    }
  }

  @Test
  void hashesAreTheSameInEveryProcess() throws Exception {
    List<String> first = runInOtherProcess(1);
    List<String> second = runInOtherProcess(2);

    assertThat(first).hasSize(QUERIES).isEqualTo(second);
    assertThat(first.stream().distinct().count()).isGreaterThan(QUERIES / 2);
  }

  private static List<String> runInOtherProcess(long seed)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ContentHashTest.class.getName(),
                String.valueOf(seed))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static Rel.Scan scan(String relation, String identity, String... columns) {
    List<Field> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(Field.of(column, SqlType.INTEGER));
    }
    return new Rel.Scan(relation, identity, fields);
  }

  private static Rel query(Rel scan, String name, Expr predicate) {
    return new Rel.Project(
        new Rel.Filter(scan, predicate),
        List.of(integer(1)),
        List.of(Field.of(name, SqlType.INTEGER)));
  }

  @Test
  void namesOfColumnsDoNotCount() {
    Expr predicate = equal(integer(0), constant(1));
    assertThat(ContentHash.global(query(scan("t", "t", "a", "b"), "x", predicate)))
        .isEqualTo(ContentHash.global(query(scan("t", "t", "c", "d"), "y", predicate)));
  }

  @Test
  void aScanIsItsIdentityAndTypes() {
    assertThat(ContentHash.global(scan("s1.t", "same", "a")))
        .isEqualTo(ContentHash.global(scan("s2.t", "same", "a")))
        .isNotEqualTo(ContentHash.global(scan("s1.t", "other", "a")))
        .isNotEqualTo(ContentHash.global(scan("s1.t", "same", "a", "b")));
    Rel.Scan notNull = new Rel.Scan("t", "same", List.of(Field.notNull("a", SqlType.INTEGER)));
    assertThat(ContentHash.global(notNull))
        .isNotEqualTo(ContentHash.global(scan("t", "same", "a")));
  }

  @Test
  void constantsTypesAndOperatorsCount() {
    Rel scan = scan("t", "t", "a", "b");
    assertThat(
            List.of(
                hash(scan, equal(integer(0), constant(1))),
                hash(scan, equal(integer(0), constant(2))),
                hash(scan, equal(integer(1), constant(1))),
                hash(scan, greater(integer(0), constant(1))),
                hash(scan, equal(integer(0), new Expr.Parameter(0, SqlType.INTEGER))),
                hash(scan, equal(integer(0), new Expr.Literal(null, SqlType.INTEGER)))))
        .doesNotHaveDuplicates();
  }

  private static ContentHash hash(Rel scan, Expr predicate) {
    return ContentHash.global(query(scan, "x", predicate));
  }

  @Test
  void localHashLooksNoFurtherThanInputTypes() {
    Expr predicate = equal(integer(0), constant(1));
    Rel.Filter one = new Rel.Filter(scan("t", "t", "a"), predicate);
    Rel.Filter other = new Rel.Filter(scan("u", "u", "a"), predicate);
    Rel.Filter wider = new Rel.Filter(scan("t", "t", "a", "b"), predicate);

    assertThat(ContentHash.local(one, 1)).isEqualTo(ContentHash.local(other, 1));
    assertThat(ContentHash.local(one, 1)).isNotEqualTo(ContentHash.local(one, 2));
    assertThat(ContentHash.local(one, 1)).isNotEqualTo(ContentHash.local(wider, 1));
    assertThat(ContentHash.global(one)).isNotEqualTo(ContentHash.global(other));
  }

  @Test
  void sharedNodesAreHashedOnce() {
    Rel rel = scan("t", "t", "a");
    for (int i = 0; i < 200; i++) {
      rel = new Rel.Union(List.of(rel, rel), rel.fields());
    }
    // 2^200 paths; with a node hashed per path this would not end.
    assertThat(ContentHash.global(rel).toString()).hasSize(64);
  }

  @Test
  void hexadecimalTextIsReadBack() {
    ContentHash hash = ContentHash.builder().text("unit").number(7).build();
    assertThat(ContentHash.parse(hash.toString())).isEqualTo(hash);
    assertThat(hash.toBytes()).hasSize(ContentHash.BYTES);
    SplittableRandom random = new SplittableRandom(1);
    assertThat(ContentHash.builder().number(random.nextLong()).build()).isNotEqualTo(hash);
  }
}
