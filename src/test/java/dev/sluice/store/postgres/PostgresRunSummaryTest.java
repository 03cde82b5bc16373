package dev.sluice.store.postgres;

import dev.sluice.run.RunSummaryContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRunSummaryTest extends RunSummaryContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
