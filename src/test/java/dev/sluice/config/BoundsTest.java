package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  record Limits(
      @Range(min = 1, max = 20) int turns,
      @Range(min = 0.1, max = 1) double share,
      @Range(min = 0) BigDecimal price,
      @DurationRange(min = "100ms", max = "1h") Duration pause,
      @DataSizeRange(min = "1KiB", max = "1MiB") DataSize body,
      @NotBlank @Size(max = 5) String name,
      @Matches(regex = "[a-z]+", message = "must be lower-case letters") String word,
      @Size(min = 1, max = 2) @Range(max = 9) List<Integer> few,
      @Size(max = 1) @NotBlank Map<String, String> named,
      @Range(min = 1) Optional<Long> perhaps) {}

  private static final Limits DEFAULTS =
      new Limits(
          20,
          0.8,
          BigDecimal.ZERO,
          Duration.ofSeconds(1),
          DataSize.ofMiB(1),
          "name",
          "word",
          List.of(1),
          Map.of(),
          Optional.empty());

  private final Loading<Limits> loading = Loading.of(Limits.class, DEFAULTS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          turns: 0          | turns: must be at least 1, is "0"
          turns: 21         | turns: must be at most 20, is "21"
          share: 0.09       | share: must be at least 0.1, is "0.09"
          share: 1.01       | share: must be at most 1, is "1.01"
          price: -0.01      | price: must be at least 0, is "-0.01"
          pause: 99ms        | pause: must be at least 100ms, is "99ms"
          pause: 61m         | pause: must be at most 1h, is "61m"
          body: 1B          | body: must be at least 1KiB, is "1B"
          body: 1025KiB     | body: must be at most 1MiB, is "1025KiB"
          name: "  "        | name: must not be blank, is "  "
          name: abcdef      | name: must have at most 5 characters, is "abcdef"
          word: A1          | word: must be lower-case letters, is "A1"
          few: []           | few: must have at least 1 entry
          few: [1, 2, 3]    | few: must have at most 2 entries
          few: [1, 10]      | few[1]: must be at most 9, is "10"
          named: {a: " "}   | named.a: must not be blank, is " "
          named: {a: x, b: y} | named: must have at most 1 entry
          perhaps: 0        | perhaps: must be at least 1, is "0"
          """)
  void refusesWhatIsOutOfBounds(String yaml, String problem) {
    assertThat(loading.problems(yaml)).containsExactly("test.yaml:1: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          turns: 1
          turns: 20
          share: 0.1
          share: 1
          pause: 100ms
          pause: 60m
          body: 1024B
          body: 1MiB
          name: abcde
          few: [9, 9]
          named: {a: x}
          perhaps: 1
          """)
  void takesWhatLiesOnTheBounds(String yaml) {
    assertThat(loading.problems(yaml)).isEmpty();
  }

  record Named(@NotBlank String name) {}

  @Test
  void holdsDefaultsToTheBounds() {
    assertThat(Loading.of(Named.class, new Named("")).problems(""))
        .containsExactly("test.yaml: name: must not be blank; it is not set");
  }

  record Misfit(@Range(min = 1) String text) {}

  record BadBound(@DurationRange(min = "soon") Duration pause) {}

  @Test
  void refusesAnnotationsThatDoNotFitTheType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loading.of(Misfit.class, new Misfit("")).load(""))
        .withMessageContaining("@Range does not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loading.of(BadBound.class, new BadBound(Duration.ZERO)).load(""))
        .withMessageContaining("must be a duration");
  }
}
