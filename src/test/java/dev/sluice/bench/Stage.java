package dev.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes under load: the simulator, Sluice, and nginx where it is installed. */
final class Stage implements AutoCloseable {
  private final Launch launch;
  private final List<Child> children = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final String simulator;
  private Sluice sluice;

  /** A running gateway. */
  record Sluice(Child child, int port, int managementPort) {
    Target target() {
      return new Target.Sluice(port);
    }
  }

  private Stage(Launch launch, String simulator, Child simulatorChild) throws IOException {
    this.launch = launch;
    this.simulator = simulator;
    children.add(simulatorChild);
    int port = URI.create(simulator).getPort();
    targets.add(new Target.MessagesApi("direct", port));
    nginx(port).ifPresent(targets::add);
    this.sluice = startSluice(List.of());
    targets.add(sluice.target());
  }

  static Stage start(Launch launch, Set<Integer> stampCounts) throws IOException {
    Path script = launch.folder().resolve("script.yaml");
    Files.writeString(script, Questions.script(stampCounts));
    Child child = Child.start("simulator", launch.folder(), launch.simulator(script.toString()));
    try {
      return new Stage(launch, child.printed("Simulator "), child);
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /** Direct first, Sluice last. */
  List<Target> targets() {
    return List.copyOf(targets);
  }

  Child simulator() {
    return children.getFirst();
  }

  Sluice sluice() {
    return sluice;
  }

  /** Replaces the gateway by a new process on an empty store. */
  Sluice freshSluice() throws IOException {
    stop(sluice.child());
    sluice = startSluice(List.of());
    targets.set(targets.size() - 1, sluice.target());
    return sluice;
  }

  /** Starts one more gateway, on ports of its own and an empty store. */
  Sluice startSluice(List<String> javaOptions) throws IOException {
    int port = freePort();
    int management = freePort();
    Path data = Files.createTempDirectory(launch.folder(), "data");
    Path config = Files.createTempFile(launch.folder(), "sluice", ".yaml");
    Files.writeString(config, Launch.config(data, simulator, port, management));
    Child child =
        Child.start("sluice-" + port, launch.folder(), launch.sluice(javaOptions, config));
    children.add(child);
    Ready.await(child, management);
    return new Sluice(child, port, management);
  }

  void stop(Child child) {
    child.close();
    children.remove(child);
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }

  private Optional<Target> nginx(int upstream) throws IOException {
    Optional<Path> binary = Launch.nginx();
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    int port = freePort();
    Path config = launch.folder().resolve("nginx.conf");
    Files.writeString(config, Launch.nginxConfig(launch.folder(), port, upstream));
    Child child =
        Child.start(
            "nginx",
            launch.folder(),
            List.of(
                binary.get().toString(),
                "-p",
                launch.folder().toString(),
                "-c",
                config.toString()));
    children.add(child);
    return Optional.of(new Target.MessagesApi("nginx", port));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
