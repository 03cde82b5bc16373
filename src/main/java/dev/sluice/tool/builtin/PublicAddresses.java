package dev.sluice.tool.builtin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells public unicast addresses from all others: private, local, shared, reserved, documentation,
 * multicast, and every IPv6 form that carries an IPv4 address.
 */
final class PublicAddresses {
  private static final List<AddressRange> NOT_PUBLIC_4 =
      AddressRange.all(
          "0.0.0.0/8", // this network
          "10.0.0.0/8",
          "100.64.0.0/10", // carrier-grade NAT
          "127.0.0.0/8",
          "168.63.129.16/32", // a cloud's host agent, on an address that looks public
          "169.254.0.0/16", // link-local, and the metadata services of clouds
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /** All of public IPv6: mapped, translated, unique-local, link-local … lie outside of it. */
  private static final AddressRange GLOBAL_6 = AddressRange.of("2000::/3");

  private static final List<AddressRange> NOT_PUBLIC_6 =
      AddressRange.all(
          "2001::/23", // protocol assignments, Teredo among them
          "2001:db8::/32",
          "2002::/16", // 6to4
          "2620:4f:8000::/48",
          "3fff::/20");

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    // Java turns an IPv4-mapped IPv6 address into the IPv4 address that it maps.
    return address instanceof Inet4Address
        ? NOT_PUBLIC_4.stream().noneMatch(range -> range.contains(address))
        : GLOBAL_6.contains(address)
            && NOT_PUBLIC_6.stream().noneMatch(range -> range.contains(address));
  }
}
