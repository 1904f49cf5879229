package dev.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Enumerated types change under those who refer to them. */
final class EnumTypeTest {
  private static final EnumType.Name NAME = new EnumType.Name("public", "mood", "mood");

  private final EnumType mood =
      EnumType.of(1, 2, NAME, EnumType.declared(List.of("sad", "happy"), List.of(3, 4)));

  private static List<String> texts(EnumType type) {
    return type.labels().stream().map(EnumType.Label::text).toList();
  }

  @Test
  void labelsAddedBetweenOthersLeaveTheirKeys() {
    long sad = mood.key("sad");
    long happy = mood.key("happy");
    EnumType more = mood.with("ok", 5, 1).with("best", 6, 3).with("worst", 7, 0);
    more.publish();
    assertThat(texts(mood)).containsExactly("worst", "sad", "ok", "happy", "best");
    assertThat(mood.key("sad")).isEqualTo(sad);
    assertThat(mood.key("happy")).isEqualTo(happy);
    assertThat(mood.labels().stream().map(EnumType.Label::key)).isSorted();
    assertThat(mood.labels().stream().map(EnumType.Label::sortOrder))
        .containsExactly(0f, 1f, 1.5f, 2f, 3f);
  }

  @Test
  void aDraftIsSeenByNobodyElseUntilItIsPublished() {
    EnumType renamed = mood.relabelled(mood.labels().getFirst(), "blue");
    assertThat(texts(mood)).containsExactly("sad", "happy");
    assertThat(texts(renamed)).containsExactly("blue", "happy");
    assertThat(renamed).isEqualTo(mood);
    EnumType again = renamed.relabelled(renamed.labels().getLast(), "gay");
    again.publish();
    for (EnumType version : List.of(mood, renamed, again)) {
      assertThat(texts(version)).containsExactly("blue", "gay");
    }
  }

  @Test
  void aLabelOfADraftMustNotBeUsed() {
    EnumType more = mood.with("ok", 5, 1);
    assertThatThrownBy(() -> more.key("ok"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("55P04"));
    assertThatThrownBy(() -> mood.key("ok"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22P02"))
        .hasMessage("invalid input value for enum mood: \"ok\"");
    more.publish();
    assertThat(mood.text(more.key("ok"))).isEqualTo(Slice.of("ok"));
  }

  @Test
  void manyLabelsFitBetweenTwo() {
    EnumType type = mood;
    for (int i = 0; i < 40; i++) {
      type = type.with("x" + i, 10 + i, 1);
    }
    EnumType full = type;
    assertThat(type.labels().stream().map(EnumType.Label::key).distinct()).hasSize(42);
    assertThatThrownBy(() -> full.with("x40", 50, 1))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("54000"));
  }

  @Test
  void everyVersionIsFoundByItsReference() {
    EnumType draft = mood.renamed(new EnumType.Name("s", "mood", "s.mood"));
    draft.publish();
    assertThat(EnumType.referenced(mood.reference())).isSameAs(mood);
    assertThat(EnumType.referenced(draft.reference())).isSameAs(draft);
    assertThat(mood).hasToString("s.mood");
  }
}
