/**
 * Carries sessions, problem details, health and drain to {@link com.sun.net.httpserver.HttpServer}. The logic is in
 * {@code dev.unpin.session}, {@code dev.unpin.http} and {@code dev.unpin.lifecycle}; here is only what this server
 * needs.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
 * server.setExecutor(Executors.newFixedThreadPool(64));
 * HttpContext shop = server.createContext("/", new ShopHandler());
 * shop.getFilters().add(LifecycleFilter.create(lifecycle));
 * shop.getFilters().add(SessionFilter.create(sessions));
 * Health.register(server, lifecycle);
 * GracefulShutdown.installHook(server, lifecycle, redis);
 * server.start();
 * }</pre>
 *
 * <p>Three things to know of this server. Without an executor it serves one request at a time. On JDK 17 it is some
 * eighty times slower than it could be unless the JVM starts with {@code -Dsun.net.httpserver.nodelay=true}. And it
 * closes connections that were idle for 30 seconds ({@code sun.net.httpserver.idleInterval}): let a balancer close them
 * sooner.
 */
@NullMarked
package dev.unpin.web.jdk;

import org.jspecify.annotations.NullMarked;
