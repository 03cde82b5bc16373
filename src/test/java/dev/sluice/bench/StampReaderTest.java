package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampReaderTest {
  private static final String STREAM =
      "id: 1-20\ndata: {\"run_id\":\"run_0192\",\"text\":\"0000123456789012345"
          + " 0000123456789012399 \",\"turn\":1}\n\n12345678901234567890 1234567890123456789,";

  @Test
  void findsEachStampWhereverTheStreamIsCut() {
    for (int cut = 0; cut <= STREAM.length(); cut++) {
      List<Long> found = new ArrayList<>();
      StampReader reader = new StampReader(found::add);
      reader.accept(STREAM.substring(0, cut).getBytes(US_ASCII));
      reader.accept(STREAM.substring(cut).getBytes(US_ASCII));

      assertThat(found).containsExactly(123456789012345L, 123456789012399L);
    }
  }
}
