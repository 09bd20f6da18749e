package dev.unpin.web.jdk;

import com.sun.net.httpserver.HttpExchange;
import dev.unpin.lifecycle.Lifecycle;
import java.io.IOException;

/** While draining, asks the client with every answer not to use this connection again. */
final class DrainingExchange extends DelegatingExchange {
    private final Lifecycle lifecycle;

    DrainingExchange(HttpExchange delegate, Lifecycle lifecycle) {
        super(delegate);
        this.lifecycle = lifecycle;
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        if (lifecycle.draining()) {
            getResponseHeaders().set("Connection", "close");
        }
        super.sendResponseHeaders(status, length);
    }
}
