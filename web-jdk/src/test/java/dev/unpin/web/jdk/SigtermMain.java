package dev.unpin.web.jdk;

import com.sun.net.httpserver.HttpServer;
import dev.unpin.http.HttpAnswer;
import dev.unpin.lifecycle.Lifecycle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A service of its own process, which tells its story on stdout; its one request ends when a line comes on stdin. */
final class SigtermMain {
    private SigtermMain() {}

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Lifecycle lifecycle = Lifecycle.builder().drainDelay(Duration.ZERO).build();
        CountDownLatch goOn = new CountDownLatch(1);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
                    say("entered");
                    while (!lifecycle.draining()) {
                        pause();
                    }
                    say("draining");
                    while (goOn.getCount() > 0) {
                        pause();
                    }
                    HttpAnswers.send(exchange, HttpAnswer.text(200, "slow"));
                    say("answered");
                })
                .getFilters()
                .add(LifecycleFilter.create(lifecycle));
        GracefulShutdown.installHook(
                server, lifecycle, () -> say("first resource closed"), () -> say("second resource closed"));
        new Thread(() -> awaitLine(goOn)).start();
        server.start();
        say(Integer.toString(server.getAddress().getPort()));
    }

    private static void awaitLine(CountDownLatch goOn) {
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(2); // the test that started this process is gone
            }
            goOn.countDown();
        } catch (IOException e) {
            Runtime.getRuntime().halt(3);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(1_000_000);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
