package dev.sluice.simulator.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/** Answers without tools: friendly Markdown that refers to the question. */
record Answers(String general, String greeting, String code, String story, String thinking) {
  private static final Pattern GREETING =
      Pattern.compile(
          "^\\W*(?:hello|hi|hey|good (?:morning|evening|afternoon))\\b.{0,20}$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CODE =
      Pattern.compile("\\bcode\\b|\\bprogram\\b|\\bfunction\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern LONG =
      Pattern.compile("\\blong\\b|\\bstory\\b", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_TOPIC = 160;

  static Answers load() {
    return new Answers(
        read("general"), read("greeting"), read("code"), read("story"), read("thinking"));
  }

  String to(String question) {
    return about(chosen(question), question);
  }

  String thoughts(String question) {
    return about(thinking, question);
  }

  private String chosen(String question) {
    if (LONG.matcher(question).find()) {
      return story;
    }
    if (CODE.matcher(question).find()) {
      return code;
    }
    return GREETING.matcher(question.strip()).find() ? greeting : general;
  }

  private static String about(String answer, String question) {
    String line = question.strip().replaceAll("\\s+", " ");
    int length = line.codePointCount(0, line.length());
    String topic =
        length <= LONGEST_TOPIC
            ? line
            : line.substring(0, line.offsetByCodePoints(0, LONGEST_TOPIC)) + "…";
    return answer.replace("{{question}}", topic.isEmpty() ? "your message" : topic);
  }

  private static String read(String name) {
    String path = "/dev/sluice/simulator/answers/" + name + ".md";
    try (InputStream in = Objects.requireNonNull(Answers.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
