package dev.sluice.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Cuts text into pieces without cutting a code point. */
final class Slices implements Iterator<String> {
  private final String text;
  private final int codePoints;
  private int at;

  /** Pieces of this many code points, one at a time. */
  Slices(String text, int codePoints) {
    this.text = text;
    this.codePoints = codePoints;
  }

  @Override
  public boolean hasNext() {
    return at < text.length();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int from = at;
    at += Character.charCount(text.codePointAt(at));
    for (int i = 1; i < codePoints && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return text.substring(from, at);
  }

  /** About this many pieces of about the same length. */
  static List<String> inParts(String text, int parts) {
    int length = text.codePointCount(0, text.length());
    Slices slices = new Slices(text, Math.max(1, Math.ceilDiv(length, parts)));
    List<String> pieces = new ArrayList<>();
    while (slices.hasNext()) {
      pieces.add(slices.next());
    }
    return pieces;
  }
}
