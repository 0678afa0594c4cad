// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where frames come from.
 *
 * @param address path of a video, of a picture, or of numbered pictures ({@code dir/%04d.png}); a
 *     device such as {@code /dev/video0}; or a URL that FFmpeg reads ({@code rtsp://}, {@code
 *     http://}, ...)
 * @param options of FFmpeg to open it with, by their names; may hold a password, which {@link
 *     #toString} leaves out
 */
public record Source(String address, Map<String, String> options) {

  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  private static final String FILE_URL = "file://";

  private static final String REDACTED = "***";

  /** Ends at the last {@code @} of the authority, as FFmpeg takes it. */
  private static final Pattern PASSWORD = Pattern.compile("(://[^/?#:]*:)([^/?#]*)(?=@)");

  /** In the path as in the query: {@code /user=a&password=b&channel=1} is what cameras want. */
  private static final Pattern SECRET =
      Pattern.compile("((?:pass|password|passwd|pwd|token|secret)=)([^&#\\s]*)", CASE_INSENSITIVE);

  /** All but files in memory, and pipes, which have names there, too. */
  private static final Pattern DEVICE = Pattern.compile("/dev/(?!shm/|fd/|stdin$).*");

  /** No letter that a URL would write so. */
  private static final Pattern ZERO_PADDED = Pattern.compile(".*%0\\d+d.*");

  /** How a source is reached. */
  public enum Kind {
    /** A file, which can be read at any speed. */
    FILE,
    /** A camera of this machine. */
    DEVICE,
    /** A stream or a file on another machine. */
    URL
  }

  /**
   * Checks that there is an address, and takes a {@code file://} URL for the path in it.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Source {
    if (address.startsWith(FILE_URL)) {
      address = path(address.substring(FILE_URL.length()));
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException(
          "the source is empty: name a video file, a URL (rtsp://, http://) or a device"
              + " (/dev/video0)");
    }
    options = Map.copyOf(options);
  }

  /** Has no options. */
  public Source(String address) {
    this(address, Map.of());
  }

  private static String path(String encoded) {
    try {
      return ZERO_PADDED.matcher(encoded).matches()
          ? encoded
          : Path.of(URI.create(FILE_URL + encoded)).toString();
    } catch (IllegalArgumentException e) { // not encoded as a URL should be, or of another host
      return encoded;
    }
  }

  /** Returns how it is reached. */
  public Kind kind() {
    if (DEVICE.matcher(address).matches()) {
      return Kind.DEVICE;
    }
    return URL.matcher(address).matches() ? Kind.URL : Kind.FILE;
  }

  /**
   * Returns whether the address stands for many pictures, numbered by {@code %d}, and not for a
   * file that has such a name.
   */
  public boolean numbered() {
    return kind() == Kind.FILE && NumberedPictures.isPattern(address) && !isThere();
  }

  private boolean isThere() {
    try {
      return Files.exists(path());
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns the path of a file or device. */
  Path path() {
    return Path.of(address);
  }

  /** Returns the name for FFmpeg, which would take {@code 12:30.mp4} for a protocol. */
  String input() {
    return kind() == Kind.FILE ? "file:" + address : address;
  }

  /** Returns whether a password or token is left out of it, as {@link #toString} does. */
  public boolean isRedacted() {
    if (options.containsValue(REDACTED)) {
      return true;
    }
    return kind() == Kind.URL
        && Stream.concat(PASSWORD.matcher(address).results(), SECRET.matcher(address).results())
            .anyMatch(secret -> secret.group(2).equals(REDACTED));
  }

  /** Returns a source with *** in place of passwords and tokens, and of the options' values. */
  public Source redacted() {
    Map<String, String> hidden = new HashMap<>(options);
    hidden.replaceAll((name, value) -> REDACTED);
    return new Source(toString(), hidden);
  }

  /** Returns the address without the passwords and tokens of a URL, for messages. */
  @Override
  public String toString() {
    return kind() == Kind.URL ? redacted(address) : address;
  }

  /** Returns any text without the passwords and tokens of a URL in it. */
  public static String redacted(String text) {
    String shown = PASSWORD.matcher(text).replaceAll("$1" + REDACTED);
    return SECRET.matcher(shown).replaceAll("$1" + REDACTED);
  }
}
