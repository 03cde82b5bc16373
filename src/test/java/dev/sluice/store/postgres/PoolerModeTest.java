package dev.sluice.store.postgres;

import dev.sluice.run.RunStoreContract;
import dev.sluice.store.StoresUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As behind a pooler: without prepared statements that outlive their use, without settings. */
class PoolerModeTest extends RunStoreContract {
  @RegisterExtension final OpenPostgres store = new OpenPostgres(Configs.behindPooler());

  @Override
  protected StoresUnderTest stores() {
    return store;
  }
}
