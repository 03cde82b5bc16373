package dev.sluice.store.sqlite;

import dev.sluice.run.RunSummaryContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteRunSummaryTest extends RunSummaryContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
