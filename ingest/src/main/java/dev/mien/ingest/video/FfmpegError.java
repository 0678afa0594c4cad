// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's error numbers in words. */
final class FfmpegError {

  /** JavaCV passes the number on in the text of its exceptions only. */
  private static final Pattern NUMBER = Pattern.compile("error (-\\d+)");

  private FfmpegError() {}

  /** Throws if the result of a native call says that it failed. */
  static void check(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException(what + ": " + text(result));
    }
  }

  /** Returns what FFmpeg calls this error, for example {@code Connection refused}. */
  static String text(int error) {
    byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
    avutil.av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the words for the number in the exception, or its message if there is none. */
  static String text(Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher number = NUMBER.matcher(message);
    return number.find() ? text(Integer.parseInt(number.group(1))) : message;
  }
}
