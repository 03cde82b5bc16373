package dev.sluice.resume;

/** Where the gateway is. Who finds nobody there waits until it is somewhere else. */
final class Address {
  private static final long PATIENCE_MILLIS = 60_000;

  private String url;

  Address(String url) {
    this.url = url;
  }

  synchronized String url() {
    return url;
  }

  synchronized void moved(String to) {
    url = to;
    notifyAll();
  }

  synchronized void awaitOtherThan(String old) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (url.equals(old)) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("the gateway went from " + old + " and did not come back");
      }
      wait(left);
    }
  }
}
