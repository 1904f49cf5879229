package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Comments.Subject;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;

/** COMMENT ON. */
public final class CommentDefiner {
  private static final String DATABASE = "headrace";

  private final DefinitionContext context;

  public CommentDefiner(DefinitionContext context) {
    this.context = context;
  }

  /** Says, or unsays, what a comment says. */
  public void define(Statement.Comment comment) {
    Subject subject = subject(comment);
    context.define(catalog -> catalog.with(catalog.comments().with(subject, comment.text())));
  }

  private Subject subject(Statement.Comment comment) {
    String name = comment.name();
    return switch (comment.target()) {
      case TABLE -> {
        Relation relation = context.require(name);
        boolean table =
            relation instanceof BaseRelation base && base.kind() != BaseRelation.Kind.SYSTEM;
        yield new Comments.OfObject(requireKind(table, relation, "a table").oid());
      }
      case VIEW -> {
        Relation relation = context.require(name);
        boolean view = relation instanceof View;
        yield new Comments.OfObject(requireKind(view, relation, "a view").oid());
      }
      case MATERIALIZED_VIEW -> {
        Relation relation = context.require(name);
        boolean view = relation instanceof MaterializedView || relation instanceof ViewDefinition;
        yield new Comments.OfObject(requireKind(view, relation, "a materialized view").oid());
      }
      case COLUMN -> column(name, comment.part().orElseThrow());
      case CONSTRAINT -> constraint(name, comment.part().orElseThrow());
      case INDEX -> new Comments.OfObject(new IndexNames(context).require(name));
      case SEQUENCE -> {
        context.names().requireSchemaOf(name);
        yield new Comments.OfObject(
            context
                .names()
                .sequence(name)
                .orElseThrow(() -> SequenceDefiner.missing(context.names(), name))
                .oid());
      }
      case TYPE -> new Comments.OfObject(context.requireType(name).enumType().oid());
      case SCHEMA -> new Comments.OfSchema(schema(name));
      case DATABASE -> database(name);
      case ROLE -> role(name);
    };
  }

  private static Relation requireKind(boolean right, Relation relation, String kind) {
    if (!right) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(relation.simpleName()) + " is not " + kind);
    }
    return relation;
  }

  private Subject column(String relation, String column) {
    Relation found = context.require(relation);
    if (found.fields().stream().noneMatch(field -> field.name().equals(column))) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column "
              + SqlException.quote(column)
              + " of relation "
              + SqlException.quote(relation)
              + " does not exist");
    }
    return new Comments.OfColumn(found.oid(), column);
  }

  private Subject constraint(String table, String constraint) {
    Relation found = context.require(table);
    if (!(found instanceof BaseRelation base)
        || !ConstraintDefiner.namesOf(base, context.catalog()).contains(constraint)) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "constraint "
              + SqlException.quote(constraint)
              + " for table "
              + SqlException.quote(found.simpleName())
              + " does not exist");
    }
    return new Comments.OfConstraint(found.oid(), constraint);
  }

  private int schema(String name) {
    return context.catalog().schema(name).orElseThrow(() -> Names.missing(name)).oid();
  }

  private static Subject database(String name) {
    if (!name.equals(DATABASE)) {
      throw new SqlException(
          ErrorCode.INVALID_CATALOG_NAME,
          "database " + SqlException.quote(name) + " does not exist");
    }
    return new Comments.OfDatabase();
  }

  private Subject role(String name) {
    if (context.catalog().roles().find(name).isEmpty()) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT, "role " + SqlException.quote(name) + " does not exist");
    }
    return new Comments.OfRole(name);
  }
}
