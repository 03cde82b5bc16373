package dev.sluice;

import dev.sluice.config.Problems;
import java.net.URI;

/** What an address of a model API must be like, said when the configuration is read. */
final class BaseUrls {
  private BaseUrls() {}

  static void check(URI url, Problems problems) {
    boolean isHttp = "http".equalsIgnoreCase(url.getScheme());
    boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
    if (!(isHttp || isHttps) || url.getHost() == null) {
      problems.report("baseUrl", "must be an http or https address with a host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      problems.report("baseUrl", "must have no credentials, no query and no fragment");
    }
  }
}
