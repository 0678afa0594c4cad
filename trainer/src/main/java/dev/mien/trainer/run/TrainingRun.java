// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * A training run, from its first step or a checkpoint to its last step. For one thread. What it is
 * set up with stays open when it is closed.
 */
public final class TrainingRun implements AutoCloseable {

  private static final String BIAS = ExpressionNetwork.HEAD + ".bias";

  private final TrainConfig config;
  private final RunSetup setup;
  private final RunListener listener;
  private final BooleanSupplier stop;
  private final TrainingSet set;
  private final Loss loss;
  private final Inputs inputs;
  private final Learner learner;
  private final Map<Part, Examination> examinations = new EnumMap<>(Part.class);
  private final ExecutorService maker = Executors.newSingleThreadExecutor(TrainingRun::thread);
  private final List<EpochResult> results = new ArrayList<>();
  private final Sums sums = new Sums();
  private double[] shift;
  private int epoch;
  private int step;

  private TrainingRun(
      TrainConfig config,
      RunSetup setup,
      RunListener listener,
      BooleanSupplier stop,
      int[] chosen) {
    this.config = config;
    this.setup = setup;
    this.listener = listener;
    this.stop = stop;
    this.set = TrainingSet.of(setup.faces(), chosen, config.targets());
    ViewTransform transform = config.transformFor(setup.network().backbone());
    this.loss = new Loss(config.method(), transform, set.counts());
    Sources sources = new Sources(config, setup, listener, stop);
    this.inputs = sources.forTraining();
    for (Part part : setup.examined()) {
      int[] faces = setup.faces().indices(part);
      examinations.put(
          part,
          new Examination(
              setup.network(),
              setup.faces(),
              faces,
              sources.forExamination(faces),
              setup.device()));
    }
    this.shift = new double[setup.network().classes()];
    this.learner = new Learner(config, setup.network(), setup.parameters(), loss, setup.device());
  }

  /**
   * Sets a run up; the features of frozen stages are stored now.
   *
   * @param resume whether to go on from the checkpoint in the folder, if there is one
   * @param stop asked after each step; if it says so, a checkpoint is written
   * @throws StageFailure if the data or the folder cannot work
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
    FaceSet faces = setup.faces();
    int[] chosen = chosen(config, faces);
    found.ifPresent(checkpoint -> check(checkpoint.place(), config, setup));
    // Before the features of frozen stages are stored, which these weights make.
    found.ifPresent(checkpoint -> setup.parameters().load(checkpoint.weights()));
    setup.parameters().freeze(config.freeze());
    setup.parameters().to(setup.device());
    setup.folder().begin(config);
    TrainingRun run = new TrainingRun(config, setup, listener, stop, chosen);
    found.ifPresent(run::goOnFrom);
    return run;
  }

  private static void check(Checkpoint.Place place, TrainConfig config, RunSetup setup) {
    if (!place.data().equals(setup.faces().hash())) {
      throw new StageFailure(
          setup.folder().path() + " was trained on other data: go on with the same --data");
    }
    if (!place.config().as(config.epochs(), config.together()).equals(config)) {
      throw new StageFailure(
          setup.folder().path() + " was trained with other settings than these: leave them away");
    }
  }

  private static int[] chosen(TrainConfig config, FaceSet faces) {
    return config.imbalanceFactor() == 0
        ? faces.indices(Part.TRAIN)
        : Imbalance.subset(faces, Part.TRAIN, config.imbalanceFactor(), config.seed());
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "mien-batches");
    thread.setDaemon(true);
    return thread;
  }

  private void goOnFrom(Checkpoint checkpoint) {
    Checkpoint.Place place = checkpoint.place();
    learner.load(checkpoint.tensors());
    results.addAll(place.results());
    epoch = place.epoch();
    step = place.step();
    sums.set(place.sums(), place.seconds());
  }

  /** Returns how many pictures are learned from. */
  public int pictures() {
    return set.size();
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
    weights.computeIfPresent(BIAS, (name, bias) -> shifted(bias));
    return weights;
  }

  private StoredTensor shifted(StoredTensor bias) {
    FloatBuffer old = bias.values();
    float[] values = new float[shift.length];
    for (int label = 0; label < values.length; label++) {
      values[label] = (float) (old.get(label) + shift[label]);
    }
    return new StoredTensor(bias.shape(), values);
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
    Map<String, Accuracy> accuracies = examine();
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
    setup.folder().write(results, weights(), isBest(result));
    writeCheckpoint();
    listener.finished(result);
  }

  private Map<String, Accuracy> examine() {
    Map<Part, Scores> scores = new EnumMap<>(Part.class);
    examinations.forEach((part, its) -> scores.put(part, its.of(learner.result())));
    Scores validation = scores.get(Part.VALIDATION);
    if (config.fitPrior() && validation != null) {
      shift = validation.fittedPrior(set.counts());
    }
    Map<String, Accuracy> accuracies = new TreeMap<>();
    scores.forEach(
        (part, its) -> accuracies.put(part.name().toLowerCase(Locale.ROOT), its.accuracy(shift)));
    return accuracies;
  }

  private boolean isBest(EpochResult result) {
    return results.stream().allMatch(other -> other.merit() <= result.merit());
  }

  private void writeCheckpoint() {
    Checkpoint.Place place =
        new Checkpoint.Place(
            setup.faces().hash(), config, epoch, step, sums.total(), sums.seconds(), results);
    new Checkpoint(place, learner.stored()).write(setup.folder().checkpoint());
  }

  @Override
  public void close() {
    maker.shutdownNow();
    learner.close();
    inputs.close();
    examinations.values().forEach(Examination::close);
  }
}
