package dev.sluice.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the test during which an event loop was blocked. Registered for every test. */
public final class BlockedLoopsExtension implements AfterEachCallback, AfterAllCallback {

  @Override
  public void afterEach(ExtensionContext context) {
    failIfBlocked();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    failIfBlocked();
  }

  private static void failIfBlocked() {
    var blocked = BlockedLoops.drain();
    if (!blocked.isEmpty()) {
      throw new AssertionError("event loops were blocked:\n" + String.join("\n", blocked));
    }
  }
}
