package dev.sluice.tool.builtin;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** The addresses that share their first bits with a network address. */
final class AddressRange {
  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** A range as written in routing tables: {@code 10.0.0.0/8}. */
  static AddressRange of(String cidr) {
    int slash = cidr.indexOf('/');
    return new AddressRange(
        InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress(),
        Integer.parseInt(cidr.substring(slash + 1)));
  }

  static List<AddressRange> all(String... cidrs) {
    return Arrays.stream(cidrs).map(AddressRange::of).toList();
  }

  boolean contains(InetAddress address) {
    byte[] candidate = address.getAddress();
    if (candidate.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (Arrays.mismatch(network, 0, whole, candidate, 0, whole) >= 0) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || (network[whole] ^ candidate[whole]) >> (8 - rest) == 0;
  }
}
