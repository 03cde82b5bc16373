package dev.sluice.store.redis;

import dev.sluice.event.EventLog;
import dev.sluice.run.RunQueue;
import dev.sluice.run.RunSignals;
import dev.sluice.run.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything that one process shares with others through one Redis. It holds three connections, on
 * three event loops, whatever it serves: one for commands, one that waits at the queue, one that
 * hears what is published. Each is made again when it is lost. Thread-safe; futures complete on the
 * calling context.
 */
public final class RedisStore {
  private final Vertx vertx;
  private final List<String> deployments;
  private final Link commandLink;
  private final Link queueLink;
  private final Link channelLink;
  private final Commands commands;
  private final Channels channels;
  private final RedisEventLog log;
  private final RedisRunQueue queue;
  private final Presence presence;
  private final Topics topics;
  private final RedisRunSignals signals;

  private RedisStore(
      Vertx vertx,
      RedisOptions options,
      InstantSource clock,
      Supplier<String> serverTime,
      List<Place> places) {
    this.vertx = vertx;
    this.deployments = places.stream().map(Place::deployment).toList();
    var connector = new Connector(vertx, options);
    int maxWaiting = options.config().maxWaiting();
    this.commandLink = new Link(places.get(0).context(), connector, "commands", maxWaiting);
    this.queueLink = new Link(places.get(1).context(), connector, "queue", maxWaiting);
    this.channelLink = new Link(places.get(2).context(), connector, "channels", maxWaiting);
    this.commands = new Commands(commandLink, options.config().commandTimeout());
    this.channels = new Channels(channelLink, options.key("pod:" + options.pod()));
    this.log = new RedisEventLog(commands, channels, options);
    this.queue = new RedisRunQueue(queueLink, new Line(commands, options), options);
    this.presence = new Presence(commands, options, clock, serverTime);
    this.topics = new Topics(commands, channels, options);
    this.signals = new RedisRunSignals(vertx, clock, topics, presence, options);
  }

  private record Place(String deployment, Context context) {}

  /**
   * Connects. A server that is away does not keep the store from opening: it goes on trying. One
   * that refuses us, or is older than 6.2, fails it with what it said.
   */
  public static Future<RedisStore> open(Vertx vertx, RedisOptions options, InstantSource clock) {
    return open(vertx, options, clock, () -> "");
  }

  /** With another time than the server's. */
  static Future<RedisStore> open(
      Vertx vertx, RedisOptions options, InstantSource clock, Supplier<String> serverTime) {
    Future<Place> one = place(vertx);
    Future<Place> two = place(vertx);
    Future<Place> three = place(vertx);
    Caller<RedisStore> caller = Caller.of(vertx);
    Future.join(one, two, three, certificates(vertx, options))
        .map(
            all ->
                new RedisStore(
                    vertx,
                    options,
                    clock,
                    serverTime,
                    List.of(one.result(), two.result(), three.result())))
        .compose(RedisStore::start)
        .onSuccess(caller::succeed)
        .onFailure(caller::fail);
    return caller.future();
  }

  public EventLog log() {
    return log;
  }

  /** The line of waiting runs; whoever opens the store offers what is pending. */
  public RunQueue queue() {
    return queue;
  }

  public RunSignals signals() {
    return signals;
  }

  /** Short messages to all pods. */
  public Topics topics() {
    return topics;
  }

  /** All connections stand. To be asked from anywhere; it costs nothing. */
  public boolean isConnected() {
    return commandLink.isUp() && queueLink.isUp() && channelLink.isUp();
  }

  /** Fails while commands are not answered. */
  public Future<Void> check() {
    return commands.send(Request.cmd(Command.PING)).mapEmpty();
  }

  /** Ends waiting takes with an empty list, and the connections. Allowed more than once. */
  public Future<Void> close() {
    return queue
        .close()
        .eventually(() -> Caller.through(channelLink.context(), this::closeChannels))
        .eventually(() -> Caller.through(commandLink.context(), this::closeCommands))
        .otherwiseEmpty()
        .eventually(() -> Future.join(deployments.stream().map(this::undeploy).toList()));
  }

  Commands commands() {
    return commands;
  }

  Tails tails() {
    return log.tails();
  }

  Context channelContext() {
    return channelLink.context();
  }

  Future<Void> exchangePresence() {
    return commands.through(presence::exchange);
  }

  private static Future<Void> certificates(Vertx vertx, RedisOptions options) {
    return options
        .caFile()
        .map(file -> vertx.fileSystem().props(file.toString()).<Void>mapEmpty())
        .orElseGet(Future::succeededFuture)
        .recover(
            cause ->
                Future.failedFuture(
                    new StoreException(
                        StoreException.Kind.UNAVAILABLE,
                        "the certificates for Redis cannot be read: " + cause.getMessage())));
  }

  private static Future<Place> place(Vertx vertx) {
    Promise<Context> given = Promise.promise();
    Deployable room =
        context -> {
          given.complete(context);
          return Future.succeededFuture();
        };
    return vertx.deployVerticle(room).map(id -> new Place(id, given.future().result()));
  }

  private Future<RedisStore> start() {
    Future<Void> first =
        Caller.through(
            commandLink.context(),
            () -> {
              presence.start();
              return commandLink.start();
            });
    Future<Void> second = Caller.through(queueLink.context(), queueLink::start);
    Future<Void> third =
        Caller.through(
            channelLink.context(),
            () -> {
              channels.start();
              return channelLink.start();
            });
    return Future.join(first, second, third)
        .<RedisStore>map(this)
        .recover(
            cause ->
                RedisFailures.isRefusal(cause)
                    ? close().transform(_ -> Future.failedFuture(RedisFailures.of(cause)))
                    : Future.succeededFuture(this));
  }

  private Future<Void> closeChannels() {
    signals.close();
    channels.close();
    channelLink.close();
    return Future.succeededFuture();
  }

  private Future<Void> closeCommands() {
    presence.close();
    commandLink.close();
    return Future.succeededFuture();
  }

  private Future<Void> undeploy(String deployment) {
    return vertx.undeploy(deployment).otherwiseEmpty();
  }
}
