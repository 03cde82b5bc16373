package dev.sluice.process;

import dev.sluice.Sse;
import dev.sluice.process.Talk.How;
import dev.sluice.process.Talk.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Rounds of talking to a gateway that is killed in the middle of it and started again. What is said
 * and where the kill falls is the random generator's choice; the kill follows an observed fact.
 */
final class CrashRounds implements AutoCloseable {
  private static final int TALKS = 3;
  private static final int MOST_MESSAGES = 3;
  private static final int LATEST_FACT = 6;
  private static final List<Facts.Kind> KINDS = List.of(Facts.Kind.values());
  private static final List<How> HOWS = List.of(How.values());

  private final RealGateway gateway;
  private final RandomGenerator random;
  private final Facts facts = new Facts();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Talk> talks = new ArrayList<>();
  private final List<Future<?>> submits = new ArrayList<>();
  private final Map<String, Future<Reading>> readers = new ConcurrentHashMap<>();

  CrashRounds(RealGateway gateway, RandomGenerator random) {
    this.gateway = gateway;
    this.random = random;
    gateway.tools().onCall(call -> facts.saw(Facts.Kind.TOOL_CALLED));
  }

  /** New talks, a kill after some fact, a start, and the known keys of this round again. */
  void round(int number) throws Exception {
    List<Talk> mine = new ArrayList<>();
    Facts.Kind kind = any(KINDS);
    int count = facts.count(kind) + 1 + random.nextInt(LATEST_FACT);
    for (int i = 0; i < TALKS; i++) {
      mine.add(begin("talk-%d-%d".formatted(number, i)));
    }
    facts.await(kind, count);
    gateway.kill();
    gateway.start();
    talks.addAll(mine);
    if (random.nextBoolean()) {
      replay(mine);
    }
  }

  private Talk begin(String name) {
    var talk = new Talk(gateway, facts, name, this::follow);
    List<Question> questions = questions(name);
    submits.add(submit(() -> talk.submit(questions)));
    return talk;
  }

  /** The first message has a key, so that the conversation is known whatever happens. */
  private List<Question> questions(String talk) {
    var questions = new ArrayList<Question>();
    int messages = 1 + random.nextInt(MOST_MESSAGES);
    for (int i = 0; i < messages; i++) {
      How how = i == 0 ? How.KEYED : any(HOWS);
      questions.add(new Question(how, Questions.any(random, talk + "-" + i)));
    }
    return questions;
  }

  /** The submits of these talks have been answered first, which may take the new process. */
  private void replay(List<Talk> asked) throws IOException, InterruptedException, ExecutionException {
    for (Future<?> submit : submits) {
      submit.get();
    }
    for (Talk talk : asked) {
      talk.replay();
    }
  }

  private void follow(String run, Optional<Sse> stream) {
    readers.computeIfAbsent(
        run,
        fresh -> {
          facts.begin();
          return threads.submit(
              () -> {
                try {
                  return new Follower(gateway, facts, run).goOn(stream);
                } finally {
                  facts.end();
                }
              });
        });
  }

  private Future<?> submit(Runnable action) {
    facts.begin();
    return threads.submit(
        () -> {
          try {
            action.run();
          } finally {
            facts.end();
          }
        });
  }

  /** Waits for all ends; fails with the first thing that went wrong in any thread. */
  Map<String, Reading> finish() throws InterruptedException, ExecutionException {
    facts.awaitQuiet();
    for (Future<?> submit : submits) {
      submit.get();
    }
    var readings = new ConcurrentHashMap<String, Reading>();
    for (var reader : readers.entrySet()) {
      readings.put(reader.getKey(), reader.getValue().get());
    }
    return readings;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  List<Talk> talks() {
    return talks;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
