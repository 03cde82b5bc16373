package dev.sluice.store.postgres;

import dev.sluice.conversation.ConversationStoreContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConversationStoreTest extends ConversationStoreContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
