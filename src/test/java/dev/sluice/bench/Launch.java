package dev.sluice.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How each process is started.
 *
 * @param folder for configurations, logs and data
 */
record Launch(Path folder, Path jar) {
  /** As in the launcher script. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  List<String> simulator(String script) {
    return java(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SimulatorProcess.class.getName(),
            script));
  }

  List<String> sluice(List<String> options, Path config) {
    var arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-jar", jar.toString(), "--config", config.toString()));
    return java(arguments);
  }

  /** A tool of the JDK that runs this. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Everything on, with room for what is asked at once. */
  static String config(Path data, String simulator, int port, int management) {
    return """
    data_dir: %s
    http: {port: %d}
    management: {port: %d, keep_report: 0s}
    model: {base_url: "%s", max_connections: 10000}
    limiter: {permits_per_model: 100000, permits_per_process: 100000}
    runs: {capacity: 10000, max_queued: 100000}
    agents:
      default: {tools: [], max_tokens: 128000}
    """
        .formatted(data, port, management, simulator);
  }

  static Optional<Path> nginx() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String nginxConfig(Path folder, int port, int upstream) {
    return """
    daemon off;
    worker_processes 2;
    worker_rlimit_nofile 20000;
    pid %1$s/nginx.pid;
    error_log stderr;
    events { worker_connections 8192; }
    http {
      access_log off;
      client_body_temp_path %1$s/nginx-body;
      proxy_temp_path %1$s/nginx-proxy;
      fastcgi_temp_path %1$s/nginx-fastcgi;
      uwsgi_temp_path %1$s/nginx-uwsgi;
      scgi_temp_path %1$s/nginx-scgi;
      keepalive_requests 1000000;
      upstream simulator { server 127.0.0.1:%3$d; keepalive 4096; keepalive_requests 1000000; }
      server {
        listen 127.0.0.1:%2$d backlog=4096;
        location / {
          proxy_pass http://simulator;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 300s;
        }
      }
    }
    """
        .formatted(folder, port, upstream);
  }

  private static List<String> java(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(tool("java"));
    command.addAll(FLAGS);
    command.addAll(arguments);
    return command;
  }
}
