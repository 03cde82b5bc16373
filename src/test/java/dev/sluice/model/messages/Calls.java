package dev.sluice.model.messages;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.Thinking;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** What the client's tests have in common: patient clocks, a request, and waiting on the thread. */
final class Calls {
  static final String KEY = "sk-ant-test-0123456789";
  static final ModelRequest HELLO =
      new ModelRequest(
          "claude-opus-5-5",
          100,
          "[]",
          "[]",
          List.of(Message.user(List.of(Block.text("Where is order 4711?")))),
          Thinking.DEFAULT,
          Optional.empty());

  private static final Duration PATIENT = Duration.ofSeconds(30);

  private Calls() {}

  static MessagesApiConfig config(URI url) {
    return config(url, PATIENT, PATIENT, PATIENT, PATIENT);
  }

  static MessagesApiConfig config(
      URI url, Duration connect, Duration firstEvent, Duration betweenEvents, Duration call) {
    return new MessagesApiConfig(
        url, "2023-06-01", connect, firstEvent, betweenEvents, call, 8, 4, "sluice-test");
  }

  /** One connection and so many calls that may wait for it. */
  static MessagesApiConfig narrow(URI url, Duration connect, int maxWaiting) {
    return new MessagesApiConfig(
        url, "2023-06-01", connect, PATIENT, PATIENT, PATIENT, 1, maxWaiting, "sluice-test");
  }

  static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }

  /** Waits for the failure; it must be of the kind. */
  static <E extends Throwable> E failure(Future<?> future, Class<E> kind) {
    Throwable failure = catchThrowable(() -> await(future));
    Assertions.assertThat(failure).isInstanceOf(kind);
    return kind.cast(failure);
  }

  /** Runs the action on the context and waits for what it returns. */
  static <T> T on(Context context, Supplier<T> action) throws TimeoutException {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> done.complete(action.get()));
    return await(done.future());
  }
}
