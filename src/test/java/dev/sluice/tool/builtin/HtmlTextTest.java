package dev.sluice.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

  @Test
  void keepsTheTextAndItsBlocks() {
    String page =
        """
        <!DOCTYPE html><html><head><title>The  page</title>
        <style>p { color: red }</style><SCRIPT>if (a < b) { "</p>" }</SCRIPT></head>
        <body><!-- a <b> comment --><h1>Head&amp;line</h1>
        <p>One <b>bold</b>&nbsp;word,<br>two&#8217;s &#x1F600;.</p><ul><li>a<li>b</ul></body></html>
        """;

    assertThat(HtmlText.of(page)).isEqualTo("The page\nHead&line\nOne bold word,\ntwo’s 😀.\na\nb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a < b            | a < b",
        "a <              | a <",
        "1 &lt; 2 &gt; 0  | 1 < 2 > 0",
        "&unknown; &amp   | &unknown; &amp",
        "a<!-- b          | a",
        "a<b              | a",
        "a<script>b       | a",
        "&amp;lt;b&amp;gt; | &lt;b&gt;",
      })
  void copesWithSloppyPages(String html, String text) {
    assertThat(HtmlText.of(html)).isEqualTo(text);
  }

  @Test
  void hidesAScriptUpToItsOwnClosingTag() {
    assertThat(HtmlText.of("a<script>b</scrip>c</SCRIPT >d")).isEqualTo("a\nd");
  }

  @Test
  void replacesReferencesToNoCharacter() {
    assertThat(HtmlText.of("&#0;&#xD800;&#9999999;")).isEqualTo("\ufffd\ufffd\ufffd");
    assertThat(HtmlText.of("a&#10;b")).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "<!--", "<script>", "</script", "&", "&#", "<a ", "<script></"})
  void readsAHostilePageInOnePass(String repeated) {
    String page = repeated.repeat(1_000_000 / repeated.length());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(HtmlText.of(page)).isNotNull());
  }
}
