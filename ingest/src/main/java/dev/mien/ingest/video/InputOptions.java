// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_FAKE_OBJ;

import java.util.Collection;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVClass;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which options FFmpeg has for inputs. It says nothing of those that it has no use for, but leaves
 * them in a dictionary that JavaCV throws away.
 */
public final class InputOptions {

  /** What HTTP, for example, is carried by, and hands the options on to that it does not know. */
  private static final List<String> CARRIERS = List.of("tcp", "tls");

  private InputOptions() {}

  /** Returns the names that no format, device or protocol of FFmpeg knows. */
  public static List<String> unknown(Collection<String> names) {
    if (names.isEmpty()) {
      return List.of(); // without unpacking FFmpeg
    }
    avdevice.avdevice_register_all();
    try (PointerPointer<AVClass> any = ofClass(avformat.avformat_get_class())) {
      return names.stream().filter(name -> !has(any, name, AV_OPT_SEARCH_FAKE_OBJ)).toList();
    }
  }

  /** Returns the names that neither the format of an open input knows nor what it is read by. */
  static List<String> withoutUse(Collection<String> names, AVFormatContext input, boolean remote) {
    boolean carried = remote && input.pb() != null && !input.pb().isNull();
    return names.stream()
        .filter(name -> !has(input, name, 0) && !(carried && isOfACarrier(name)))
        .toList();
  }

  private static boolean isOfACarrier(String name) {
    return CARRIERS.stream().anyMatch(protocol -> isOf(protocol, name));
  }

  private static boolean isOf(String protocol, String name) {
    try (PointerPointer<AVClass> carrier = ofClass(avformat.avio_protocol_get_class(protocol))) {
      return has(carrier, name, AV_OPT_SEARCH_FAKE_OBJ);
    }
  }

  /** Stands for an object of the class, none of which is made. */
  private static PointerPointer<AVClass> ofClass(AVClass type) {
    return new PointerPointer<AVClass>(1).put(type);
  }

  private static boolean has(Pointer object, String name, int flags) {
    int everywhere = AV_OPT_SEARCH_CHILDREN | flags;
    return avutil.av_opt_find(object, name, (String) null, 0, everywhere) != null;
  }
}
