// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** So many browsers on the event stream of the live page, that read all and draw nothing. */
final class Audience implements AutoCloseable {

  private static final String REQUEST = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Selector selector;
  private final Thread reader = new Thread(this::read, "audience");
  private volatile boolean closing;
  private volatile long bytes;

  /** Connects. */
  Audience(URI page, int browsers) throws IOException {
    selector = Selector.open();
    for (int i = 0; i < browsers; i++) {
      SocketChannel browser =
          SocketChannel.open(new InetSocketAddress(page.getHost(), page.getPort()));
      browser.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
      browser.configureBlocking(false);
      browser.register(selector, SelectionKey.OP_READ);
    }
    reader.start();
  }

  /** Returns what all have read so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try {
      while (!closing) {
        selector.select(key -> take((SocketChannel) key.channel(), buffer));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
  private void take(SocketChannel browser, ByteBuffer buffer) {
    try {
      buffer.clear();
      int read = browser.read(buffer);
      if (read < 0) {
        throw new IOException("the page has sent a browser away");
      }
      bytes += read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
