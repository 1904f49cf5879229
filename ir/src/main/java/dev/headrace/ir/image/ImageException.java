package dev.headrace.ir.image;

import org.jspecify.annotations.Nullable;

/** A value that has no image, or bytes that are none of this version. */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ImageException(String message) {
    super(message);
  }

  ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
