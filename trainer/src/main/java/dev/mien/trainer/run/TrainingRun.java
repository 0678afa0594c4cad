// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.weights.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training run, from its first step or a checkpoint to its last step. For one thread. What it is
 * set up with stays open when it is closed.
 */
public final class TrainingRun implements AutoCloseable {

  private final TrainConfig config;
  private final RunSetup setup;
  private final RunListener listener;
  private final BooleanSupplier stop;
  private final TrainingSet set;
  private final Loss loss;
  private final Inputs inputs;
  private final Learner learner;
  private final Examinations examinations;
  private final BatchMaker maker = new BatchMaker();
  private final List<EpochResult> results = new ArrayList<>();
  private final Sums sums = new Sums();
  private final Origin origin;
  private int epoch;
  private int step;

  private TrainingRun(
      TrainConfig config,
      RunSetup setup,
      TrainingSet set,
      Origin origin,
      RunListener listener,
      BooleanSupplier stop) {
    this.config = config;
    this.setup = setup;
    this.listener = listener;
    this.stop = stop;
    this.set = set;
    this.origin = origin;
    ViewTransform transform = config.transformFor(setup.network().backbone());
    this.loss = new Loss(config.method(), transform, set.counts());
    Sources sources = new Sources(config, setup, listener, stop);
    this.inputs = sources.forTraining();
    this.examinations = new Examinations(config, setup, sources, set.counts());
    this.learner = new Learner(config, setup.network(), setup.parameters(), loss, setup.device());
  }

  /**
   * Sets a run up; the features of frozen stages are stored now.
   *
   * @param resume whether to go on from the checkpoint in the folder, if there is one
   * @param stop asked after each step; if it says so, a checkpoint is written
   * @throws StageFailure if the data or the folder cannot work
   * @throws java.util.concurrent.CancellationException if it is stopped before it is set up
   */
  public static TrainingRun open(
      TrainConfig config,
      RunSetup setup,
      boolean resume,
      RunListener listener,
      BooleanSupplier stop) {
    Optional<Checkpoint> found = setup.folder().found();
    if (!resume && found.isPresent()) {
      throw new StageFailure(
          "%s holds a run already: go on with --resume, or choose another --out"
              .formatted(setup.folder().path()));
    }
    if (resume && found.isEmpty()) {
      setup.folder().requireNoOther(setup.origin());
    }
    TrainingSet set = TrainingSet.of(setup.faces(), config);
    found.ifPresent(checkpoint -> checkpoint.place().check(config, setup));
    // Before the features of frozen stages are stored, which these weights make.
    found.ifPresent(checkpoint -> checkpoint.loadInto(setup));
    setup.parameters().freeze(config.freeze());
    setup.parameters().to(setup.device());
    Origin origin = found.map(it -> it.place().origin().resumed()).orElse(setup.origin());
    setup.folder().begin(config, origin, setup.weightsReport());
    TrainingRun run = new TrainingRun(config, setup, set, origin, listener, stop);
    try {
      found.ifPresent(run::goOnFrom);
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private void goOnFrom(Checkpoint checkpoint) {
    Checkpoint.Place place = checkpoint.place();
    try {
      learner.load(checkpoint.tensors());
    } catch (IllegalArgumentException e) {
      throw Checkpoint.damaged(setup.folder().checkpoint(), e);
    }
    examinations.restore(place.shift());
    results.addAll(place.results());
    epoch = place.epoch();
    step = place.step();
    sums.set(place.sums(), place.leftOut(), place.seconds());
  }

  /** Returns how many pictures are learned from. */
  public int pictures() {
    return set.size();
  }

  /** Returns one line about the pictures that are learned from. */
  public String summary() {
    return set.summary();
  }

  /** Returns what the epochs gave that are done. */
  public List<EpochResult> results() {
    return List.copyOf(results);
  }

  /**
   * Returns a copy of the weights to keep, by name: their average, where one is asked for, and the
   * bias fitted to the validation part as at the end of the last epoch.
   */
  public Map<String, StoredTensor> weights() {
    Map<String, StoredTensor> weights = learner.result().stored();
    examinations.apply(weights);
    return weights;
  }

  /**
   * Trains.
   *
   * @return whether all epochs are done; else a checkpoint is written and the run can be resumed
   * @throws StageFailure if the loss is no number any more, or a file cannot be written
   */
  public boolean run() throws InterruptedException {
    while (epoch < config.epochs()) {
      if (!epoch()) {
        writeCheckpoint();
        return false;
      }
      finishEpoch();
    }
    return true;
  }

  private boolean epoch() throws InterruptedException {
    int steps = Batches.count(set, config.batch());
    try (Batches batches = new Batches(config, set, inputs, loss, epoch, step, maker)) {
      while (batches.hasNext()) {
        if (stop.getAsBoolean()) {
          return false;
        }
        long start = System.nanoTime();
        try (Batch batch = batches.next()) {
          long whole = (long) epoch * steps + step;
          Learner.Step done = learner.step(batch, inputs.firstStage(), whole, steps);
          sums.add(done, batch.inputs().size(0), (System.nanoTime() - start) / 1e9);
          step++;
          listener.stepped(report(done, steps));
        }
      }
    }
    return true;
  }

  private RunListener.Step report(Learner.Step done, int steps) {
    double left = ((double) (config.epochs() - epoch) * steps - step) * sums.secondsPerStep();
    return new RunListener.Step(
        epoch + 1,
        step,
        steps,
        done.loss(),
        done.classification(),
        done.consistency(),
        sums.imagesPerSecond(),
        left);
  }

  private void finishEpoch() {
    Map<String, Accuracy> accuracies = examinations.of(learner.result());
    Learner.Step mean = sums.mean(step);
    EpochResult result =
        new EpochResult(
            epoch + 1,
            mean.loss(),
            mean.classification(),
            mean.consistency(),
            config.learningRate(epoch, Long.MAX_VALUE),
            sums.seconds(),
            sums.imagesPerSecond(),
            accuracies);
    results.add(result);
    epoch++;
    step = 0;
    sums.clear();
    // The checkpoint last: whoever is killed in between does the epoch again.
    setup.folder().write(config, origin, results, weights(), isBest(result));
    writeCheckpoint();
    listener.finished(result);
  }

  private boolean isBest(EpochResult result) {
    return results.stream().allMatch(result::isAsGoodAs);
  }

  private void writeCheckpoint() {
    Checkpoint.Place place =
        new Checkpoint.Place(
            origin,
            config,
            epoch,
            step,
            sums.total(),
            sums.leftOut(),
            sums.seconds(),
            results,
            examinations.shift());
    new Checkpoint(place, learner.stored()).write(setup.folder().checkpoint());
  }

  @Override
  public void close() {
    maker.close();
    learner.close();
    inputs.close();
    examinations.close();
  }
}
