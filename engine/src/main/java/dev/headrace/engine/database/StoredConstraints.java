package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.TableConstraint.Action;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The record of what definitions as statements do not say, because it ties objects together by
 * their OIDs: sequences without their values, foreign keys, which columns are identity columns, and
 * which indexes are there for constraints, and when these are checked.
 *
 * @param identities by the OID of a table the names of its identity columns, with their roles
 * @param constraintIndexes OIDs, with when the constraint is checked
 * @param notValid by the OID of a table the names of its constraints that not all rows were checked
 *     for
 */
record StoredConstraints(
    Collection<Sequence> sequences,
    List<ForeignKey> foreignKeys,
    Map<Integer, Map<String, ColumnRole>> identities,
    Map<Integer, Deferral> constraintIndexes,
    Map<Integer, Set<String>> notValid) {
  static final StoredConstraints NONE =
      new StoredConstraints(List.of(), List.of(), Map.of(), Map.of(), Map.of());

  static StoredConstraints of(Catalog catalog) {
    List<ForeignKey> foreignKeys = new ArrayList<>();
    Map<Integer, Map<String, ColumnRole>> identities = new HashMap<>();
    for (Relation relation : catalog.relations()) {
      if (Catalog.isTemporary(relation.name())) {
        continue;
      }
      foreignKeys.addAll(catalog.foreignKeysOf(relation));
      if (relation instanceof BaseRelation base) {
        Map<String, ColumnRole> columns = identities(base);
        if (!columns.isEmpty()) {
          identities.put(base.oid(), columns);
        }
      }
    }
    Map<Integer, Deferral> indexes = new HashMap<>();
    catalog.indexes().stream()
        .filter(index -> index.constraint() && !Catalog.isTemporary(index.name()))
        .forEach(index -> indexes.put(index.oid(), index.deferral()));
    List<Sequence> sequences =
        catalog.sequences().stream().filter(s -> !Catalog.isTemporary(s.name())).toList();
    return new StoredConstraints(sequences, foreignKeys, identities, indexes, notValid(catalog));
  }

  private static Map<Integer, Set<String>> notValid(Catalog catalog) {
    Map<Integer, Set<String>> notValid = new HashMap<>();
    for (Relation relation : catalog.relations()) {
      Set<String> names = new HashSet<>();
      catalog.foreignKeysOf(relation).stream()
          .filter(key -> !key.validated())
          .forEach(key -> names.add(key.name()));
      if (relation instanceof BaseRelation table) {
        table.checks().stream()
            .filter(check -> !check.validated())
            .forEach(check -> names.add(check.name()));
      }
      if (!names.isEmpty()) {
        notValid.put(relation.oid(), names);
      }
    }
    return notValid;
  }

  private static Map<String, ColumnRole> identities(BaseRelation table) {
    Map<String, ColumnRole> columns = new HashMap<>();
    for (int i = 0; i < table.roles().size(); i++) {
      ColumnRole role = table.roles().get(i);
      if (role == ColumnRole.IDENTITY || role == ColumnRole.IDENTITY_ALWAYS) {
        columns.put(table.fields().get(i).name(), role);
      }
    }
    return columns;
  }

  /** The catalog with the sequences only: what defaults of tables need. */
  Catalog withSequences(Catalog catalog) {
    Catalog next = catalog;
    for (Sequence sequence : sequences) {
      next = next.with(sequence);
    }
    return next;
  }

  /** The catalog, in which all objects are, with the rest. */
  Catalog applyTo(Catalog catalog) {
    Catalog next = catalog;
    for (Map.Entry<Integer, Map<String, ColumnRole>> table : identities.entrySet()) {
      if (next.relation(table.getKey()).orElse(null) instanceof BaseRelation base) {
        next = next.with(base.withRoles(roles(base, table.getValue())));
      }
    }
    for (Index index : List.copyOf(next.indexes())) {
      Deferral deferral = constraintIndexes.get(index.oid());
      if (deferral != null) {
        next = next.with(index.ofConstraint(deferral));
      }
    }
    for (ForeignKey key : foreignKeys) {
      boolean valid = !notValid.getOrDefault(key.relation(), Set.of()).contains(key.name());
      next = next.with(key.validated(valid));
    }
    for (Map.Entry<Integer, Set<String>> table : notValid.entrySet()) {
      if (next.relation(table.getKey()).orElse(null) instanceof BaseRelation base) {
        List<BaseRelation.Check> checks =
            base.checks().stream()
                .map(check -> check.validated(!table.getValue().contains(check.name())))
                .toList();
        next = next.with(base.withConstraints(base.keyName(), checks));
      }
    }
    return next;
  }

  private static List<ColumnRole> roles(BaseRelation table, Map<String, ColumnRole> known) {
    List<ColumnRole> roles = new ArrayList<>();
    for (int i = 0; i < table.fields().size(); i++) {
      roles.add(known.getOrDefault(table.fields().get(i).name(), table.roles().get(i)));
    }
    return roles;
  }

  // ---- bytes

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(sequences.size());
      for (Sequence sequence : sequences) {
        write(sequence, out);
      }
      out.writeInt(foreignKeys.size());
      for (ForeignKey key : foreignKeys) {
        write(key, out);
      }
      out.writeInt(identities.size());
      for (Map.Entry<Integer, Map<String, ColumnRole>> table : identities.entrySet()) {
        out.writeInt(table.getKey());
        out.writeInt(table.getValue().size());
        for (Map.Entry<String, ColumnRole> column : table.getValue().entrySet()) {
          out.writeUTF(column.getKey());
          out.writeUTF(column.getValue().name());
        }
      }
      writeNumbers(constraintIndexes.keySet(), out);
      out.writeInt(notValid.size());
      for (Map.Entry<Integer, Set<String>> table : notValid.entrySet()) {
        out.writeInt(table.getKey());
        out.writeInt(table.getValue().size());
        for (String name : table.getValue()) {
          out.writeUTF(name);
        }
      }
      for (Map.Entry<Integer, Deferral> index : constraintIndexes.entrySet()) {
        if (index.getValue().deferrable()) {
          out.writeInt(index.getKey());
          out.writeBoolean(index.getValue().initiallyDeferred());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Sequence sequence, DataOutputStream out) throws IOException {
    Sequence.Options options = sequence.options();
    out.writeInt(sequence.oid());
    out.writeUTF(sequence.name());
    out.writeUTF(options.type());
    out.writeLong(options.start());
    out.writeLong(options.increment());
    out.writeLong(options.minimum());
    out.writeLong(options.maximum());
    out.writeLong(options.cache());
    out.writeBoolean(options.cycle());
    out.writeBoolean(sequence.owner().isPresent());
    if (sequence.owner().isPresent()) {
      Sequence.Owner owner = sequence.owner().get();
      out.writeInt(owner.relation());
      out.writeUTF(owner.column());
      out.writeBoolean(owner.identity());
    }
  }

  private static void write(ForeignKey key, DataOutputStream out) throws IOException {
    out.writeUTF(key.name());
    out.writeInt(key.relation());
    writeNumbers(key.columns(), out);
    out.writeInt(key.referenced());
    writeNumbers(key.key(), out);
    out.writeBoolean(key.matchFull());
    out.writeUTF(key.onDelete().name());
    out.writeUTF(key.onUpdate().name());
    out.writeBoolean(key.deferrable());
    out.writeBoolean(key.initiallyDeferred());
  }

  private static void writeNumbers(Collection<Integer> numbers, DataOutputStream out)
      throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  /**
   * Reads a record.
   *
   * @param values where the sequences are, by their OIDs; one that is not there is at its start
   */
  static StoredConstraints of(byte[] record, Map<Integer, SequenceValues> values) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      List<Sequence> sequences = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        sequences.add(readSequence(in, values));
      }
      List<ForeignKey> foreignKeys = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        foreignKeys.add(readForeignKey(in));
      }
      Map<Integer, Map<String, ColumnRole>> identities = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        int table = in.readInt();
        Map<String, ColumnRole> columns = new HashMap<>();
        for (int j = in.readInt(); j > 0; j--) {
          String name = in.readUTF();
          columns.put(name, ColumnRole.valueOf(in.readUTF()));
        }
        identities.put(table, columns);
      }
      Map<Integer, Deferral> indexes = new HashMap<>();
      readNumbers(in).forEach(oid -> indexes.put(oid, Deferral.NONE));
      Map<Integer, Set<String>> notValid = readNames(in);
      while (in.available() > 0) {
        indexes.put(in.readInt(), new Deferral(true, in.readBoolean()));
      }
      return new StoredConstraints(sequences, foreignKeys, identities, indexes, notValid);
    } catch (IOException | IllegalArgumentException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the constraints cannot be read", e);
    }
  }

  // a record of before there were any ends here
  private static Map<Integer, Set<String>> readNames(DataInputStream in) throws IOException {
    Map<Integer, Set<String>> names = new HashMap<>();
    for (int i = in.available() == 0 ? 0 : in.readInt(); i > 0; i--) {
      int table = in.readInt();
      Set<String> ofTable = new HashSet<>();
      for (int j = in.readInt(); j > 0; j--) {
        ofTable.add(in.readUTF());
      }
      names.put(table, ofTable);
    }
    return names;
  }

  private static Sequence readSequence(DataInputStream in, Map<Integer, SequenceValues> values)
      throws IOException {
    int oid = in.readInt();
    String name = in.readUTF();
    Sequence.Options options =
        new Sequence.Options(
            in.readUTF(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readBoolean());
    Optional<Sequence.Owner> owner =
        in.readBoolean()
            ? Optional.of(new Sequence.Owner(in.readInt(), in.readUTF(), in.readBoolean()))
            : Optional.empty();
    SequenceValues place = values.getOrDefault(oid, new SequenceValues(options.start(), false));
    return new Sequence(oid, name, options, owner, place);
  }

  private static ForeignKey readForeignKey(DataInputStream in) throws IOException {
    return new ForeignKey(
        in.readUTF(),
        in.readInt(),
        readNumbers(in),
        in.readInt(),
        readNumbers(in),
        in.readBoolean(),
        Action.valueOf(in.readUTF()),
        Action.valueOf(in.readUTF()),
        in.readBoolean(),
        in.readBoolean(),
        true);
  }

  private static List<Integer> readNumbers(DataInputStream in) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      numbers.add(in.readInt());
    }
    return numbers;
  }
}
