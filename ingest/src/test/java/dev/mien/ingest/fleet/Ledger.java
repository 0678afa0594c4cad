// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who reads which camera, as told by stages that do nothing else. */
final class Ledger {

  private final List<Camera> begun = new ArrayList<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> readTwice = new HashSet<>();

  Reader reader() {
    return new Reader();
  }

  synchronized List<Camera> begun() {
    return List.copyOf(begun);
  }

  synchronized Set<String> open() {
    return Set.copyOf(open);
  }

  synchronized Set<String> readTwice() {
    return Set.copyOf(readTwice);
  }

  private synchronized void begin(Camera camera) {
    begun.add(camera);
    if (!open.add(camera.camera())) {
      readTwice.add(camera.camera());
    }
  }

  private synchronized void end(Camera camera) {
    open.remove(camera.camera());
  }

  /** The cameras of one process. */
  final class Reader implements CameraStages {

    private final Collection<String> mine = new TreeSet<>();

    Set<String> open() {
      synchronized (Ledger.this) {
        return Set.copyOf(mine);
      }
    }

    @Override
    public Stage create(Camera camera) {
      return new Noted(camera, this);
    }

    @Override
    public void forget(Camera camera) {}
  }

  /** Reads nothing, and is slower to end than a group to share out its partitions anew. */
  private final class Noted implements Stage {

    private final Camera camera;
    private final Reader reader;
    private final CountDownLatch never = new CountDownLatch(1);

    Noted(Camera camera, Reader reader) {
      this.camera = camera;
      this.reader = reader;
    }

    @Override
    public String name() {
      return "noted";
    }

    @Override
    public void start() {
      synchronized (Ledger.this) {
        begin(camera);
        reader.mine.add(camera.camera());
      }
    }

    @Override
    public Health health() {
      return new Health(Health.State.READY, "reads");
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      never.await();
    }

    @Override
    public void close() {
      try {
        boolean unused = never.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (Ledger.this) {
        end(camera);
        reader.mine.remove(camera.camera());
      }
    }
  }
}
