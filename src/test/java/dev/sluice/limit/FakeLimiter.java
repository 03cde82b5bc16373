package dev.sluice.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says over the real event bus what a test tells it to, and keeps what it heard. */
final class FakeLimiter {
  private final LinkedBlockingQueue<LimiterMessage> heard = new LinkedBlockingQueue<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final LinkedBlockingQueue<Message<LimiterMessage>> open = new LinkedBlockingQueue<>();
  private final MessageConsumer<LimiterMessage> consumer;

  FakeLimiter(Vertx vertx) {
    LimiterCodec.register(vertx.eventBus());
    consumer = vertx.eventBus().localConsumer(LimiterBus.ADDRESS, this::handle);
  }

  /** Before the requests: one for each; what has none stays open. */
  FakeLimiter will(Answer... all) {
    synchronized (answers) {
      answers.addAll(List.of(all));
    }
    return this;
  }

  private void handle(Message<LimiterMessage> message) {
    heard.add(message.body());
    if (message.replyAddress() == null) {
      return;
    }
    Answer answer;
    synchronized (answers) {
      answer = answers.poll();
    }
    if (answer == null) {
      open.add(message);
    } else {
      reply(message, answer);
    }
  }

  /** To the oldest request that is still open. */
  void answerNow(Answer answer) throws InterruptedException {
    reply(open.take(), answer);
  }

  private static void reply(Message<LimiterMessage> message, Answer answer) {
    message.reply(new LimiterMessage.Answered(answer), LimiterBus.options());
  }

  /** The next thing it was told or asked. */
  LimiterMessage next() throws InterruptedException {
    LimiterMessage message = heard.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing was heard");
    }
    return message;
  }

  Future<Void> leave() {
    return consumer.unregister();
  }
}
