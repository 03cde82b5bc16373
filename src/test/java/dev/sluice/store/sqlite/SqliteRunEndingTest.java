package dev.sluice.store.sqlite;

import dev.sluice.run.RunEndingContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteRunEndingTest extends RunEndingContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
