package dev.sluice.simulator.wire;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The models that the simulated organisation may use, newest first. */
public record ModelCatalogue(List<ModelTraits> models) {
  private static final String SHIPPED = "/dev/sluice/simulator/models.yaml";

  public ModelCatalogue {
    models = models.stream().sorted(newestFirst()).toList();
  }

  /** Reads the catalogue that ships with the simulator. */
  public static ModelCatalogue shipped() {
    YAMLMapper yaml =
        YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    try (InputStream in =
        Objects.requireNonNull(ModelCatalogue.class.getResourceAsStream(SHIPPED), SHIPPED)) {
      return new ModelCatalogue(yaml.readValue(in, new TypeReference<List<ModelTraits>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds a model by its id or by one of its aliases. */
  public Optional<ModelTraits> find(String name) {
    return models.stream()
        .filter(model -> model.id().equals(name) || model.aliases().contains(name))
        .findFirst();
  }

  private static Comparator<ModelTraits> newestFirst() {
    return Comparator.comparing(ModelTraits::created).reversed().thenComparing(ModelTraits::id);
  }
}
