package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.conversation.StoredMessage;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationApiTest {
  private static final RunId RUN = new RunId("run_1");
  private final ApiDocument document = ApiDocument.load();
  private HttpFixture http;

  @BeforeEach
  void start() {
    http = new HttpFixture();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void listsTheUsersConversations() throws Exception {
    http.conversations.add(HttpFixture.LOCAL, "first");
    ConversationId second = http.conversations.add(HttpFixture.LOCAL, "second");
    http.conversations.add(new UserId("ann"), "hers");
    var json = get("/v1/conversations?limit=1&offset=1").json();

    document.check("Conversations", json);
    assertThat(json.path("conversations")).hasSize(1);
    assertThat(json.at("/conversations/0/conversation_id").asText()).isEqualTo(second.value());
    assertThat(json.at("/conversations/0/title").asText()).isEqualTo("second");
  }

  @Test
  void showsTheUnfinishedRun() throws Exception {
    var ann = new UserId("ann");
    ConversationId idle = http.conversations.add(ann, "idle");
    ConversationId busy = http.conversations.add(ann, "busy");
    http.conversations.active.put(busy, RUN);

    assertThat(get("/v1/conversations/" + idle + "?user_id=ann").json().has("active_run"))
        .isFalse();
    var json = get("/v1/conversations/" + busy + "?user_id=ann").json();
    document.check("Conversation", json);
    assertThat(json.at("/active_run/run_id").asText()).isEqualTo("run_1");
    assertThat(json.at("/active_run/events_url").asText())
        .isEqualTo("/v1/runs/run_1/events?user_id=ann");
  }

  @Test
  void givesMessagesAsTheyAreKept() throws Exception {
    String raw =
        "{\"type\":\"thinking\",\"thinking\":\"h\\u006dm\",\"n\":1.10,\"signature\":\"s=\"}";
    ConversationId id =
        http.conversations.add(
            HttpFixture.LOCAL,
            "t",
            new StoredMessage(RUN, FakeRuns.AT, Message.user(List.of(Block.text("hi")))),
            new StoredMessage(RUN, FakeRuns.AT, Message.assistant(List.of(Block.of(raw)))));
    var reply = get("/v1/conversations/" + id + "/messages");

    document.check("Messages", reply.json());
    assertThat(reply.json().at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(reply.body()).contains("\"content\":[" + raw + "]");
  }

  @Test
  void deletesAConversation() throws Exception {
    ConversationId id = http.conversations.add(HttpFixture.LOCAL, "t");
    var reply = RawHttp.exchange(http.port(), "DELETE", "/v1/conversations/" + id);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(get("/v1/conversations/" + id).status()).isEqualTo(404);
    assertThat(RawHttp.exchange(http.port(), "DELETE", "/v1/conversations/" + id).status())
        .isEqualTo(404);
  }

  @Test
  void keepsAConversationThatIsBusy() throws Exception {
    ConversationId id = http.conversations.add(HttpFixture.LOCAL, "t");
    http.conversations.active.put(id, RUN);
    var reply = RawHttp.exchange(http.port(), "DELETE", "/v1/conversations/" + id);

    assertThat(reply.status()).isEqualTo(409);
    document.check("Problem", reply.json());
    assertThat(reply.json().path("active_run").asText()).isEqualTo("run_1");
    assertThat(get("/v1/conversations/" + id).status()).isEqualTo(200);
  }

  @Test
  void hidesForeignConversations() throws Exception {
    ConversationId id = http.conversations.add(new UserId("ann"), "hers");

    for (String rest : new String[] {"", "/messages"}) {
      assertThat(get("/v1/conversations/" + id + rest).status()).isEqualTo(404);
    }
    assertThat(RawHttp.exchange(http.port(), "DELETE", "/v1/conversations/" + id).status())
        .isEqualTo(404);
    assertThat(get("/v1/conversations/" + id + "?user_id=ann").status()).isEqualTo(200);
  }

  private RawHttp.Reply get(String target) throws Exception {
    return RawHttp.exchange(http.port(), "GET", target);
  }
}
