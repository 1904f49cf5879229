package dev.headrace.codegen.generate;

/** Why a specification has no class: it exceeds a limit of class files or of the compiler. */
public final class CompilationRefused extends Exception {
  CompilationRefused(String reason) {
    super(reason);
  }

  CompilationRefused(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** The reason, for EXPLAIN. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
