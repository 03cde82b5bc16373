package dev.sluice.channel.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.id.ConversationId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.NewRun.Idempotency;
import dev.sluice.run.NewRun.WhenBusy;
import dev.sluice.run.RunClass;
import dev.sluice.run.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The body of a submit, checked whole. */
record SubmitRequest(
    List<Block> content,
    Optional<ConversationId> conversation,
    Optional<UserId> user,
    Optional<String> agent,
    RunClass runClass,
    Optional<String> model,
    WhenBusy whenBusy) {
  static final String CHANNEL = "http";

  private static final int MAX_NAME = 200;
  private static final Map<String, RunClass> CLASSES =
      new TreeMap<>(
          Map.of(
              RunClass.INTERACTIVE.wire(), RunClass.INTERACTIVE,
              RunClass.BACKGROUND.wire(), RunClass.BACKGROUND));
  private static final Map<String, WhenBusy> WHEN_BUSY =
      new TreeMap<>(
          Map.of(
              "wait", WhenBusy.WAIT, "interrupt", WhenBusy.INTERRUPT, "refuse", WhenBusy.REFUSE));

  /** Reads the body; a {@link ProblemException} lists everything that is wrong with it. */
  static SubmitRequest of(ObjectNode body) {
    var fields = Fields.of(body);
    var request =
        new SubmitRequest(
            content(fields),
            fields.value("conversation_id", ConversationId::new),
            fields.value("user_id", UserId::new),
            fields.value("agent", SubmitRequest::name),
            fields.choice("class", CLASSES).orElse(RunClass.INTERACTIVE),
            fields.value("model", SubmitRequest::name),
            fields.choice("when_busy", WHEN_BUSY).orElse(WhenBusy.WAIT));
    fields.refuseOthers();
    fields.check();
    return request;
  }

  Submission submission(Caller caller, boolean attended, Optional<Idempotency> idempotency) {
    return new Submission(
        caller.actingFor(user),
        CHANNEL,
        agent,
        conversation,
        Message.user(content),
        runClass,
        model,
        attended,
        whenBusy,
        idempotency);
  }

  private static List<Block> content(Fields fields) {
    boolean message = fields.has("message");
    boolean content = fields.has("content");
    if (message == content) {
      fields.wrong(
          message
              ? "has both message and content: send one of them"
              : "has neither message nor content: send one of them");
      return List.of();
    }
    return message
        ? fields.spokenText("message").map(Block::text).stream().toList()
        : ContentBlocks.read(fields, "content");
  }

  private static String name(String text) {
    if (text.isBlank() || text.length() > MAX_NAME) {
      throw new IllegalArgumentException("must have 1 to " + MAX_NAME + " characters");
    }
    return text;
  }
}
