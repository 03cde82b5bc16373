package dev.sluice.model.messages;

import dev.sluice.model.ModelException;
import dev.sluice.model.ModelException.Timeout.Clock;
import dev.sluice.model.PartialReply;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failed attempt to get a connection means, in words that say where to look. */
final class Failures {
  private Failures() {}

  static ModelException noConnection(Throwable cause, MessagesApiConfig config) {
    if (cause instanceof TimeoutException) {
      return new ModelException.Timeout(Clock.CONNECT, config.connect(), PartialReply.NOT_SENT);
    }
    String target = config.host() + ":" + config.port();
    String message =
        switch (cause) {
          case ConnectionPoolTooBusyException _ ->
              "all "
                  + config.maxConnections()
                  + " connections to the model API are in use and "
                  + config.maxWaiting()
                  + " calls wait already";
          case UnknownHostException _ -> "the model API's host is unknown: " + config.host();
          case ConnectException _ -> "the model API refused the connection: " + target;
          case SSLException e ->
              "no trusted connection to the model API at " + target + ": " + said(e);
          default -> "no connection to the model API at " + target + ": " + said(cause);
        };
    return new ModelException.Connection(message, PartialReply.NOT_SENT);
  }

  /** A failure of the network in one line: its kind and what it says. */
  static String said(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + CleanText.message(message));
  }
}
