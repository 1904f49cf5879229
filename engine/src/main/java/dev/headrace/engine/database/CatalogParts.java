package dev.headrace.engine.database;

import java.util.List;
import java.util.Map;

/** What a catalog is made of: all objects by their names in it, in the order of their creation. */
record CatalogParts(
    Map<String, Relation> relations,
    Map<String, Sink> sinks,
    Map<String, Index> indexes,
    Map<String, Sequence> sequences,
    List<ForeignKey> foreignKeys,
    Roles roles,
    Schemas schemas,
    UserTypes types,
    Comments comments) {
  static final CatalogParts EMPTY =
      new CatalogParts(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Roles.NONE,
          Schemas.INITIAL,
          UserTypes.NONE,
          Comments.INITIAL);

  CatalogParts withRelations(Map<String, Relation> others) {
    return new CatalogParts(
        others, sinks, indexes, sequences, foreignKeys, roles, schemas, types, comments);
  }

  CatalogParts withSinks(Map<String, Sink> others) {
    return new CatalogParts(
        relations, others, indexes, sequences, foreignKeys, roles, schemas, types, comments);
  }

  CatalogParts withIndexes(Map<String, Index> others) {
    return new CatalogParts(
        relations, sinks, others, sequences, foreignKeys, roles, schemas, types, comments);
  }

  CatalogParts withSequences(Map<String, Sequence> others) {
    return new CatalogParts(
        relations, sinks, indexes, others, foreignKeys, roles, schemas, types, comments);
  }

  CatalogParts withForeignKeys(List<ForeignKey> others) {
    return new CatalogParts(
        relations, sinks, indexes, sequences, others, roles, schemas, types, comments);
  }

  CatalogParts withRoles(Roles others) {
    return new CatalogParts(
        relations, sinks, indexes, sequences, foreignKeys, others, schemas, types, comments);
  }

  CatalogParts withSchemas(Schemas others) {
    return new CatalogParts(
        relations, sinks, indexes, sequences, foreignKeys, roles, others, types, comments);
  }

  CatalogParts withTypes(UserTypes others) {
    return new CatalogParts(
        relations, sinks, indexes, sequences, foreignKeys, roles, schemas, others, comments);
  }

  CatalogParts withComments(Comments others) {
    return new CatalogParts(
        relations, sinks, indexes, sequences, foreignKeys, roles, schemas, types, others);
  }
}
