// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which names a server answers to. On one for this machine only, or for those who know its names, a
 * name of elsewhere that leads here is a web site that wants to read it through its visitor's
 * browser (DNS rebinding).
 */
public final class HostCheck {

  private static final String NAMES = "(localhost|127(\\.\\d+){3}|\\[::1]|%s)(:\\d+)?";

  private final boolean onlyKnown;
  private final Pattern names;

  /** Knows from the address that is listened on whether other machines may ask, by any name. */
  public HostCheck(InetSocketAddress listening) {
    this(listening, List.of());
  }

  /**
   * Knows names beside those of this machine.
   *
   * @param known if there are any, whoever asks by another one gets no answer, wherever it is
   *     listened
   */
  public HostCheck(InetSocketAddress listening, List<String> known) {
    onlyKnown =
        !known.isEmpty()
            || (!listening.isUnresolved() && listening.getAddress().isLoopbackAddress());
    String all =
        Stream.concat(Stream.of(listening.getHostString()), known.stream())
            .map(name -> Pattern.quote(name.contains(":") ? "[" + name + "]" : name))
            .collect(Collectors.joining("|"));
    names = Pattern.compile(NAMES.formatted(all), CASE_INSENSITIVE);
  }

  /** Returns whether to answer who sends this {@code Host}; all browsers send one. */
  public boolean allows(@Nullable String host) {
    return !onlyKnown || host == null || names.matcher(host).matches();
  }
}
