package dev.sluice.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/** The permits of the process and of every model. */
final class PermitBook {
  private final LimiterConfig config;
  private final Permits process;
  private final Map<Model, Permits> models = new LinkedHashMap<>();

  /** A model as its provider names it. */
  record Model(String provider, String name) {}

  PermitBook(LimiterConfig config) {
    this.config = config;
    this.process = new Permits(config.permitsPerProcess(), config.backgroundShare());
  }

  /** The two permits that every call to this model takes together. */
  Pair of(Model model) {
    Permits own =
        models.computeIfAbsent(
            model, _ -> new Permits(config.permitsPerModel(), config.backgroundShare()));
    return new Pair(own, process);
  }

  Permits process() {
    return process;
  }

  Map<Model, Permits> models() {
    return models;
  }

  /** Of a model, and of the process. */
  record Pair(Permits model, Permits process) {
    int free(Priority priority) {
      return Math.min(model.free(priority), process.free(priority));
    }

    int most(Priority priority) {
      return Math.min(model.most(priority), process.most(priority));
    }

    void take(Priority priority) {
      model.take(priority);
      process.take(priority);
    }

    void release(Priority priority) {
      model.release(priority);
      process.release(priority);
    }
  }
}
