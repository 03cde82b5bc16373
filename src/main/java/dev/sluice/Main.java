package dev.sluice;

import dev.sluice.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command line: {@code run} (the default), {@code simulate}, {@code check}, {@code drill}. */
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = "A reactive streaming agent gateway.",
    subcommands = {RunCommand.class, SimulateCommand.class, CheckCommand.class, DrillCommand.class})
public final class Main implements Runnable {
  static final int EXIT_FAILED = 1;
  static final int EXIT_BAD_CONFIG = 2;

  /** Fills in {@code --version}. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + Version.text()};
    }
  }

  /** Without a command, {@code run} with its defaults. */
  @Override
  public void run() {
    throw new IllegalStateException("main inserts the command");
  }

  public static void main(String[] args) {
    Logging.choose();
    int code = commandLine().execute(withDefaultCommand(args));
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(explain());
    return line;
  }

  /** {@code ./sluice --config F} means {@code ./sluice run --config F}. */
  static String[] withDefaultCommand(String... args) {
    boolean named = args.length > 0 && !args[0].startsWith("-");
    boolean asksAboutItself =
        args.length > 0 && Set.of("-h", "--help", "-V", "--version").contains(args[0]);
    if (named || asksAboutItself) {
      return args;
    }
    var full = new String[args.length + 1];
    full[0] = "run";
    System.arraycopy(args, 0, full, 1, args.length);
    return full;
  }

  /** The files beside the product, as the launcher tells. */
  static ConfigFiles configFiles() {
    return new ConfigFiles(
        System::getenv, Optional.ofNullable(System.getProperty("sluice.home")).map(Path::of));
  }

  /** Expected trouble gets its own words; a stack trace only where we do not know better. */
  private static IExecutionExceptionHandler explain() {
    return (failure, line, parsed) -> {
      PrintWriter err = line.getErr();
      if (failure instanceof ConfigException bad) {
        err.println(bad.report());
        return EXIT_BAD_CONFIG;
      }
      if (failure instanceof StartException known) {
        err.println("sluice cannot start: " + known.getMessage());
        return EXIT_FAILED;
      }
      failure.printStackTrace(err);
      return EXIT_FAILED;
    };
  }
}
