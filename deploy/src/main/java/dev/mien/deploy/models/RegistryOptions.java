// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.TopicAdmin;
import picocli.CommandLine.Mixin;

/** The cluster whose models are meant. */
public final class RegistryOptions {

  @Mixin private ClusterOptions cluster;

  /**
   * Returns the cluster.
   *
   * @throws StageFailure if it does not answer, or has no topics for models
   */
  public Cluster cluster() {
    Cluster named = cluster.cluster();
    TopicAdmin.require(named, Topics.MODELS, Topics.MODEL_CHUNKS, Topics.SHADOW_EMOTIONS);
    return named;
  }

  /**
   * Returns what is published now.
   *
   * @throws StageFailure as {@link #cluster}
   */
  Catalogue catalogue() {
    return CatalogueReader.read(cluster());
  }
}
