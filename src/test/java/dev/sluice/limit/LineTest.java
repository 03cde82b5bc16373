package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final BudgetKey KEY = new BudgetKey("anthropic", "sonnet");
  private static final int EVERY = 3;

  private final LimiterConfig config =
      SomeConfig.perMinute(1_000, 1_000_000, 1_000_000).permits(2, 100).config();
  private final PermitBook permits = new PermitBook(config);
  private final Account account = new Account(KEY, config, config.start(), 0);
  private final Line line = new Line(EVERY);
  private final List<Ticket> tickets = new ArrayList<>();

  @Test
  void servesUsersInTurnAndEachOfThemInOrder() {
    Ticket a1 = interactive("a");
    Ticket a2 = interactive("a");
    Ticket a3 = interactive("a");
    Ticket b1 = interactive("b");
    Ticket c1 = interactive("c");
    Ticket b2 = interactive("b");

    assertThat(serveAll()).containsExactly(a1, b1, c1, a2, b2, a3);
  }

  @Test
  void knowsHowManyComeBefore() {
    for (int i = 0; i < 30; i++) {
      interactive("user-" + i % 7 % 4);
    }
    var expected = new ArrayList<Long>();
    for (Ticket ticket : tickets) {
      expected.add(line.before(ticket));
    }

    List<Ticket> order = serveAll();
    for (int i = 0; i < tickets.size(); i++) {
      int really = order.indexOf(tickets.get(i));
      assertThat(expected.get(i))
          .as("ticket %d, served as number %d", i, really)
          .isBetween((long) really, 29L);
    }
  }

  @Test
  void knowsHowManyWouldComeBeforeANewOneOfWhom() {
    interactive("a");
    interactive("a");
    interactive("a");
    interactive("b");
    String model = tickets.getFirst().demand().model();

    assertThat(List.of("a", "b", "c"))
        .extracting(user -> line.beforeNew(model, Priority.INTERACTIVE, new UserId(user)))
        .containsExactly(4L, 3L, 2L);
  }

  @Test
  void servesInteractiveWorkFirstButEveryThirdIsBackground() {
    Ticket b1 = background("x");
    Ticket b2 = background("y");
    Ticket i1 = interactive("a");
    Ticket i2 = interactive("b");
    Ticket i3 = interactive("c");
    Ticket i4 = interactive("d");
    Ticket i5 = interactive("e");

    assertThat(serveAll()).containsExactly(i1, i2, b1, i3, i4, b2, i5);
  }

  @Test
  void doesNotSaveUpTurnsForBackgroundWorkThatIsNotThere() {
    interactive("a");
    interactive("b");
    interactive("c");
    serveAll();
    Ticket background = background("x");
    Ticket i1 = interactive("a");
    Ticket i2 = interactive("b");

    assertThat(serveAll()).containsExactly(i1, i2, background);
  }

  @Test
  void keepsTheTurnOfWhoeverHasIt() {
    Ticket background = background("x");
    interactive("a");
    interactive("b");
    serve();
    serve();

    assertThat(line.next()).isSameAs(background);
    interactive("c");
    interactive("d");
    assertThat(line.next()).isSameAs(background);
  }

  @Test
  void letsOtherModelsPassWhenOneHasNoPermit() {
    Ticket blocked = add("a", Priority.INTERACTIVE, "busy");
    Ticket other = add("b", Priority.INTERACTIVE, "free");
    blocked.permits().take(Priority.INTERACTIVE);
    blocked.permits().take(Priority.INTERACTIVE);

    assertThat(line.next()).isSameAs(other);
    blocked.permits().release(Priority.INTERACTIVE);
    assertThat(line.next()).isSameAs(blocked);
  }

  @Test
  void letsInteractiveWorkPassWhenBackgroundWorkHasItsShareOfPermits() {
    Ticket background = background("x");
    background.permits().take(Priority.BACKGROUND);
    assertThat(line.next()).as("one of two is its share").isNull();

    Ticket interactive = interactive("a");
    assertThat(line.next()).isSameAs(interactive);
  }

  @Test
  void forgetsWhoLeaves() {
    Ticket first = interactive("a");
    Ticket second = interactive("a");
    Ticket third = interactive("b");
    line.remove(first);

    assertThat(line.oldest()).isSameAs(second);
    assertThat(line.wanted(Kind.REQUESTS)).isEqualTo(2);
    assertThat(line.wanted(Kind.TOKENS)).isEqualTo(14);
    assertThat(serveAll()).containsExactly(second, third);
    assertThat(line.size()).isZero();
    assertThat(line.wanted(Kind.TOKENS)).isZero();
  }

  private Ticket interactive(String user) {
    return add(user, Priority.INTERACTIVE, "sonnet-5");
  }

  private Ticket background(String user) {
    return add(user, Priority.BACKGROUND, "sonnet-5");
  }

  private Ticket add(String user, Priority priority, String model) {
    var demand =
        new Demand(KEY, model, new Estimate(5, 2), priority, new UserId(user), Instant.MAX);
    var ticket =
        new Ticket(
            new TicketId(tickets.size()),
            account,
            permits.of(new PermitBook.Model("anthropic", model)),
            demand,
            0,
            Ticks.NEVER);
    tickets.add(ticket);
    line.add(ticket);
    return ticket;
  }

  private Ticket serve() {
    Ticket next = line.next();
    assertThat(next).isNotNull();
    line.served(next);
    return next;
  }

  private List<Ticket> serveAll() {
    var served = new ArrayList<Ticket>();
    while (line.size() > 0) {
      served.add(serve());
    }
    return served;
  }
}
