package dev.sluice.store.sqlite;

import dev.sluice.run.RunAcceptContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteRunAcceptTest extends RunAcceptContract {
  @RegisterExtension final OpenStore store = new OpenStore();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
