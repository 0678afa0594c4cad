// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import picocli.CommandLine.Option;

/** Why a version is changed. */
final class NoteOption {

  @Option(names = "--note", paramLabel = "<text>", description = "the reason, for the record")
  private String note = "by hand";

  String note() {
    return note;
  }
}
