package dev.sluice.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Usage;
import dev.sluice.money.ModelPrice.LongContext;
import dev.sluice.money.ModelPrice.Rates;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
  private static final Rates SONNET_5_5 =
      new Rates(2_000_000, 2_500_000, 4_000_000, 100_000, 10_000_000);
  private static final ModelPrice SONNET = new ModelPrice(SONNET_5_5, Optional.empty(), 10_000);

  @Test
  void chargesEachKindOfTokenAtItsOwnRate() {
    var usage = new Usage(1_000, 2_000, 3_000, 40_000, 500, 100, 2);

    // 2,000 + 5,000 + 12,000 + 4,000 + 5,000 for tokens, 20,000 for two searches.
    assertThat(SONNET.costMicros(usage)).isEqualTo(48_000);
  }

  @Test
  void roundsTheSumOnce() {
    var haiku =
        new ModelPrice(new Rates(100_000, 125_000, 200_000, 10_000, 500_000), Optional.empty(), 0);

    assertThat(haiku.costMicros(Usage.of(4, 0))).isZero();
    assertThat(haiku.costMicros(Usage.of(5, 0))).isEqualTo(1);
    assertThat(haiku.costMicros(Usage.of(4, 1))).isEqualTo(1);
  }

  @Test
  void stepsUpForLongContextCountingCachedInput() {
    var cheap = new Rates(100_000, 125_000, 200_000, 10_000, 500_000);
    var dear = new Rates(500_000, 625_000, 1_000_000, 50_000, 2_500_000);
    var haiku = new ModelPrice(cheap, Optional.of(new LongContext(100_000, dear)), 0);

    assertThat(haiku.costMicros(Usage.of(100_000, 0))).isEqualTo(10_000);
    assertThat(haiku.costMicros(new Usage(1, 0, 0, 100_000, 0, 0, 0))).isEqualTo(5_001);
  }
}
