package dev.headrace.server.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The standard streams, in UTF-8 and buffered; whoever writes flushes. */
final class StandardStreams {
  private StandardStreams() {}

  static PrintWriter out() {
    return writer(FileDescriptor.out);
  }

  static PrintWriter err() {
    return writer(FileDescriptor.err);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  /** Whether someone types at standard input. */
  static boolean inputIsTerminal() {
    return isTerminal("in");
  }

  static boolean outputIsTerminal() {
    return isTerminal("out");
  }

  static boolean errorIsTerminal() {
    return isTerminal("err");
  }

  /** The launcher looks: Java can tell of standard input and output together only. */
  private static boolean isTerminal(String stream) {
    return System.getProperty("headrace.terminals", "").contains(stream);
  }
}
