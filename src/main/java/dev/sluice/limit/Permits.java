package dev.sluice.limit;

/** How many calls are under way at once, and how many of them may be background work. */
final class Permits {
  private final int all;
  private final int forBackground;
  private int taken;
  private int takenByBackground;

  Permits(int all, double backgroundShare) {
    this.all = all;
    this.forBackground = Math.max(1, (int) (all * backgroundShare));
  }

  /** How many more calls of this priority could begin. */
  int free(Priority priority) {
    int free = all - taken;
    return switch (priority) {
      case INTERACTIVE -> free;
      case BACKGROUND -> Math.min(free, forBackground - takenByBackground);
    };
  }

  void take(Priority priority) {
    count(priority, 1);
  }

  void release(Priority priority) {
    count(priority, -1);
  }

  private void count(Priority priority, int change) {
    taken += change;
    takenByBackground += priority == Priority.BACKGROUND ? change : 0;
  }

  int all() {
    return all;
  }

  int most(Priority priority) {
    return priority == Priority.BACKGROUND ? forBackground : all;
  }

  int taken() {
    return taken;
  }
}
