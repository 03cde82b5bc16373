package dev.sluice.store.postgres;

import dev.sluice.run.RunAcceptContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRunAcceptTest extends RunAcceptContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
