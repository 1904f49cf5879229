package dev.headrace.check.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** An interface whose statements are being asked about. */
final class PendingInterface {
  private final TypeElement type;
  private final String database;
  private final ValueTypes types;
  private final List<PendingMethod> methods = new ArrayList<>();
  private final List<Runnable> failures = new ArrayList<>();

  /**
   * @param database empty for the one without a name
   */
  PendingInterface(TypeElement type, String database, ValueTypes types) {
    this.type = type;
    this.types = types;
    this.database = database;
  }

  TypeElement type() {
    return type;
  }

  String database() {
    return database;
  }

  ValueTypes types() {
    return types;
  }

  List<PendingMethod> methods() {
    return methods;
  }

  void add(PendingMethod method) {
    methods.add(method);
  }

  /** Something besides its statements is wrong, which the action reports. */
  void fail(Runnable report) {
    failures.add(report);
  }

  /** Reports what is wrong besides its statements. */
  void reportFailures() {
    failures.forEach(Runnable::run);
  }

  /** Reports what is wrong with its methods; empty if anything is. */
  Optional<List<CheckedMethod>> check(GeneratedRecords records) {
    List<CheckedMethod> checked = new ArrayList<>();
    for (PendingMethod method : methods) {
      method.check(records).ifPresent(checked::add);
    }
    return failures.isEmpty() && checked.size() == methods.size()
        ? Optional.of(checked)
        : Optional.empty();
  }
}
