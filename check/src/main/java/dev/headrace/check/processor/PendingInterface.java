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
  private boolean right = true;

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

  /** Something besides its statements is wrong, and was reported. */
  void fail() {
    right = false;
  }

  /** Reports what is wrong with its methods; empty if anything is. */
  Optional<List<CheckedMethod>> check() {
    List<CheckedMethod> checked = new ArrayList<>();
    for (PendingMethod method : methods) {
      method.check().ifPresent(checked::add);
    }
    return right && checked.size() == methods.size() ? Optional.of(checked) : Optional.empty();
  }
}
