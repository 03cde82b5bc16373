package dev.sluice.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds single values. The answer is null when there was a finding. */
final class LeafBinder {
  static final String MISSING = "is missing, and has no default";
  private static final int MAX_SECRET_BYTES = 64 * 1024;

  private final Substitution substitution;
  private final Findings findings;

  LeafBinder(Substitution substitution, Findings findings) {
    this.substitution = substitution;
    this.findings = findings;
  }

  @Nullable Object scalar(Slot slot, ScalarType type, @Nullable Tree tree, @Nullable Object base) {
    if (tree == null) {
      return orDefault(slot, base);
    }
    Text text = text(tree, slot.site(), type.name());
    if (text == null) {
      return null;
    }
    if (text.isAbsent() && !type.is(String.class)) {
      return orDefault(slot, base);
    }
    try {
      Object value = type.parser().parse(text.value());
      String shown = type.concealed() ? "" : text.found();
      return within(slot, value, shown);
    } catch (Refusal e) {
      return refuse(slot.site(), e.reason() + (type.concealed() ? "" : text.found()));
    }
  }

  @Nullable Object secret(Slot slot, @Nullable Tree tree, @Nullable Object base) {
    if (tree == null) {
      return orDefault(slot, base);
    }
    Text text = text(tree, slot.site(), "secret");
    if (text == null) {
      return null;
    }
    return text.isAbsent() ? orDefault(slot, base) : concealed(slot.site(), text.value());
  }

  /** The secret in the file whose path stands there; line ends after it are not part of it. */
  @Nullable Object secretFile(Site site, Tree tree) {
    Text text = text(tree, site, "path");
    if (text == null) {
      return null;
    }
    try {
      Path file = ScalarTypes.path(text.value());
      String content = SourceText.read(file, MAX_SECRET_BYTES);
      return concealed(site, withoutLineEnd(content));
    } catch (Refusal e) {
      return refuse(site, e.reason() + text.found());
    }
  }

  private static String withoutLineEnd(String content) {
    int end = content.length();
    while (end > 0 && (content.charAt(end - 1) == '\n' || content.charAt(end - 1) == '\r')) {
      end--;
    }
    return content.substring(0, end);
  }

  private @Nullable Object concealed(Site site, String characters) {
    if (characters.isBlank()) {
      return refuse(site, "must hold a secret, is blank");
    }
    if (characters.codePoints().anyMatch(Character::isISOControl)) {
      return refuse(site, "must be a secret on one line, without control characters");
    }
    return Secret.of(characters);
  }

  @Nullable Object free(Slot slot, @Nullable Tree tree, @Nullable Object base) {
    if (tree == null) {
      return orDefault(slot, base);
    }
    return new FreeForm(this).read(tree, slot.site());
  }

  private @Nullable Object orDefault(Slot slot, @Nullable Object base) {
    return base == null ? refuse(slot.site(), MISSING) : within(slot, base, "; it is not set");
  }

  private @Nullable Object within(Slot slot, Object value, String found) {
    boolean good = true;
    for (Bound bound : slot.bounds()) {
      if (!bound.holds().test(value)) {
        findings.add(slot.site(), bound.rule() + found);
        good = false;
      }
    }
    return good ? value : null;
  }

  private @Nullable Text text(Tree tree, Site site, String typeName) {
    return switch (tree) {
      case Tree.Scalar scalar -> {
        Tree.Resolved resolved = resolve(scalar, site);
        yield resolved == null ? null : resolved.text();
      }
      case Tree.Resolved resolved -> resolved.text();
      case Tree.Sequence _, Tree.Mapping _ -> {
        findings.add(site, "must be a single value (" + typeName + "), is " + tree.kind());
        yield null;
      }
    };
  }

  Tree.@Nullable Resolved resolve(Tree.Scalar scalar, Site site) {
    try {
      return new Tree.Resolved(scalar.origin(), substitution.apply(scalar));
    } catch (Refusal e) {
      findings.add(site, e.reason());
      return null;
    }
  }

  /** Resolved when that is possible, and nothing when the environment left nothing of it. */
  Optional<Tree> peek(Tree.Scalar scalar) {
    try {
      Text text = substitution.apply(scalar);
      return text.isAbsent()
          ? Optional.empty()
          : Optional.of(new Tree.Resolved(scalar.origin(), text));
    } catch (Refusal e) {
      return Optional.of(scalar); // reported when it is bound
    }
  }

  private @Nullable Object refuse(Site site, String message) {
    findings.add(site, message);
    return null;
  }
}
