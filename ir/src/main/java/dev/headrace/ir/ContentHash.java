package dev.headrace.ir;

import dev.headrace.model.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * SHA-256 of what a computation is: equal for equal computations in every JVM and whatever other
 * statements exist, different as soon as a constant, a type or an operator differs. Names of
 * columns do not count.
 *
 * <p>Two kinds per relational node. <em>Local</em> covers the node's own work and its inputs'
 * types; it names a compiled unit. <em>Global</em> is a Merkle hash that also covers everything
 * below, down to the identities of the tables; it names the node's state. Hash canonical trees
 * ({@link Canonicalizer}), or equal computations that are written differently get different names.
 */
public final class ContentHash {
  /** Length in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private ContentHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash that {@link #toString} printed. */
  public static ContentHash parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes, not " + BYTES);
    }
    return new ContentHash(bytes);
  }

  /** Starts a hash that is put together from parts. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The local hash of one operator: its own part, the types of its inputs' columns, and the version
   * of the code generator.
   */
  public static ContentHash local(Rel rel, int generatorVersion) {
    Builder builder = builder().number(generatorVersion).operator(rel);
    rel.inputs().forEach(input -> builder.fields(input.fields()));
    return builder.build();
  }

  /** The global hash of a tree. For many trees that share parts use one {@link Global}. */
  public static ContentHash global(Rel rel) {
    return new Global().of(rel);
  }

  /** All bytes, a copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Global hashes of nodes, each computed once however many parents it has. */
  public static final class Global {
    private final IdentityHashMap<Rel, ContentHash> known = new IdentityHashMap<>();

    /** The hash of the tree below and including the node. */
    public ContentHash of(Rel rel) {
      ContentHash hash = known.get(rel);
      if (hash == null) {
        Builder builder = builder().operator(rel);
        rel.inputs().forEach(input -> builder.hash(of(input)));
        hash = builder.build();
        known.put(rel, hash);
      }
      return hash;
    }
  }

  /** Collects the parts of a hash. Their order counts; each part delimits itself. */
  public static final class Builder {
    private final StableBytes parts = new StableBytes();

    private Builder() {}

    /** What kind of thing is hashed, or any other name that is part of what it is. */
    public Builder text(String value) {
      parts.text(value);
      return this;
    }

    public Builder number(long value) {
      parts.number(value);
      return this;
    }

    public Builder expr(Expr expr) {
      parts.expr(expr);
      return this;
    }

    public Builder exprs(List<? extends Expr> exprs) {
      parts.exprs(exprs);
      return this;
    }

    /** Types and nullability of columns. */
    public Builder fields(List<Field> fields) {
      parts.fields(fields);
      return this;
    }

    /** What a relational node itself does, without its inputs. */
    public Builder operator(Rel rel) {
      parts.local(rel);
      return this;
    }

    public Builder hash(ContentHash hash) {
      parts.bytes(hash.bytes);
      return this;
    }

    public ContentHash build() {
      try {
        return new ContentHash(MessageDigest.getInstance("SHA-256").digest(parts.toBytes()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
