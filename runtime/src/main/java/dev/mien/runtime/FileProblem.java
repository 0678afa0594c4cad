// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words: the exceptions of the JDK often say its name only. */
public final class FileProblem {

  private FileProblem() {}

  /** Returns the reason, without the name of the file where the exception tells it apart. */
  public static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileSystemException file) {
      return file.getReason() == null
          ? file.getClass().getSimpleName().replace("Exception", "")
          : file.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
