package dev.sluice.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Opens paced streams one after the other, so that their deltas are spread over time as those of
 * many people are, and measures while all of them are open. Confined to the generator's event loop.
 */
final class PacedLoad {
  private static final int OPENED_PER_SECOND = 500;
  private static final long TICK_MILLIS = 10;

  private final Generator generator;
  private final Target target;
  private final int streams;
  private final int stamps;
  private final Histogram latency = new Histogram(3);
  private final Histogram firstToken = new Histogram(3);
  private final List<String> broken = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();
  private final Promise<PacedFigures> done = Promise.promise();
  private int opened;
  private int begun;
  private int ended;
  private long lost;

  private PacedLoad(Generator generator, Target target, int streams, int stamps) {
    this.generator = generator;
    this.target = target;
    this.streams = streams;
    this.stamps = stamps;
  }

  /** Waits until every stream has ended. */
  static PacedFigures run(Generator generator, Target target, int streams, int stamps) {
    return generator.work(() -> new PacedLoad(generator, target, streams, stamps).begin());
  }

  private Future<PacedFigures> begin() {
    long start = System.nanoTime();
    generator.vertx().setPeriodic(TICK_MILLIS, timer -> open(timer, System.nanoTime() - start));
    return done.future();
  }

  private void open(long timer, long nanos) {
    long wanted = Math.min(streams, 1 + nanos * OPENED_PER_SECOND / 1_000_000_000);
    while (opened < wanted) {
      opened++;
      new Stream().ask();
    }
    if (opened == streams) {
      generator.vertx().cancelTimer(timer);
    }
  }

  private boolean allOpen() {
    return begun == streams && ended == 0;
  }

  private final class Stream {
    private final StampReader reader = new StampReader(this::stamp);
    private long asked;
    private long received;
    private long last;
    private int seen;

    void ask() {
      asked = System.nanoTime();
      generator.stream(
              target.request(), target.body(Questions.stamps(stamps)), this::head, this::bytes)
          .onFailure(cause -> broken.add(String.valueOf(cause)))
          .onComplete(_ -> end());
    }

    private void head(HttpClientResponse response) {
      String run = response.getHeader("x-run-id");
      if (run != null) {
        runs.add(run);
      }
    }

    private void bytes(byte[] bytes) {
      received = System.nanoTime();
      reader.accept(bytes);
    }

    private void stamp(long sent) {
      if (seen == 0) {
        begun++;
        firstToken.recordValue(received - asked);
      }
      lost += sent <= last ? 1 : 0;
      last = sent;
      seen++;
      if (allOpen()) {
        latency.recordValue(Math.max(0, received - sent));
      }
    }

    private void end() {
      lost += Math.abs(stamps - seen);
      ended++;
      if (ended == streams) {
        done.complete(new PacedFigures(streams, latency, firstToken, lost, broken, runs));
      }
    }
  }
}
