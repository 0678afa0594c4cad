// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Cameras that show a face each, ten times a second, with the emotion that was set last. */
final class LiveCameras implements AutoCloseable {

  private static final int PERIOD_MILLIS = 100;
  private static final int WINDOW_MILLIS = 2_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> emotions = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
  private final byte[] jpeg = jpeg();
  private volatile long delay;
  private long window;
  private long number;

  LiveCameras(Cluster cluster) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(cluster.client(Map.of("acks", "all")), bytes, bytes);
  }

  void start() {
    var unused = clock.scheduleAtFixedRate(this::next, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Lets a camera show an emotion from now on. */
  void show(String camera, String emotion) {
    emotions.put(camera, emotion);
  }

  /** Lets events arrive so long after their capture from now on. */
  void delay(long millis) {
    delay = millis;
  }

  void stop(String camera) {
    emotions.remove(camera);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
  }

  private void next() {
    long now = System.currentTimeMillis();
    if (now / WINDOW_MILLIS != window) {
      window = now / WINDOW_MILLIS;
      counts.clear();
    }
    number++;
    emotions.forEach((camera, emotion) -> send(camera, emotion, now));
  }

  private void send(String camera, String emotion, long now) {
    Frame frame = Events.frame(camera, number, now - delay);
    byte[] key = camera.getBytes(StandardCharsets.UTF_8);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Wire.HEADER, Wire.write(frame));
    write(new ProducerRecord<>(Topics.FRAMES.name(), null, key, jpeg, headers));
    byte[] event = Wire.write(Events.emotion(frame, 1, emotion));
    write(new ProducerRecord<>(Topics.EMOTIONS.name(), key, event));
    long count =
        counts.computeIfAbsent(camera, any -> new LinkedHashMap<>()).merge(emotion, 1L, Long::sum);
    byte[] rate = Wire.write(Events.rate(camera, emotion, window * WINDOW_MILLIS, count));
    write(new ProducerRecord<>(Topics.EMOTION_RATES.name(), key, rate));
  }

  private void write(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record); // what does not arrive is missed on the page
  }

  /** Returns a picture as large as the frames say. */
  private static byte[] jpeg() {
    BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = picture.createGraphics();
    brush.setColor(new Color(70, 90, 110));
    brush.fillRect(0, 0, 640, 480);
    brush.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpg", out);
    } catch (IOException e) {
      throw new IllegalStateException("the JDK writes no JPEG", e);
    }
    return out.toByteArray();
  }
}
