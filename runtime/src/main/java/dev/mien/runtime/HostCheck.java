// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names a server answers to. On one for this machine only, a name of elsewhere that leads
 * here is a web site that wants to read it through its visitor's browser (DNS rebinding).
 */
public final class HostCheck {

  private static final String NAMES = "(localhost|127(\\.\\d+){3}|\\[::1]|%s)(:\\d+)?";

  private final boolean onlyThisMachine;
  private final Pattern names;

  /** Knows from the address that is listened on whether other machines may ask. */
  public HostCheck(InetSocketAddress listening) {
    onlyThisMachine = !listening.isUnresolved() && listening.getAddress().isLoopbackAddress();
    String own = listening.getHostString();
    String written = own.contains(":") ? "[" + own + "]" : own;
    names = Pattern.compile(NAMES.formatted(Pattern.quote(written)), CASE_INSENSITIVE);
  }

  /** Returns whether to answer who sends this {@code Host}; all browsers send one. */
  public boolean allows(@Nullable String host) {
    return !onlyThisMachine || host == null || names.matcher(host).matches();
  }
}
