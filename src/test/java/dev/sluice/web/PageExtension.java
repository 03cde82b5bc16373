package dev.sluice.web;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser and one gateway for all tests of the page; each test gets a fresh page. */
final class PageExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    setup(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    setup(context).leave();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PageSetup.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return setup(context);
  }

  /** Kept for the whole test run, and closed by JUnit at its end. */
  private static PageSetup setup(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(Namespace.create(PageExtension.class))
            .getOrComputeIfAbsent(PageSetup.class, _ -> PageSetup.start(), PageSetup.class));
  }
}
