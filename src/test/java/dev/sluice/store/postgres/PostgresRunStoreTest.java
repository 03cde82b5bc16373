package dev.sluice.store.postgres;

import dev.sluice.run.RunStoreContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRunStoreTest extends RunStoreContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
