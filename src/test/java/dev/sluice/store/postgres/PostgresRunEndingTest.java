package dev.sluice.store.postgres;

import dev.sluice.run.RunEndingContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRunEndingTest extends RunEndingContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
