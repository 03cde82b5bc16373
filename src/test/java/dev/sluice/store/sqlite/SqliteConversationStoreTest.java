package dev.sluice.store.sqlite;

import dev.sluice.conversation.ConversationStoreContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteConversationStoreTest extends ConversationStoreContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
