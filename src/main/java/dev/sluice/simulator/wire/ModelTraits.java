package dev.sluice.simulator.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API accepts and charges for one model.
 *
 * @param created the day of release, as in 2026-09-22
 * @param thinking the accepted values of {@code thinking.type}
 * @param thinkingByDefault whether it thinks when the request does not say
 * @param display how thinking is shown when the request does not say
 * @param forcedTools whether {@code tool_choice} may be {@code any} or {@code tool}
 * @param bound whether thinking blocks are bound to the prefix before them
 * @param sampling whether temperature and top_p may be chosen freely in the 2023 version
 * @param cacheMinimum the shortest prefix, in tokens, that is cached
 */
public record ModelTraits(
    String id,
    List<String> aliases,
    String name,
    String line,
    String created,
    String lifecycle,
    String group,
    long maxInput,
    long maxOutput,
    Set<String> thinking,
    boolean thinkingByDefault,
    String display,
    boolean forcedTools,
    boolean bound,
    boolean prefill,
    boolean systemTurns,
    boolean sampling,
    int cacheMinimum,
    ModelPrice price,
    @Nullable Long longAbove,
    @Nullable ModelPrice longPrice) {

  private static final BigDecimal US_ONLY = new BigDecimal("1.1");

  /** The exact cost in micro-dollars of one call with this usage. */
  public BigDecimal microDollars(Usage usage, String inferenceGeo) {
    boolean large = longAbove != null && usage.totalInput() > longAbove;
    ModelPrice row = large && longPrice != null ? longPrice : price;
    BigDecimal cost = row.microDollars(usage);
    return inferenceGeo.equals("us") ? cost.multiply(US_ONLY) : cost;
  }
}
