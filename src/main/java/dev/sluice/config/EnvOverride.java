package dev.sluice.config;

/**
 * An environment variable that wins over whatever the file says, when it is set and not empty. For
 * a {@link Secret}, {@code <envName>_FILE} names a file that holds it. A list takes its items
 * separated by commas. A secret that is itself the entry of a map cannot be overridden.
 *
 * @param envName the variable, such as {@code SLUICE_HTTP_PORT}
 * @param path the key that it sets, such as {@code http.port}
 */
public record EnvOverride(String envName, String path) {}
