package dev.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in the configuration: its path for the person, and where its value was written. */
record Site(String path, Origin origin) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/-]+");

  Site key(String key, @Nullable Tree child) {
    String name = PLAIN.matcher(key).matches() ? key : "";
    String step = name.isEmpty() ? "[\"" + Text.printable(key) + "\"]" : name;
    String glue = path.isEmpty() || name.isEmpty() ? "" : ".";
    return new Site(path + glue + step, child == null ? origin : child.origin());
  }

  Site item(int index, @Nullable Tree child) {
    return new Site(path + "[" + index + "]", child == null ? origin : child.origin());
  }
}
