package dev.sluice;

import dev.sluice.config.Doc;
import dev.sluice.config.Matches;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Secret;
import dev.sluice.config.Validated;
import dev.sluice.model.chain.ModelGroup;
import dev.sluice.model.chain.ModelTarget;
import dev.sluice.model.messages.MessagesApiConfig;
import java.net.URI;
import java.util.Optional;

/** A model that stands in. With an address or a key of its own it is another account. */
public record FallbackSection(
    @Doc("What budgets, breakers and the operator's page call it.")
        @Matches(
            regex = "[a-z0-9][a-z0-9-]{0,31}",
            message = "must be 1 to 32 lower-case letters, digits or -")
        String name,
    @Doc("The model, as its API calls it.") @NotBlank String model,
    @Doc("Where its Messages API is; the same as model.base_url when absent.")
        Optional<URI> baseUrl,
    @Doc("The key for it; with base_url, none is sent when absent, else the one of the model.")
        Optional<Secret> apiKey,
    @Doc("Its row in the price file; the model when absent.") Optional<String> price,
    @Doc("Models of one account that share rate limits; told from the name when absent.")
        Optional<String> group,
    @Doc("false for a model without adaptive thinking: nothing is asked for then.")
        Optional<Boolean> adaptiveThinking)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    if (name.equals(ModelTarget.PRIMARY)) {
      problems.report("name", "must not be " + ModelTarget.PRIMARY);
    }
    baseUrl
        .flatMap(MessagesApiConfig::problem)
        .ifPresent(problem -> problems.report("baseUrl", problem));
  }

  /** Budgets and breakers are kept by account. */
  String provider() {
    return isOtherAccount() ? name : ModelTarget.PRIMARY;
  }

  /** Thinking can be read back only by the account that got it. */
  String maker() {
    return isOtherAccount() ? model + "@" + name : model;
  }

  String priceRow() {
    return price.orElse(model);
  }

  String limitGroup() {
    return group.orElseGet(() -> ModelGroup.of(model));
  }

  private boolean isOtherAccount() {
    return baseUrl.isPresent() || apiKey.isPresent();
  }
}
