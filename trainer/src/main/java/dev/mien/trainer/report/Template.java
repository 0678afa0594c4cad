// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import com.samskivert.mustache.Mustache;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills templates that lie beside this class. */
final class Template {

  private static final Mustache.Compiler HTML = Mustache.compiler().emptyStringIsFalse(true);

  private Template() {}

  /** Fills a page; values are escaped. */
  static String html(String name, Map<String, Object> values) {
    return HTML.compile(resource(name)).execute(values);
  }

  /** Fills a plain text; values stay as they are. */
  static String text(String name, Map<String, Object> values) {
    return HTML.escapeHTML(false).compile(resource(name)).execute(values);
  }

  /** Returns a text of the class path. */
  static String resource(String name) {
    try (@Nullable InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not part of this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
