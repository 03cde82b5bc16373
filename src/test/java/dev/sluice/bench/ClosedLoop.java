package dev.sluice.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Askers who ask again as soon as they were answered, until the time is over. Confined to the
 * generator's event loop.
 */
final class ClosedLoop {
  private final Generator generator;
  private final Target target;
  private final String question;
  private final long deadline;
  private final List<String> broken = new ArrayList<>();
  private long answers;
  private long marks;

  private ClosedLoop(Generator generator, Target target, String question, Duration length) {
    this.generator = generator;
    this.target = target;
    this.question = question;
    this.deadline = System.nanoTime() + length.toNanos();
  }

  /**
   * What they heard.
   *
   * @param marks how often {@link Questions#BURST_MARK} came
   */
  record Figures(long answers, long marks, List<String> broken, Duration took) {
    double answersPerSecond() {
      return answers * 1e9 / took.toNanos();
    }

    double marksPerSecond() {
      return marks * 1e9 / took.toNanos();
    }
  }

  static Figures run(
      Generator generator, Target target, String question, int askers, Duration length) {
    long start = System.nanoTime();
    return generator.work(
        () -> {
          var loop = new ClosedLoop(generator, target, question, length);
          List<Future<Void>> all = new ArrayList<>();
          for (int i = 0; i < askers; i++) {
            Promise<Void> over = Promise.promise();
            loop.ask(over);
            all.add(over.future());
          }
          return Future.all(all)
              .map(
                  _ ->
                      new Figures(
                          loop.answers,
                          loop.marks,
                          loop.broken,
                          Duration.ofNanos(System.nanoTime() - start)));
        });
  }

  private void ask(Promise<Void> over) {
    generator.stream(target.request(), target.body(question), _ -> {}, this::count)
        .onSuccess(_ -> answers++)
        .onFailure(cause -> broken.add(String.valueOf(cause)))
        .onComplete(_ -> again(over));
  }

  // After a failure it stops: a target that refuses at once would be asked without end.
  private void again(Promise<Void> over) {
    if (System.nanoTime() < deadline && broken.isEmpty()) {
      ask(over);
    } else {
      over.complete();
    }
  }

  private void count(byte[] bytes) {
    int found = 0;
    for (byte b : bytes) {
      found += b == Questions.BURST_MARK ? 1 : 0;
    }
    marks += found;
  }
}
