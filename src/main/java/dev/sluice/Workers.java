package dev.sluice;

import dev.sluice.run.Places;
import java.util.ArrayList;
import java.util.List;

/** Those who work on runs in this process; none where it only takes requests. */
record Workers(List<AgentVerticle> verticles, int capacity) {
  Workers {
    verticles = List.copyOf(verticles);
  }

  /**
   * As the configuration wants them.
   *
   * @param pod names them among those of other processes
   */
  static Workers of(SluiceConfig config, String pod, AgentVerticle.Parts parts) {
    var verticles = new ArrayList<AgentVerticle>();
    if (!config.role().worksOnRuns()) {
      return new Workers(verticles, 0);
    }
    int capacity = config.runs().capacity();
    int loops = Math.min(Runtime.getRuntime().availableProcessors(), capacity);
    for (Places places : Places.of(config.runs(), loops)) {
      verticles.add(new AgentVerticle(parts, pod + "-" + verticles.size(), places));
    }
    return new Workers(verticles, capacity);
  }

  /** Runs in their hands; from any thread. */
  int inFlight() {
    return verticles.stream().mapToInt(AgentVerticle::inFlight).sum();
  }
}
