package dev.sluice.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Text that is not the JSON it should be. The message names the place, never the content. */
public final class InvalidJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidJson(String message) {
    super(message, null, false, false);
  }

  static InvalidJson of(JsonProcessingException e) {
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidJson("malformed JSON" + where);
  }
}
