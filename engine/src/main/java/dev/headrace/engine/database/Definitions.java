package dev.headrace.engine.database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has defined, altered and dropped: the catalog as it sees it, and how to make
 * the same of the committed one. There is one such transaction at a time, so the committed catalog
 * is the one it began with, but for views that a failed step has made anew.
 */
final class Definitions {
  private final List<UnaryOperator<Catalog>> edits = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final Catalog begun;
  private Catalog catalog;
  // what the catalog that it began with will be, as far as it is known
  private @Nullable Catalog applied;

  Definitions(Catalog committed) {
    this.begun = committed;
    this.catalog = committed;
  }

  /** How far they were at some time. */
  record Mark(Catalog catalog, int edits, int attachments) {}

  Mark mark() {
    return new Mark(catalog, edits.size(), attachments.size());
  }

  /** Forgets what came after a mark. */
  void rollback(Mark mark) {
    catalog = mark.catalog();
    applied = null;
    edits.subList(mark.edits(), edits.size()).clear();
    List<Attachment> later = attachments.subList(mark.attachments(), attachments.size());
    later.forEach(Attachment::abandon);
    later.clear();
  }

  void edit(UnaryOperator<Catalog> edit) {
    catalog = edit.apply(catalog);
    applied = null;
    edits.add(edit);
  }

  void attach(Attachment attachment) {
    attachments.add(attachment);
  }

  Catalog catalog() {
    return catalog;
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  Catalog applyTo(Catalog committed) {
    if (!committed.is(begun)) {
      Catalog next = committed;
      for (UnaryOperator<Catalog> edit : edits) {
        next = edit.apply(next);
      }
      return withoutLostComments(next);
    }
    Catalog known = applied;
    if (known == null) {
      known = withoutLostComments(catalog);
      applied = known;
    }
    return known;
  }

  private static Catalog withoutLostComments(Catalog next) {
    Comments left = next.comments().within(next);
    return left.equals(next.comments()) ? next : next.with(left);
  }

  void open() {
    attachments.forEach(Attachment::open);
  }

  void start() {
    attachments.forEach(Attachment::start);
  }

  void abandon() {
    attachments.forEach(Attachment::abandon);
  }
}
