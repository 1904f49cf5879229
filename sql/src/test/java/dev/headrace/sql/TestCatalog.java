package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog of what CREATE TABLE statements say. */
final class TestCatalog implements Catalog {
  static final String SCHEMA =
      """
      CREATE TABLE t (id int PRIMARY KEY, a int, b int, c bigint, d double precision,
        n numeric(10,2), s text, v varchar(10), f boolean, ts timestamp, tz timestamptz, dt date);
      CREATE TABLE u (id int PRIMARY KEY, tid int, x int, y int NOT NULL, s text);
      CREATE TABLE w (id int PRIMARY KEY, uid int, region text, price numeric(10,2));
      CREATE TABLE flights (date date, origin text, destination text, delay smallint,
        distance int, hour int, year int, month int, day int, state text, rank int, key text,
        result text, value double precision, name text, time time, timestamp timestamp,
        count int);
      CREATE TABLE kinds (k_bool boolean, k_int2 smallint, k_int4 int, k_int8 bigint,
        k_float4 real, k_float8 double precision, k_numeric numeric, k_text text,
        k_varchar varchar(5), k_char char(4), k_bytea bytea, k_date date, k_time time,
        k_ts timestamp, k_tz timestamptz, k_interval interval, k_uuid uuid, k_jsonb jsonb,
        k_ints int[], k_texts text[]);
      CREATE TABLE defaults (id int PRIMARY KEY, n int DEFAULT 7, s text DEFAULT 'none' NOT NULL,
        p numeric(5,1) DEFAULT 1.25);
      CREATE TABLE g (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int,
        twice int GENERATED ALWAYS AS (a * 2) STORED, n int UNIQUE);
      """;

  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<String, List<ColumnDefinition>> definitions = new LinkedHashMap<>();

  static TestCatalog standard() {
    TestCatalog catalog = new TestCatalog();
    for (ParsedStatement statement : SqlParser.parse(SCHEMA)) {
      catalog.add((Statement.CreateTable) statement.statement());
    }
    catalog.relations.put(
        "v",
        new Relation(
            "v",
            Relation.Kind.VIEW,
            List.of(Field.of("a", SqlType.INTEGER), Field.of("total", SqlType.BIGINT)),
            List.of(),
            "view v"));
    return catalog;
  }

  void add(Statement.CreateTable table) {
    List<Field> fields = new ArrayList<>();
    List<Integer> key = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      if (column.primaryKey()) {
        key.add(fields.size());
      }
      fields.add(new Field(column.name(), column.type().resolve(this), !column.notNull()));
    }
    definitions.put(table.name(), table.columns());
    relations.put(
        table.name(),
        new Relation(table.name(), Relation.Kind.TABLE, fields, key, "table " + table.name()));
  }

  @Override
  public Optional<Relation> relation(String name) {
    String simple = name.startsWith("public.") ? name.substring(7) : name;
    return Optional.ofNullable(relations.get(simple));
  }

  @Override
  public Optional<ParsedExpression> defaultValue(Relation relation, int column) {
    ColumnDefinition definition = definition(relation, column);
    return definition.generation().orElse(null) instanceof Generation.Stored stored
        ? Optional.of(stored.expression())
        : definition.defaultValue();
  }

  private ColumnDefinition definition(Relation relation, int column) {
    return definitions.getOrDefault(relation.name(), List.of()).get(column);
  }

  @Override
  public ColumnRole role(Relation relation, int column) {
    return switch (definition(relation, column).generation().orElse(null)) {
      case null -> ColumnRole.ORDINARY;
      case Generation.Identity identity ->
          identity.always() ? ColumnRole.IDENTITY_ALWAYS : ColumnRole.IDENTITY;
      case Generation.Serial serial -> ColumnRole.ORDINARY;
      case Generation.Stored stored -> ColumnRole.GENERATED;
    };
  }

  @Override
  public List<UniqueKey> uniqueKeys(Relation relation) {
    List<UniqueKey> keys = new ArrayList<>(Catalog.super.uniqueKeys(relation));
    List<ColumnDefinition> columns = definitions.getOrDefault(relation.name(), List.of());
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).unique()) {
        Field field = relation.fields().get(i);
        keys.add(
            new UniqueKey(
                relation.name() + "_" + field.name() + "_key",
                true,
                List.of(new Expr.Column(i, field.type(), field.nullable())),
                true,
                false,
                Optional.empty()));
      }
    }
    return keys;
  }

  @Override
  public Collection<String> relationNames() {
    return relations.keySet();
  }
}
