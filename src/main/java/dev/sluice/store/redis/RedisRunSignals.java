package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import dev.sluice.run.LocalRunSignals;
import dev.sluice.run.RunSignals;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals across pods. A cancel is told to those who listen here at once, and to all other pods by
 * one message: it is rare, and few pods are many times cheaper than a subscription for each run.
 */
final class RedisRunSignals implements RunSignals {
  private static final Logger LOG = LoggerFactory.getLogger(RedisRunSignals.class);
  private static final String CANCEL = "cancel";

  private final LocalRunSignals local;
  private final Topics topics;
  private final Presence presence;
  private final String pod;
  private final Registration ear;

  RedisRunSignals(
      Vertx vertx, InstantSource clock, Topics topics, Presence presence, RedisOptions options) {
    this.local = new LocalRunSignals(vertx, clock);
    this.topics = topics;
    this.presence = presence;
    this.pod = options.pod();
    this.ear = topics.subscribe(CANCEL, this::heard);
  }

  @Override
  public void cancel(RunId run, String reason) {
    local.cancel(run, reason);
    topics
        .publish(CANCEL, pod + "\n" + run.value() + "\n" + reason)
        .onFailure(cause -> LOG.debug("other pods look for cancels later: {}", cause.getMessage()));
  }

  @Override
  public Registration onCancel(RunId run, CancelListener listener) {
    Registration registration = local.onCancel(run, listener);
    return () -> {
      registration.close();
      presence.forget(run);
    };
  }

  @Override
  public void present(RunId run) {
    presence.present(run);
  }

  @Override
  public Duration unattended(RunId run) {
    return presence.unattended(run);
  }

  void close() {
    ear.close();
  }

  private void heard(String text) {
    String[] parts = text.split("\n", 3);
    if (parts.length == 3 && !parts[0].equals(pod)) {
      local.cancel(new RunId(parts[1]), parts[2]);
    }
  }
}
