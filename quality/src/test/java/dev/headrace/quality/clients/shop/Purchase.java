package dev.headrace.quality.clients.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** What a customer bought; its numbers come from a sequence. */
@Entity
@Table(indexes = @Index(name = "purchase_total", columnList = "total desc"))
public class Purchase {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(foreignKey = @ForeignKey(name = "purchase_customer"))
  private Customer customer = new Customer();

  @Column(precision = 10, scale = 2)
  private BigDecimal total = BigDecimal.ZERO;

  /** For Hibernate. */
  protected Purchase() {}

  public Purchase(Customer customer, BigDecimal total) {
    this.customer = customer;
    this.total = total;
  }

  @Override
  public String toString() {
    return id + " " + customer.name() + " " + total;
  }
}
