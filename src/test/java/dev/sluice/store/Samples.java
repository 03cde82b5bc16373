package dev.sluice.store;

import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.run.NewRun;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.RunClass;
import dev.sluice.run.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Things to store. */
public final class Samples {
  public static final UserId ANNA = new UserId("anna");
  public static final UserId BERT = new UserId("bert");
  public static final Duration LEASE = Duration.ofSeconds(12);

  /** Text that careless storage spoils: NUL, quotes, an astral character, line ends. */
  public static final String NASTY = "a\u0000b 'c' \"d\" \\ \uD83D\uDE80 \u2028 \r\n %s ?";

  private Samples() {}

  public static AgentSnapshot snapshot(String agent) {
    return new AgentSnapshot(
        agent,
        "model-1",
        4096,
        "[{\"type\":\"text\",\"text\":\"be kind\"}]",
        "[ {\"name\": \"calculator\"} ]",
        List.of("calculator", "save_note"),
        "summarized");
  }

  public static Message message(String text) {
    return Message.user(List.of(Block.text(text)));
  }

  /** The user's run in a new conversation. */
  public static NewRun newRun(UserId user, Instant at) {
    return new NewRun(
        RunId.random(),
        user,
        "http",
        RunClass.INTERACTIVE,
        Optional.empty(),
        message("hello"),
        false,
        Optional.empty(),
        ConversationId.random(),
        snapshot("helper"),
        "hello",
        WhenBusy.WAIT,
        Optional.empty(),
        1000,
        at);
  }

  /** Another one like it, with an id of its own, in the conversation. */
  public static NewRun next(NewRun like, ConversationId conversation, WhenBusy whenBusy) {
    return new NewRun(
        RunId.random(),
        like.user(),
        like.channel(),
        like.runClass(),
        like.model(),
        like.input(),
        like.attended(),
        Optional.of(conversation),
        ConversationId.random(),
        like.snapshot(),
        like.title(),
        whenBusy,
        Optional.empty(),
        like.maxQueued(),
        like.at());
  }

  /** The same request under an idempotency key, with an id of its own. */
  public static NewRun keyed(NewRun like, String key, String digest) {
    return new NewRun(
        RunId.random(),
        like.user(),
        like.channel(),
        like.runClass(),
        like.model(),
        like.input(),
        like.attended(),
        like.conversation(),
        ConversationId.random(),
        like.snapshot(),
        like.title(),
        like.whenBusy(),
        Optional.of(new Idempotency(key, digest)),
        like.maxQueued(),
        like.at());
  }

  public static NewRun of(NewRun like, RunClass runClass, int maxQueued) {
    return new NewRun(
        like.id(),
        like.user(),
        like.channel(),
        runClass,
        like.model(),
        like.input(),
        like.attended(),
        like.conversation(),
        like.newConversation(),
        like.snapshot(),
        like.title(),
        like.whenBusy(),
        like.idempotency(),
        maxQueued,
        like.at());
  }

  public static NewRun withSnapshot(NewRun like, AgentSnapshot snapshot) {
    return new NewRun(
        like.id(),
        like.user(),
        like.channel(),
        like.runClass(),
        like.model(),
        like.input(),
        like.attended(),
        like.conversation(),
        like.newConversation(),
        snapshot,
        like.title(),
        like.whenBusy(),
        like.idempotency(),
        like.maxQueued(),
        like.at());
  }

  public static RunOutcome completed(String text) {
    return new RunOutcome(
        DoneStatus.COMPLETED,
        Optional.empty(),
        Optional.empty(),
        text,
        2,
        Usage.of(120, 45),
        1234,
        Duration.ofMillis(2500));
  }

  /** A batch of text events with rising ids from {@code epoch-from}. */
  public static List<Envelope> events(RunId run, long epoch, long from, int count, Instant at) {
    var batch = new ArrayList<Envelope>();
    for (long seq = from; seq < from + count; seq++) {
      batch.add(event(run, new EventId(epoch, seq), at, new TextAdded(1, "word " + seq)));
    }
    return batch;
  }

  public static Envelope event(RunId run, EventId id, Instant at, RunEvent event) {
    return new Envelope(run, id, at, event);
  }
}
