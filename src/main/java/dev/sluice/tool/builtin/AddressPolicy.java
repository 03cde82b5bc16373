package dev.sluice.tool.builtin;

import java.net.InetAddress;

/** Which addresses a model may make the gateway connect to. Pure. */
@FunctionalInterface
public interface AddressPolicy {

  /** Only what anyone on the Internet could reach as well. */
  AddressPolicy PUBLIC = PublicAddresses::isPublic;

  boolean allows(InetAddress address);
}
