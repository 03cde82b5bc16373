package dev.sluice.store.redis;

import dev.sluice.id.RunId;
import dev.sluice.run.RunClass;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The line of waiting runs as Redis keeps it: two streams, one group, each pod a consumer. */
final class Line {
  private static final String GROUP = "workers";
  private static final Script OFFER = Script.named("offer.lua");
  private static final Script TAKE = Script.named("take.lua");
  private static final Script ACK = Script.named("ack.lua");
  private static final Script TIDY = Script.named("tidy.lua");

  /** A run given to this pod. {@code again} when the pod may know of it already. */
  record Entry(RunClass runClass, String id, RunId run, boolean again) {}

  /**
   * @param max how many runs at most
   * @param reclaim takes from consumers that do not claim what they took
   * @param again gives again what this pod was given and did not acknowledge
   */
  record Wish(
      int max, int maxBackground, boolean backgroundFirst, boolean reclaim, boolean again) {}

  private final Commands commands;
  private final RedisOptions options;
  private final String interactive;
  private final String background;
  private final String lined;

  Line(Commands commands, RedisOptions options) {
    this.commands = commands;
    this.options = options;
    this.interactive = options.key("queue:interactive");
    this.background = options.key("queue:background");
    this.lined = options.key("queue:lined");
  }

  Future<Void> offer(RunId run, RunClass runClass) {
    var keys = List.of(stream(runClass), lined);
    return commands.through(() -> OFFER.run(commands, keys, List.of(run.value()))).mapEmpty();
  }

  /** Without waiting. Makes the group where it is missing. */
  Future<List<Entry>> take(Wish wish) {
    String reclaimAfter =
        wish.reclaim() ? Long.toString(options.config().reclaimAfter().toMillis()) : "";
    var arguments =
        List.of(
            GROUP,
            options.pod(),
            Integer.toString(wish.max()),
            Integer.toString(wish.maxBackground()),
            wish.backgroundFirst() ? "1" : "0",
            reclaimAfter,
            wish.again() ? "1" : "0");
    var keys = List.of(interactive, background, lined);
    return commands.through(() -> TAKE.run(commands, keys, arguments)).map(Line::taken);
  }

  Future<Void> ack(Entry entry) {
    var keys = List.of(stream(entry.runClass()));
    var arguments = List.of(GROUP, entry.id());
    return commands.through(() -> ACK.run(commands, keys, arguments)).mapEmpty();
  }

  /** Forgets consumers that were not heard of for so long and owe nothing; this pod at once. */
  Future<Void> tidy(Duration silence, boolean leaving) {
    var keys = List.of(interactive, background);
    var arguments = List.of(GROUP, Long.toString(silence.toMillis()), leaving ? options.pod() : "");
    return commands.through(() -> TIDY.run(commands, keys, arguments)).mapEmpty();
  }

  /** The command that waits for one run, or two when both classes have one at once. */
  Request waitForOne(long millis, boolean alsoBackground) {
    Request request =
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg(GROUP)
            .arg(options.pod())
            .arg("COUNT")
            .arg(1)
            .arg("BLOCK")
            .arg(millis)
            .arg("STREAMS")
            .arg(interactive);
    return alsoBackground ? request.arg(background).arg(">").arg(">") : request.arg(">");
  }

  List<Entry> waited(Response streams) {
    var entries = new ArrayList<Entry>();
    for (Response stream : streams) {
      RunClass runClass =
          stream.get(0).toString().equals(background) ? RunClass.BACKGROUND : RunClass.INTERACTIVE;
      for (Response entry : stream.get(1)) {
        var run = new RunId(entry.get(1).get(1).toString());
        entries.add(new Entry(runClass, entry.get(0).toString(), run, false));
      }
    }
    return entries;
  }

  /** They are in line no more, and may be offered again. */
  Future<Void> unmark(List<Entry> entries) {
    Request request = Request.cmd(Command.HDEL).arg(lined);
    entries.forEach(entry -> request.arg(entry.run().value()));
    return commands.send(request).mapEmpty();
  }

  private static List<Entry> taken(Response answer) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i + 3 < answer.size(); i += 4) {
      RunClass runClass =
          answer.get(i).toString().equals("b") ? RunClass.BACKGROUND : RunClass.INTERACTIVE;
      var run = new RunId(answer.get(i + 2).toString());
      boolean again = answer.get(i + 3).toString().equals("1");
      entries.add(new Entry(runClass, answer.get(i + 1).toString(), run, again));
    }
    return entries;
  }

  private String stream(RunClass runClass) {
    return switch (runClass) {
      case INTERACTIVE -> interactive;
      case BACKGROUND -> background;
    };
  }
}
