package dev.headrace.example.shop;

import dev.headrace.engine.Subscription;
import dev.headrace.engine.typed.TypedChange;
import dev.headrace.engine.typed.TypedListener;
import java.util.List;
import java.util.function.Consumer;

/** Tells about customers who order suspiciously often, as soon as they do. */
final class Alarm implements TypedListener<Shop.Suspicious>, AutoCloseable {
  private final Consumer<? super Shop.Suspicious> told;
  private final Subscription subscription;

  Alarm(Shop shop, Consumer<? super Shop.Suspicious> told) {
    this.told = told;
    this.subscription = shop.suspicious().subscribe(this);
  }

  @Override
  public void onSnapshot(long step, List<TypedChange<Shop.Suspicious>> rows) {
    onChanges(step, rows);
  }

  @Override
  public void onChanges(long step, List<TypedChange<Shop.Suspicious>> changes) {
    for (TypedChange<Shop.Suspicious> change : changes) {
      if (change.weight() > 0) {
        told.accept(change.row());
      }
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
