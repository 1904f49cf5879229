package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The record of a definition: {@code firstOid dependency dependency ...}, a new line, and the
 * statement.
 *
 * @param oid the object's
 * @param firstOid the first of the OIDs that making it takes; the object's own is the last
 * @param dependencies OIDs of the objects that have to be there first
 * @param statement makes the object
 */
public record StoredDefinition(
    int oid, int firstOid, List<Integer> dependencies, String statement) {
  public StoredDefinition {
    dependencies = List.copyOf(dependencies);
  }

  byte[] toBytes() {
    String head = firstOid + dependencies.stream().map(d -> " " + d).collect(Collectors.joining());
    return (head + "\n" + statement).getBytes(StandardCharsets.UTF_8);
  }

  static StoredDefinition of(long oid, byte[] record) {
    String text = new String(record, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    try {
      List<Integer> numbers = new ArrayList<>();
      for (String number : text.substring(0, Math.max(end, 0)).split(" ", -1)) {
        numbers.add(Integer.valueOf(number));
      }
      return new StoredDefinition(
          Math.toIntExact(oid),
          numbers.getFirst(),
          numbers.subList(1, numbers.size()),
          text.substring(end + 1));
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED, "the definition of object " + oid + " cannot be read", e);
    }
  }

  /** Objects after those that they depend on, otherwise by OID. */
  static List<StoredDefinition> ordered(List<StoredDefinition> definitions) {
    List<StoredDefinition> waiting = new ArrayList<>(definitions);
    waiting.sort((a, b) -> Integer.compare(a.oid(), b.oid()));
    TreeSet<Integer> missing = new TreeSet<>(waiting.stream().map(StoredDefinition::oid).toList());
    List<StoredDefinition> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<StoredDefinition> later = new ArrayList<>();
      for (StoredDefinition definition : waiting) {
        if (definition.dependencies().stream().anyMatch(missing::contains)) {
          later.add(definition);
        } else {
          ordered.add(definition);
          missing.remove(definition.oid());
        }
      }
      if (later.size() == waiting.size()) {
        throw new SqlException(
            ErrorCode.DATA_CORRUPTED,
            "the definitions of objects " + missing + " depend on each other");
      }
      waiting = later;
    }
    return ordered;
  }
}
