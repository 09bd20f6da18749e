package dev.unpin.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Opens TCP and TLS connections by a deadline. Immutable. */
record Dialer(JedisClientConfig config, @Nullable SSLContext tls, Duration connectTimeout, Accept accept) {
    /** Which servers will do. */
    enum Accept {
        /** Whoever answers. */
        ANY,
        /** Only a primary; costs one round trip more per connection. */
        PRIMARY
    }

    /** Tries every address of the host in turn. */
    DeadlineSocket connect(HostAndPort address, Deadline deadline) throws IOException {
        @Nullable IOException last = null;
        for (InetAddress ip : Resolver.resolve(address.getHost(), deadline)) {
            try {
                InetSocketAddress endpoint = new InetSocketAddress(ip, address.getPort());
                DeadlineSocket socket = DeadlineSocket.connect(endpoint, deadline.atMost(connectTimeout));
                socket.begin(deadline);
                return socket;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last != null ? last : new IOException("The name '" + address.getHost() + "' has no address");
    }

    /** Wraps the connection in TLS, if it is wanted; verifies the host name. */
    Socket secure(DeadlineSocket socket, HostAndPort address) throws IOException {
        if (tls == null) {
            return socket;
        }
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, address.getHost(), address.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
