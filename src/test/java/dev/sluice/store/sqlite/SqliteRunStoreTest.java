package dev.sluice.store.sqlite;

import dev.sluice.run.RunStoreContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteRunStoreTest extends RunStoreContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
