package dev.sluice.model.chain;

import dev.sluice.limit.Estimate;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.PartialReply;

/** Tokens of a call, where the provider's own figures are not there yet or never came. Pure. */
public final class CallSize {
  /** Fewer than the usual four, so that an estimate is rather too high than too low. */
  private static final int CHARS_PER_TOKEN = 3;

  /** What comes as base64 costs by its pages and pixels, far less than by its characters. */
  private static final int ENCODED_CHARS_PER_TOKEN = 20;

  private static final int IMAGE_TOKENS = 1600;

  /** Few answers use up what they may; the limiter learns the rest. */
  private static final int USUAL_OUTPUT = 1000;

  private CallSize() {}

  /** What it will probably take of the budgets. */
  static Estimate expected(ModelRequest request) {
    long input = tokens(request.system().length() + request.tools().length());
    for (Message message : request.messages()) {
      for (Block block : message.blocks()) {
        input += expected(block);
      }
    }
    return new Estimate(input, Math.min(request.maxTokens(), USUAL_OUTPUT));
  }

  /** What a call that broke off has used, rather too much than too little: it may be billed. */
  public static Usage used(ModelRequest request, PartialReply partial) {
    if (!partial.started()) {
      return Usage.of(tokens(chars(request)), 0);
    }
    Usage known = partial.usage();
    long output = Math.max(known.outputTokens(), tokens(partial.receivedChars()));
    return new Usage(
        known.inputTokens(),
        known.cacheWrite5mTokens(),
        known.cacheWrite1hTokens(),
        known.cacheReadTokens(),
        output,
        known.thinkingTokens(),
        known.webSearches());
  }

  private static long expected(Block block) {
    int chars = block.json().length();
    return switch (block.type()) {
      case "image" -> Math.min(IMAGE_TOKENS, tokens(chars));
      case "document" ->
          isEncoded(block) ? Math.ceilDiv(chars, ENCODED_CHARS_PER_TOKEN) : tokens(chars);
      default -> tokens(chars);
    };
  }

  private static boolean isEncoded(Block block) {
    return block.json().contains("\"base64\"");
  }

  private static long chars(ModelRequest request) {
    return request.system().length()
        + request.tools().length()
        + request.messages().stream().map(Message::content).mapToLong(String::length).sum();
  }

  private static long tokens(long chars) {
    return Math.ceilDiv(chars, CHARS_PER_TOKEN);
  }
}
