package dev.headrace.model;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An enumerated type: its name and its labels in their order.
 *
 * <p>A value is a number, the <em>key</em> of its label. Keys sort as the labels do, so whatever
 * compares, hashes, groups and sorts values does not know that they have labels. Between the keys
 * of neighbours there is room for those of labels that come later, and a key is never given to
 * another label; so a label can be added or renamed under rows, indexes, plans and running views.
 * Only where text becomes a value, or a value text, are labels looked up.
 *
 * <p>The type of a catalog and a <em>draft</em> of it, which a transaction has changed and not
 * committed, are equal: they are the same type at two times. What refers to the type sees what was
 * published last, what refers to a draft sees the draft, until it is published.
 *
 * <p>Compiled code cannot hold the type, because it may be kept for other processes. It holds the
 * {@link #reference()}, by which the type is found in this process for as long as something else
 * refers to it.
 */
public final class EnumType {
  /** Most bytes of a label, as in PostgreSQL. */
  public static final int MAX_LABEL_BYTES = 63;

  /** Distance of the keys of labels that are declared one after the other. */
  private static final long DISTANCE = 1L << 40;

  private static final AtomicInteger REFERENCES = new AtomicInteger();
  private static final Map<Integer, WeakReference<EnumType>> BY_REFERENCE =
      new ConcurrentHashMap<>();

  private final Identity identity;
  private final int reference;
  private volatile @Nullable Definition draft;

  /**
   * A label.
   *
   * @param key what stands for it in rows
   * @param oid its number in {@code pg_enum}
   * @param committed whether it may be used: rows with labels that a transaction has added and may
   *     take back would be rows without a label
   */
  public record Label(long key, int oid, String text, boolean committed) {
    /** The same with another text. */
    Label renamed(String other) {
      return new Label(key, oid, other, committed);
    }

    /** {@code pg_enum.enumsortorder}: 1, 2 and so on for those that were declared together. */
    public float sortOrder() {
      return (float) key / DISTANCE;
    }
  }

  /**
   * What a type is called.
   *
   * @param name without the schema
   * @param written as statements have to write it
   */
  public record Name(String schema, String name, String written) {}

  /** What the type is at some time. */
  private static final class Definition {
    private final Name name;
    private final List<Label> labels;
    private final Map<Long, Slice> texts = new HashMap<>();
    private final Map<String, Label> byText = new HashMap<>();

    Definition(Name name, List<Label> labels) {
      this.name = name;
      this.labels = List.copyOf(labels);
      for (Label label : labels) {
        texts.put(label.key(), Slice.of(label.text()));
        byText.put(label.text(), label);
      }
    }
  }

  /** What all versions of a type have in common. */
  private static final class Identity {
    private final int oid;
    private final int arrayOid;
    // all of them, drafts too: code refers to each by its own number
    private final List<EnumType> versions = new CopyOnWriteArrayList<>();
    private volatile Definition published;

    Identity(int oid, int arrayOid, Definition published) {
      this.oid = oid;
      this.arrayOid = arrayOid;
      this.published = published;
    }
  }

  private EnumType(Identity identity, @Nullable Definition draft) {
    this.identity = identity;
    this.draft = draft;
    this.reference = REFERENCES.decrementAndGet();
    BY_REFERENCE.values().removeIf(known -> known.refersTo(null));
    BY_REFERENCE.put(reference, new WeakReference<>(this));
  }

  /**
   * A type that there was not before, at least in this process.
   *
   * @param labels in their order
   */
  public static EnumType of(int oid, int arrayOid, Name name, List<Label> labels) {
    Identity identity = new Identity(oid, arrayOid, new Definition(name, labels));
    return new EnumType(identity, null).known();
  }

  private EnumType known() {
    identity.versions.add(this);
    return this;
  }

  /** Labels that are declared together, with the OIDs that they get. */
  public static List<Label> declared(List<String> texts, List<Integer> oids) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      labels.add(new Label((i + 1) * DISTANCE, oids.get(i), texts.get(i), true));
    }
    return labels;
  }

  private Definition definition() {
    Definition own = draft;
    return own == null ? identity.published : own;
  }

  public int oid() {
    return identity.oid;
  }

  /** The OID of arrays of it. */
  public int arrayOid() {
    return identity.arrayOid;
  }

  public Name name() {
    return definition().name;
  }

  /** The labels in their order. */
  public List<Label> labels() {
    return definition().labels;
  }

  // ---- text and values

  /** The text of a value; not to be changed. */
  public Slice text(long key) {
    Slice text = definition().texts.get(key);
    if (text == null) {
      throw new SqlException(
          ErrorCode.INVALID_BINARY_REPRESENTATION,
          "invalid internal value for enum: " + Long.toUnsignedString(key));
    }
    return text;
  }

  /**
   * The value of a text.
   *
   * @throws SqlException 22P02 if there is no such label, 55P04 if it may not be used yet
   */
  public long key(String text) {
    Label label = definition().byText.get(text);
    if (label == null) {
      throw new SqlException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input value for enum " + this + ": " + SqlException.quote(text));
    }
    return usable(label).key();
  }

  /**
   * A label whose value may be given to somebody.
   *
   * @throws SqlException 55P04 if not
   */
  public Label usable(Label label) {
    if (label.committed()) {
      return label;
    }
    throw new SqlException(
            ErrorCode.UNSAFE_NEW_ENUM_VALUE_USAGE,
            "unsafe use of new value " + SqlException.quote(label.text()) + " of enum type " + this)
        .withHint("New enum values must be committed before they can be used.");
  }

  /** The label of a text, whether or not it may be used; null if there is none. */
  public @Nullable Label find(String text) {
    return definition().byText.get(text);
  }

  // ---- changing

  private EnumType draft(Definition definition) {
    return new EnumType(identity, definition).known();
  }

  private EnumType draft(List<Label> labels) {
    return draft(new Definition(name(), labels));
  }

  /** A draft under another name. */
  public EnumType renamed(Name name) {
    return draft(new Definition(name, labels()));
  }

  /** A draft with another text of a label. */
  public EnumType relabelled(Label old, String text) {
    return draft(labels().stream().map(l -> l.equals(old) ? l.renamed(text) : l).toList());
  }

  /**
   * A draft with another label, which may be used when it is published.
   *
   * @param place where it goes, from 0
   * @throws SqlException 54000 if there is no room at that place
   */
  public EnumType with(String text, int oid, int place) {
    List<Label> labels = new ArrayList<>(labels());
    long key;
    if (labels.isEmpty()) {
      key = DISTANCE;
    } else if (place == labels.size()) {
      key = labels.getLast().key() + DISTANCE;
    } else if (place == 0) {
      key = labels.getFirst().key() - DISTANCE;
    } else {
      long before = labels.get(place - 1).key();
      key = before + (labels.get(place).key() - before) / 2;
      if (key == before) {
        throw new SqlException(
            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
            "too many labels were added between "
                + SqlException.quote(labels.get(place - 1).text())
                + " and "
                + SqlException.quote(labels.get(place).text())
                + " of enum type "
                + this);
      }
    }
    labels.add(place, new Label(key, oid, text, false));
    return draft(labels);
  }

  /**
   * Makes a draft what all see from now on, those who refer to earlier drafts too: one transaction
   * at a time changes types. A type that is no draft stays as it is.
   */
  public void publish() {
    Definition own = draft;
    if (own == null) {
      return;
    }
    List<Label> committed =
        own.labels.stream().map(l -> new Label(l.key(), l.oid(), l.text(), true)).toList();
    identity.published = new Definition(own.name, committed);
    identity.versions.forEach(version -> version.draft = null);
  }

  // ---- references

  /** Stands for the type in calls of functions, where an OID stands for other types: negative. */
  public int reference() {
    return reference;
  }

  /** The type of a reference. */
  public static EnumType referenced(int reference) {
    WeakReference<EnumType> known = BY_REFERENCE.get(reference);
    EnumType type = known == null ? null : known.get();
    if (type == null) {
      throw new IllegalArgumentException("no enumerated type " + reference);
    }
    return type;
  }

  /** Whether a type is this one, now or at another time. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnumType that && isSame(identity, that.identity);
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Identity one, Identity other) {
    return one == other;
  }

  @Override
  public int hashCode() {
    return identity.oid;
  }

  /** Its name as statements have to write it. */
  @Override
  public String toString() {
    return name().written();
  }
}
