// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, as the build wrote it into the manifest of the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"mien " + (version == null ? "(not built as a jar)" : version)};
  }
}
