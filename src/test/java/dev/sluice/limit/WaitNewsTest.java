package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WaitNewsTest {
  private final WaitNews news = new WaitNews();

  @Test
  void theFirstSecondIsNotWorthTelling() {
    assertThat(tell(0, 20, 999)).isEmpty();
    assertThat(tell(1000)).containsExactly(1000);
  }

  @Test
  void aMoveCountsFromTheLastOneTold() {
    assertThat(tell(4000, 3000, 2001, 2000, 1999, 0)).containsExactly(4000, 1999);
  }

  @Test
  void aLongWaitHasToMoveByAQuarter() {
    assertThat(tell(60_000, 50_000, 45_001, 44_999, 60_000))
        .containsExactly(60_000, 44_999, 60_000);
  }

  @Test
  void aWaitOfTenMinutesThatRunsDownMakesFewNews() {
    long[] everySecond = LongStream.rangeClosed(0, 600).map(i -> (600 - i) * 1000).toArray();

    assertThat(tell(everySecond)).hasSizeBetween(10, 25);
  }

  private long[] tell(long... millis) {
    return LongStream.of(millis).filter(m -> news.isNews(Duration.ofMillis(m))).toArray();
  }
}
