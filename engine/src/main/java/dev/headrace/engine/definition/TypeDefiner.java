package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.model.EnumType;
import dev.headrace.model.EnumType.Label;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE TYPE ... AS ENUM, and ALTER TYPE of its labels. */
public final class TypeDefiner {
  private final DefinitionContext context;

  public TypeDefiner(DefinitionContext context) {
    this.context = context;
  }

  private Database database() {
    return context.database();
  }

  public void create(Statement.CreateEnum create) {
    Names names = context.names();
    if (names.isTemporary(create.name())) {
      throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "temporary types are not supported");
    }
    String name = names.ofNew(create.name());
    requireFree(name);
    int oid = database().newOid();
    Set<String> texts = new HashSet<>();
    for (String label : create.labels()) {
      requireShort(label);
      if (!texts.add(label)) {
        throw new SqlException(
                ErrorCode.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"")
            .withDetail("Key (enumtypid, enumlabel)=(" + oid + ", " + label + ") already exists.");
      }
    }
    int arrayOid = database().newOid();
    List<Integer> oids = new ArrayList<>();
    create.labels().forEach(label -> oids.add(database().newOid()));
    EnumType type =
        EnumType.of(oid, arrayOid, UserTypes.name(name), EnumType.declared(create.labels(), oids));
    context.define(catalog -> catalog.with(catalog.types().with(type)));
  }

  /** Refuses a name in the catalog that a type has, or a relation, whose rows have a type. */
  void requireFree(String name) {
    Catalog catalog = context.catalog();
    boolean builtIn = dev.headrace.sql.SqlParser.isTypeName(ObjectName.simple(name));
    if (builtIn || catalog.type(name).isPresent() || catalog.isTaken(name)) {
      throw DefinitionContext.duplicateType(name);
    }
  }

  private static void requireShort(String label) {
    if (label.getBytes(StandardCharsets.UTF_8).length > EnumType.MAX_LABEL_BYTES) {
      throw new SqlException(
              ErrorCode.INVALID_NAME, "invalid enum label " + SqlException.quote(label))
          .withDetail("Labels must be " + EnumType.MAX_LABEL_BYTES + " bytes or less.");
    }
  }

  // ---- labels

  /** ADD VALUE; returns notices. */
  public List<String> add(Statement.AddLabel add) {
    SqlType type = context.requireType(add.name());
    EnumType labels = type.enumType();
    requireShort(add.label());
    if (labels.find(add.label()) != null) {
      if (add.ifNotExists()) {
        return List.of(
            "enum label " + SqlException.quote(add.label()) + " already exists, skipping");
      }
      throw duplicate(add.label());
    }
    int place = labels.labels().size();
    if (add.neighbour().isPresent()) {
      place = labels.labels().indexOf(require(labels, add.neighbour().get()));
      place += add.before() ? 0 : 1;
    }
    new TypeUses(context, type).requireNoTextsBecomeValues(add.label());
    change(labels.with(add.label(), database().newOid(), place));
    return List.of();
  }

  /** RENAME VALUE. */
  public void rename(Statement.RenameLabel rename) {
    SqlType type = context.requireType(rename.name());
    EnumType labels = type.enumType();
    Label label = require(labels, rename.label());
    requireShort(rename.newLabel());
    if (labels.find(rename.newLabel()) != null) {
      throw duplicate(rename.newLabel());
    }
    TypeUses uses = new TypeUses(context, type);
    uses.requireNoLabelsBecomeTexts(rename.label());
    uses.renameInDefaults(rename.label(), rename.newLabel());
    change(labels.relabelled(label, rename.newLabel()));
  }

  private void change(EnumType now) {
    context.define(catalog -> catalog.with(catalog.types().with(now)));
  }

  private static Label require(EnumType type, String label) {
    @Nullable Label found = type.find(label);
    if (found == null) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          SqlException.quote(label) + " is not an existing enum label");
    }
    return found;
  }

  private static SqlException duplicate(String label) {
    return new SqlException(
        ErrorCode.DUPLICATE_OBJECT, "enum label " + SqlException.quote(label) + " already exists");
  }
}
