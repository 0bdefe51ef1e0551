package larder.appliance.mesh.wire;

/**
 * What both sides say right after the TLS handshake, before either knows whether it is let in.
 *
 * @param deviceName what its owner calls it; unchecked as it came from the wire
 * @param clientName the program, for example {@code syncthing}
 * @param clientVersion for example {@code v1.29.5}
 */
public record Hello(String deviceName, String clientName, String clientVersion) {}
