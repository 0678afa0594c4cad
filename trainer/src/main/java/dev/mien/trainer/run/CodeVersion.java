// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Which code this is, as the build wrote it down. */
public final class CodeVersion {

  private static final String COMMIT = "commit.properties";
  private static final String UNKNOWN = "unknown";

  private CodeVersion() {}

  /**
   * Returns for example {@code mien 0.1.0, commit 0123456789ab}; the commit is unknown where the
   * sources were built without their repository.
   */
  public static String text() {
    @Nullable String version = CodeVersion.class.getPackage().getImplementationVersion();
    return "mien %s, commit %s"
        .formatted(version == null ? "from classes" : version, commit(properties()));
  }

  static String commit(Properties properties) {
    String commit = properties.getProperty("git.commit.id.abbrev", UNKNOWN);
    boolean changed = Boolean.parseBoolean(properties.getProperty("git.dirty"));
    return changed ? commit + " with changes" : commit;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (@Nullable InputStream in = CodeVersion.class.getResourceAsStream(COMMIT)) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
