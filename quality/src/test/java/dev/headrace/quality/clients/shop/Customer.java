package dev.headrace.quality.clients.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Who buys. */
@Entity
@Table(uniqueConstraints = @UniqueConstraint(name = "customer_name", columnNames = "name"))
public class Customer {
  /** As a text with a CHECK of its values. */
  public enum Mood {
    HAPPY,
    SAD
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @Column(nullable = false, length = 40)
  private String name = "";

  @Enumerated(EnumType.STRING)
  private Mood mood = Mood.HAPPY;

  private UUID tag = new UUID(0, 1);
  private OffsetDateTime since = OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
  private String[] aliases = {"a", "b,c"};

  @Version private int version;

  /** For Hibernate. */
  protected Customer() {}

  public Customer(String name, Mood mood) {
    this.name = name;
    this.mood = mood;
  }

  public String name() {
    return name;
  }

  public void rename(String newName) {
    name = newName;
  }

  @Override
  public String toString() {
    return id + " " + name + " " + mood + " " + tag + " " + since + " " + aliases.length + version;
  }
}
