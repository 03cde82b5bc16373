package dev.sluice.event;

import static dev.sluice.event.Events.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.RunEvent.Trimmed;
import dev.sluice.testing.TestVertx;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RunTailTest {
  private final FakeEventLog log = new FakeEventLog();
  private final ManualTimers timers = new ManualTimers();
  private final List<Envelope> delivered = new ArrayList<>();
  private final List<Optional<Throwable>> ends = new ArrayList<>();

  @Test
  void readsNothingBeforeSomebodyListens() {
    append(Events.started(1));
    RunTail tail = open(EventId.ZERO, 8);
    assertThat(tail.buffered()).isZero();
    follow(tail);
    assertThat(delivered).containsExactly(Events.started(1));
  }

  @Test
  void findsWhatNoHintToldOf() {
    follow(open(EventId.ZERO, 8));
    log.hints = _ -> {};
    append(Events.started(1));
    assertThat(delivered).isEmpty();
    timers.advance(TailPace.DEFAULT.idle());
    assertThat(delivered).containsExactly(Events.started(1));
  }

  @Test
  void readsAgainForWhatWasToldDuringARead() {
    var answers = new ArrayList<Runnable>();
    log.deferReads = answers::add;
    log.hints = _ -> {};
    follow(open(EventId.ZERO, 8));
    Runnable emptyAnswer = answers.removeFirst();
    emptyAnswer.run();
    Runnable lastId = answers.removeFirst();
    log.hints = Runnable::run;
    append(Events.started(1));
    lastId.run();
    answers.removeFirst().run();
    assertThat(delivered).containsExactly(Events.started(1));
  }

  @Test
  void readsManyPagesWithoutGrowingTheStack() {
    for (int i = 1; i <= 20_000; i++) {
      append(Events.text(1, i, "t"));
    }
    follow(open(EventId.ZERO, 2));
    assertThat(delivered).hasSize(20_000);
  }

  @Test
  void holdsOnlySoMuchForAReaderThatPaused() {
    RunTail tail = open(EventId.ZERO, 8);
    follow(tail);
    tail.pause();
    for (int i = 1; i <= 1000; i++) {
      append(Events.text(1, i, "t"));
      assertThat(tail.buffered()).isLessThanOrEqualTo(8);
    }
    assertThat(delivered).isEmpty();
    tail.resume();
    assertThat(delivered).isEqualTo(log.events());
  }

  @Test
  void stopsWithinTheHandlerWhenItPausesOrCloses() {
    append(Events.started(1), Events.text(1, 2, "a"), Events.text(1, 3, "b"));
    RunTail tail = open(EventId.ZERO, 8);
    tail.handler(
        event -> {
          delivered.add(event);
          tail.pause();
        });
    assertThat(delivered).hasSize(1);
    tail.handler(
        event -> {
          delivered.add(event);
          tail.close();
        });
    tail.resume();
    assertThat(delivered).hasSize(2);
    assertFreed();
  }

  @Test
  void endsOnceAfterDoneAndFreesEverything() {
    RunTail tail = open(EventId.ZERO, 8);
    follow(tail);
    tail.pause();
    append(Events.started(1), Events.done(1, 2));
    assertThat(ends).isEmpty();
    tail.resume();
    tail.close();
    assertThat(delivered).hasSize(2);
    assertThat(ends).containsExactly(Optional.empty());
    assertFreed();
  }

  @Test
  void endsWithTheCauseWhenTheLogFailsAgainAndAgain() {
    var down = new IllegalStateException("down");
    log.readFailure = down;
    follow(open(EventId.ZERO, 8));
    timers.advance(Duration.ofMinutes(1));
    assertThat(ends).containsExactly(Optional.of(down));
    assertFreed();
  }

  @Test
  void survivesFailuresThatPass() {
    append(Events.started(1));
    log.readFailure = new IllegalStateException("down");
    follow(open(EventId.ZERO, 8));
    timers.fireNext();
    timers.fireNext();
    log.readFailure = null;
    timers.fireNext();
    assertThat(delivered).containsExactly(Events.started(1));
  }

  @Test
  void repeatsAReadThatIsNotAnsweredAndIgnoresItsLateAnswer() {
    var answers = new ArrayList<Runnable>();
    log.deferReads = answers::add;
    append(Events.started(1));
    follow(open(EventId.ZERO, 8));
    timers.advance(TailPace.DEFAULT.readTimeout().plus(TailPace.DEFAULT.maxDelay()));
    assertThat(answers).hasSize(2);
    answers.get(0).run();
    assertThat(delivered).isEmpty();
    answers.get(1).run();
    assertThat(delivered).containsExactly(Events.started(1));
  }

  @Test
  void givesUpALogThatNeverAnswers() {
    log.deferReads = _ -> {};
    follow(open(EventId.ZERO, 8));
    timers.advance(Duration.ofMinutes(5));
    assertThat(ends).hasSize(1);
    assertThat(ends.getFirst()).get().isInstanceOf(TimeoutException.class);
    assertFreed();
  }

  @Test
  void beginsAnewAtAPositionThatTheLogDoesNotKnow() {
    append(Events.started(2), Events.text(2, 2, "a"));
    follow(open(new EventId(9, 9), 8));
    assertThat(delivered).hasSize(3);
    assertThat(delivered.getFirst().event()).isEqualTo(new Trimmed());
    assertThat(delivered.subList(1, 3)).isEqualTo(log.events());
  }

  @Test
  void announcesALogThatWasLostAndRebuilt() {
    follow(open(EventId.ZERO, 8));
    append(Events.started(1), Events.text(1, 2, "a"), Events.text(1, 3, "b"));
    delivered.clear();
    log.lose();
    append(Events.started(1));
    timers.advance(TailPace.DEFAULT.idle().multipliedBy(2));
    assertThat(delivered.getFirst().event()).isEqualTo(new Trimmed());
    assertThat(delivered.getLast()).isEqualTo(Events.started(1));
  }

  @Test
  void endsWhenAllThatItReadFromIsLost() {
    follow(open(EventId.ZERO, 8));
    append(Events.started(1), Events.text(1, 2, "a"));
    log.lose();
    timers.advance(TailPace.DEFAULT.idle().multipliedBy(2));
    assertThat(ends)
        .singleElement()
        .satisfies(cause -> assertThat(cause).containsInstanceOf(RunTail.LogLost.class));
    assertFreed();
  }

  @Test
  void waitsForALogThatWasLostBeforeItCame() {
    follow(open(new EventId(1, 7), 8));
    timers.advance(TailPace.DEFAULT.idle().multipliedBy(2));
    assertThat(ends).isEmpty();
    append(Events.started(2));
    timers.advance(TailPace.DEFAULT.idle());
    assertThat(delivered.getFirst().event()).isEqualTo(new Trimmed());
    assertThat(delivered.getLast()).isEqualTo(Events.started(2));
  }

  @Test
  void announcesTrimmedEventsUnderThePositionBeforeThem() {
    append(Events.started(1), Events.text(1, 2, "a"), Events.text(1, 3, "b"));
    log.trim(new EventId(1, 2));
    follow(open(new EventId(1, 1), 8));
    assertThat(delivered)
        .extracting(Envelope::id)
        .containsExactly(new EventId(1, 1), new EventId(1, 3));
    assertThat(delivered.getFirst().event()).isEqualTo(new Trimmed());
  }

  @Test
  void endsWithWhatTheHandlerThrew() {
    var broken = new IllegalStateException("broken");
    append(Events.started(1));
    open(EventId.ZERO, 8)
        .endHandler(ends::add)
        .handler(
            _ -> {
              throw broken;
            });
    assertThat(ends).containsExactly(Optional.of(broken));
    assertFreed();
  }

  @Test
  void refusesAThreadWithoutContext() {
    assertThatThrownBy(() -> RunTail.open(log, RUN, EventId.ZERO, 8, 8))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void deliversOnTheContextThatOpenedIt() {
    Vertx vertx = TestVertx.create();
    Context context = vertx.getOrCreateContext();
    Promise<Context> ended = Promise.promise();
    context.runOnContext(
        _ ->
            RunTail.open(log, RUN, EventId.ZERO, 8, 8)
                .endHandler(_ -> ended.complete(Vertx.currentContext()))
                .handler(event -> assertThat(Vertx.currentContext()).isSameAs(context)));
    append(Events.started(1));
    append(Events.done(1, 2));
    assertThat(ended.future().await()).isSameAs(context);
    vertx.close().await();
  }

  private RunTail open(EventId after, int maxBuffered) {
    var options = new RunTail.Options(4, maxBuffered, TailPace.DEFAULT);
    return RunTail.open(log, RUN, after, options, timers);
  }

  private void follow(RunTail tail) {
    tail.endHandler(ends::add).handler(delivered::add);
  }

  private void append(Envelope... events) {
    assertThat(log.append(RUN, List.of(events)).succeeded()).isTrue();
  }

  private void assertFreed() {
    assertThat(log.watchers()).isZero();
    assertThat(timers.size()).isZero();
  }
}
