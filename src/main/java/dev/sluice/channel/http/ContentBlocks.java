package dev.sluice.channel.http;

import dev.sluice.message.Block;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The content blocks that a person may send: text, images and documents, in the model's form. */
final class ContentBlocks {
  private static final int MAX_BLOCKS = 100;

  private static final SortedSet<String> IMAGE_TYPES =
      new TreeSet<>(List.of("image/gif", "image/jpeg", "image/png", "image/webp"));
  private static final SortedSet<String> PDF = new TreeSet<>(List.of("application/pdf"));
  private static final SortedSet<String> PLAIN_TEXT = new TreeSet<>(List.of("text/plain"));

  private static final SortedMap<String, Consumer<Fields>> BLOCKS =
      new TreeMap<>(
          Map.of(
              "document", ContentBlocks::document,
              "image", ContentBlocks::image,
              "text", block -> block.spokenText("text")));
  private static final SortedMap<String, Consumer<Fields>> IMAGE_SOURCES =
      new TreeMap<>(
          Map.of("base64", source -> base64(source, IMAGE_TYPES), "url", ContentBlocks::url));
  private static final SortedMap<String, Consumer<Fields>> DOCUMENT_SOURCES =
      new TreeMap<>(
          Map.of(
              "base64", source -> base64(source, PDF),
              "text", ContentBlocks::plainText,
              "url", ContentBlocks::url));

  private ContentBlocks() {}

  /** The blocks of the field; what is wrong with them is noted. */
  static List<Block> read(Fields fields, String name) {
    var blocks = new ArrayList<Block>();
    fields.objects(
        name,
        MAX_BLOCKS,
        block -> {
          if (byType(block, BLOCKS)) {
            blocks.add(Block.of(block.node()));
          }
        });
    return List.copyOf(blocks);
  }

  private static boolean byType(Fields fields, SortedMap<String, Consumer<Fields>> readers) {
    Optional<String> type = fields.requiredText("type");
    if (type.isEmpty()) {
      return false;
    }
    Consumer<Fields> reader = readers.get(type.get());
    if (reader == null) {
      fields.wrong("type", "must be one of " + String.join(", ", readers.keySet()));
      return false;
    }
    reader.accept(fields);
    fields.refuseOthers();
    return true;
  }

  private static void image(Fields block) {
    block.object("source", source -> byType(source, IMAGE_SOURCES));
  }

  private static void document(Fields block) {
    block.text("title");
    block.text("context");
    if (block.has("citations")) {
      block.object("citations", ContentBlocks::citations);
    }
    block.object("source", source -> byType(source, DOCUMENT_SOURCES));
  }

  private static void citations(Fields citations) {
    citations.requiredBoolean("enabled");
    citations.refuseOthers();
  }

  private static void base64(Fields source, SortedSet<String> mediaTypes) {
    mediaType(source, mediaTypes);
    source
        .requiredText("data")
        .filter(data -> !isBase64(data))
        .ifPresent(_ -> source.wrong("data", "must be Base64"));
  }

  private static void plainText(Fields source) {
    mediaType(source, PLAIN_TEXT);
    source.spokenText("data");
  }

  private static void mediaType(Fields source, SortedSet<String> allowed) {
    source
        .requiredText("media_type")
        .filter(type -> !allowed.contains(type))
        .ifPresent(_ -> source.wrong("media_type", "must be one of " + String.join(", ", allowed)));
  }

  private static void url(Fields source) {
    source
        .requiredText("url")
        .filter(url -> !isWeb(url))
        .ifPresent(_ -> source.wrong("url", "must be an http or https URL"));
  }

  private static boolean isBase64(String data) {
    try {
      return Base64.getDecoder().decode(data).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isWeb(String url) {
    try {
      var uri = new URI(url);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
