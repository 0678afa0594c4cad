// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One version of the model and what is to be done with it. Travels as the JSON value in {@code
 * mien.models} under the key {@code version}; the file lies in slices in {@code mien.model-chunks}.
 *
 * @param version name of the model, which every event carries
 * @param state what is to be done with it
 * @param change how it came into this state
 * @param note the reason in words, for a person; may be empty
 * @param replaces version that was active before this one was promoted; empty where there was none
 * @param publishedMicros since the epoch; the time of the records with the slices
 * @param changedMicros when it came into this state, since the epoch
 * @param sha256 of the file, 64 hexadecimal digits
 * @param bytes length of the file
 * @param upload name of the slices of this file, which no other upload has
 * @param chunks number of slices
 * @param classes in the order of the logits
 * @param preprocessing of the pictures, in the words of the model file
 * @param alignment template that the faces were aligned to
 * @param classChange whether it may replace a model of other classes
 * @param golden what it makes of known faces
 * @param metrics by name, for example {@code test.mean}
 * @param provenance where it comes from, by name
 */
@JsonPropertyOrder({
  "version",
  "state",
  "change",
  "note",
  "replaces",
  "publishedMicros",
  "changedMicros",
  "sha256",
  "bytes",
  "upload",
  "chunks",
  "classes",
  "preprocessing",
  "alignment",
  "classChange",
  "golden",
  "metrics",
  "provenance"
})
public record ModelVersion(
    String version,
    ModelState state,
    ModelChange change,
    String note,
    String replaces,
    long publishedMicros,
    long changedMicros,
    String sha256,
    long bytes,
    String upload,
    int chunks,
    List<String> classes,
    String preprocessing,
    String alignment,
    boolean classChange,
    GoldenBatch golden,
    Map<String, Double> metrics,
    Map<String, String> provenance) {

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * Copies lists and maps.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public ModelVersion {
    Check.matches("version", version, VERSION);
    if (change.state() != state) {
      throw new IllegalArgumentException(
          "change is '%s', which does not lead to the state '%s'"
              .formatted(change.wireName(), state.wireName()));
    }
    Check.range("publishedMicros", publishedMicros, 0, Long.MAX_VALUE);
    Check.range("changedMicros", changedMicros, 0, Long.MAX_VALUE);
    Check.matches("sha256", sha256, HASH);
    Check.range("bytes", bytes, 1, Long.MAX_VALUE);
    Check.present("upload", upload);
    Check.range("chunks", chunks, 1, Integer.MAX_VALUE);
    classes = List.copyOf(classes);
    Check.range("number of classes", classes.size(), 2, 100);
    Check.present("preprocessing", preprocessing);
    Check.present("alignment", alignment);
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** Returns which upload of which version it is: {@code version/upload}. */
  public String file() {
    return version + "/" + upload;
  }

  /** Returns whether it is this very upload in this very state: not a later promotion of it. */
  public boolean isSamePromotion(ModelVersion other) {
    return file().equals(other.file()) && changedMicros == other.changedMicros;
  }

  /** Returns the same version after a change. */
  public ModelVersion changed(ModelChange how, String why, long micros) {
    return with(how, why, micros, replaces, classChange);
  }

  /**
   * Returns the same version after it was promoted.
   *
   * @param before version that was active until now; empty where there was none
   */
  public ModelVersion promoted(String before, boolean mayChangeClasses, String why, long micros) {
    return with(ModelChange.PROMOTED, why, micros, before, mayChangeClasses);
  }

  private ModelVersion with(
      ModelChange how, String why, long micros, String before, boolean mayChangeClasses) {
    return new ModelVersion(
        version,
        how.state(),
        how,
        why,
        before,
        publishedMicros,
        micros,
        sha256,
        bytes,
        upload,
        chunks,
        classes,
        preprocessing,
        alignment,
        mayChangeClasses,
        golden,
        metrics,
        provenance);
  }
}
