package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs all measures: {@code Bench JAR FOLDER [short]}. It is the load generator itself; everything
 * else it starts as processes of their own and ends again.
 */
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    var launch = new Launch(folder, Path.of(args[0]).toAbsolutePath());
    Plan plan = args.length > 2 && args[2].equals("short") ? Plan.quick() : Plan.full();
    var report = new Report(System.out);
    try (Stage stage = Stage.start(launch, plan.stampCounts())) {
      // Whatever ends this process ends what it started.
      Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
      warmUp(stage, plan);
      new Streams(stage, plan, report).measure();
      new Throughput(stage, plan, report).measure();
      new Storm(stage, plan, report).measure();
      new Memory(stage, plan, report).measure();
      new Startup(stage, launch, plan, report).measure();
    }
  }

  private static void warmUp(Stage stage, Plan plan) {
    try (var generator = new Generator()) {
      for (Target target : stage.targets()) {
        PacedLoad.run(generator, target, plan.warmUpStreams(), plan.warmUpStamps());
        ClosedLoop.run(generator, target, Questions.SHORT, 32, Duration.ofSeconds(4));
      }
    }
  }
}
