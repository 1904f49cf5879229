package dev.headrace.pgwire.tls;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate and key. When their files change, connections that begin later use the new
 * ones; if those are of no use, the old ones stay and the log says why. Thread-safe.
 */
public final class Tls {
  private static final Logger LOG = System.getLogger(Tls.class.getName());
  private static final char[] NO_PASSWORD = {};
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Makes a key store of files. */
  private interface Loader {
    KeyStore load() throws IOException, GeneralSecurityException;
  }

  private final List<Path> files;
  private final Loader loader;
  private final char[] password;
  private SSLContext context;
  private List<FileTime> loadedTimes;
  private long checkedAt = System.nanoTime();

  private Tls(List<Path> files, Loader loader, char[] password) {
    this.files = files;
    this.loader = loader;
    this.password = password;
    try {
      this.loadedTimes = times();
      this.context = load();
    } catch (IOException | GeneralSecurityException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "cannot use the certificate of " + files.getFirst() + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * From files in PEM.
   *
   * @param chain the server's certificate, then those that vouch for it
   * @param key the private key, not encrypted
   * @throws SqlException {@link ErrorCode#INVALID_PARAMETER_VALUE} if they are of no use
   */
  public static Tls ofPem(Path chain, Path key) {
    return new Tls(List.of(chain, key), () -> pemKeyStore(chain, key), NO_PASSWORD);
  }

  /** From a PKCS #12 file, as above. */
  public static Tls ofPkcs12(Path file, char[] password) {
    char[] own = password.clone();
    return new Tls(List.of(file), () -> pkcs12(file, own), own);
  }

  private static KeyStore pemKeyStore(Path chain, Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", PemFiles.privateKey(key), NO_PASSWORD, PemFiles.certificates(chain));
    return store;
  }

  private static KeyStore pkcs12(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }

  private SSLContext load() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loader.load(), password);
    SSLContext loaded = SSLContext.getInstance("TLS");
    loaded.init(keys.getKeyManagers(), null, null);
    return loaded;
  }

  private List<FileTime> times() throws IOException {
    FileTime[] times = new FileTime[files.size()];
    for (int index = 0; index < times.length; index++) {
      times[index] = Files.getLastModifiedTime(files.get(index));
    }
    return List.of(times);
  }

  /** What to make connections with now. */
  public synchronized SSLContext context() {
    long now = System.nanoTime();
    if (now - checkedAt >= CHECK_NANOS) {
      checkedAt = now;
      reload();
    }
    return context;
  }

  private void reload() {
    @Nullable List<FileTime> times = null;
    try {
      times = times();
      if (!times.equals(loadedTimes)) {
        context = load();
        LOG.log(Level.INFO, "uses the changed certificate of {0}", files.getFirst());
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(
          Level.WARNING,
          "keeps the old certificate: that of " + files.getFirst() + " is of no use",
          e);
    }
    loadedTimes = Objects.requireNonNullElse(times, List.of()); // says so once per change
  }
}
